import type { Entry } from './entry.ts'
import { minute } from './standing.ts'

/** The requests of one key, in the order in which they were opened. */
export class Activity {
  #entries: Entry[] = []
  /** Requests that have not been answered; a job's has. */
  running = 0

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  change(before: Entry | null, after: Entry | null): void {
    this.running += runs(after) - runs(before)
    if (before === null) {
      if (after !== null) this.#entries.splice(this.#firstFrom(after.openedAt + 1), 0, after)
      return
    }
    let index = this.#firstFrom(before.openedAt)
    while (index < this.#entries.length && this.#entries[index]?.id !== before.id) index += 1
    if (after === null) this.#entries.splice(index, 1)
    else this.#entries[index] = after
  }

  forget(ids: ReadonlySet<string>): void {
    this.#entries = this.#entries.filter(({ id }) => !ids.has(id))
  }

  /** Those of the last minute, the oldest first. */
  recent(now: number): Entry[] {
    return this.#entries.slice(this.#firstFrom(now - minute + 1), this.#firstFrom(now + minute))
  }

  /** The place of the first that was opened then or later. */
  #firstFrom(openedAt: number): number {
    const entries = this.#entries
    let [low, high] = [0, entries.length]
    // Nearly always it is the last one.
    if ((entries[high - 1]?.openedAt ?? -Infinity) < openedAt) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if ((entries[middle]?.openedAt ?? Infinity) < openedAt) low = middle + 1
      else high = middle
    }
    return low
  }
}

function runs(entry: Entry | null): number {
  return entry !== null && entry.state === 'open' && entry.job === null ? 1 : 0
}
