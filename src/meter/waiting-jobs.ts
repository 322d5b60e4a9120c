import type { Row } from '../ledger/row.ts'
import type { Entry } from './entry.ts'
import type { RunningJob } from './running-job.ts'
import type { Shelf } from './shelf.ts'

/** A job of a longer name is not remembered. */
export const longestJob = 500

/** A job that is asked after every second is written down once a minute. */
const pollMs = 60_000

/** The jobs that rows wait for, by the key and the name of each. Times are epoch ms. */
export class WaitingJobs {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** Of the row that waits, or waited, for a job. */
  entry(keyId: string, job: string): Entry | undefined {
    return this.#shelf.get(this.#shelf.jobs.find(keyId, job) ?? '')
  }

  /** Somebody asked for the job, and it still runs, or what it consumed will be told of `next`. */
  poll(keyId: string, job: string, now: number, next?: string): void {
    const entry = this.entry(keyId, job) ?? this.entry(keyId, next ?? '')
    if (next !== undefined && entry?.job === job && next !== job) return this.#rename(entry, next, now)
    if (entry?.state === 'open' && Math.abs(now - entry.touchedAt) >= pollMs) this.#shelf.touch(entry, now)
  }

  #rename(entry: Entry, job: string, now: number): void {
    const parcel = this.#shelf.rows.parcel(entry.id)
    if (entry.state === 'closed' || parcel === null || job.length > longestJob) return
    const touchedAt = entry.state === 'open' ? now : entry.touchedAt
    this.#shelf.put(parcel, { ...entry, job, touchedAt }, now)
  }

  /** Polls all that run, and gives back those of the jobs that are over for which a row waits. */
  awaited(keyId: string, over: readonly string[], running: readonly RunningJob[], now: number): string[] {
    for (const { job, results } of running) this.poll(keyId, job, now, results)
    return over.filter((job) => (this.entry(keyId, job)?.state ?? 'closed') !== 'closed')
  }

  /** The row of the request that waits for a job; null where none does. */
  row(keyId: string, job: string): Row | null {
    const entry = this.entry(keyId, job)
    if (entry === undefined || entry.state === 'closed') return null
    return this.#shelf.rows.parcel(entry.id)?.row ?? null
  }
}
