/** More than these are not waited for: such a row ends as lost. */
const mostAbandoned = 1000

/** The requests that were taken back before they came. */
export class Abandoned {
  readonly #ids = new Set<string>()

  add(id: string): void {
    this.#ids.add(id)
    const [oldest] = this.#ids
    if (oldest !== undefined && this.#ids.size > mostAbandoned) this.#ids.delete(oldest)
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }
}
