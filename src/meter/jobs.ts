import type { Entry } from './entry.ts'

/** At it, the job that is longest known is forgotten: what was reserved for it stays charged. */
const mostJobs = 10_000

/** The rows that wait for a job, by the key and the job's id. */
export class Jobs {
  readonly #most: number
  readonly #rows = new Map<string, string>()

  constructor(most = mostJobs) {
    this.#most = most
  }

  /** Remembers a job. Returns the row that no longer waits for one, because this one or too many came after it. */
  note(entry: Entry): string | null {
    const name = nameOf(entry)
    if (name === null || this.#rows.get(name) === entry.id) return null
    const superseded = this.#rows.get(name) ?? null
    this.#rows.delete(name)
    this.#rows.set(name, entry.id)
    const [oldest] = this.#rows
    if (oldest === undefined || this.#rows.size <= this.#most) return superseded
    this.#rows.delete(oldest[0])
    return oldest[1]
  }

  /** The id of the row that waits for this job. */
  find(keyId: string, job: string): string | undefined {
    return this.#rows.get(`${keyId}/${job}`)
  }

  forget(entry: Entry): void {
    const name = nameOf(entry)
    if (name !== null && this.#rows.get(name) === entry.id) this.#rows.delete(name)
  }
}

/** A key's id has no slash. */
function nameOf({ keyId, job }: Entry): string | null {
  return job === null ? null : `${keyId}/${job}`
}
