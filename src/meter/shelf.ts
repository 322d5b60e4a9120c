import { Account } from './account.ts'
import { folded } from './base.ts'
import type { Base } from './base.ts'
import type { Charge, Entry } from './entry.ts'
import { Jobs } from './jobs.ts'
import { forgettable } from './outbox.ts'
import type { Progress } from './outbox.ts'
import { withinCeiling } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import { Rows } from './rows.ts'
import type { Storage } from './tables.ts'

/** Ceilings of what a Meter holds. */
export interface Ceilings {
  /**
   * About 30 MB of memory and 100 MB of storage. At it, delivered rows are forgotten before their hour is over; when
   * nothing delivered is left, new rows are refused and go straight to D1.
   */
  rows: number
  jobs: number
}

const ceilings: Ceilings = { rows: 100_000, jobs: 10_000 }

/**
 * A Meter's rows: in storage, in memory as entries in the order of their `rev`, and in the account. Storage is written
 * first, so that a write that throws leaves all of them as they were. Times are epoch ms.
 */
export class Shelf {
  readonly rows: Rows
  readonly account: Account
  readonly jobs: Jobs
  progress: Progress
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  #base: Base
  #rev: number

  constructor(storage: Storage, { rows, jobs }: Ceilings = ceilings) {
    this.rows = new Rows(storage)
    this.jobs = new Jobs(jobs)
    this.#most = rows
    const { progress, base } = this.rows.progress()
    this.progress = progress
    this.#base = base
    this.#rev = progress.watermark
    this.account = new Account(base)
    const entries = this.rows.entries()
    for (const entry of entries) {
      this.#entries.set(entry.id, entry)
      this.#rev = Math.max(this.#rev, entry.rev)
    }
    // The account keeps them in this order, and takes them one by one at its end.
    for (const entry of entries.toSorted((one, other) => one.openedAt - other.openedAt)) {
      this.account.change(null, entry)
    }
    for (const entry of entries) this.#noteJob(entry)
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  /** In the order of `rev`. */
  entries(): Iterable<Entry> {
    return this.#entries.values()
  }

  /** A row comes, or changes in a way that the ledger has to hear of. Throws at the ceiling. */
  put(parcel: Parcel, fields: Omit<Entry, 'rev' | 'aside'>, now: number): void {
    const before = this.#entries.get(fields.id) ?? null
    if (before === null) this.#makeRoom(now)
    const entry: Entry = { ...fields, rev: this.#rev + 1, aside: false }
    this.rows.save(entry, withinCeiling(parcel))
    this.#rev = entry.rev
    this.#entries.delete(entry.id)
    this.#replace(before, entry)
    this.#noteJob(entry)
  }

  touch(entry: Entry, now: number): void {
    this.rows.touch(entry.id, now)
    this.#replace(entry, { ...entry, touchedAt: now })
  }

  hold(entry: Entry, charge: Charge, now: number): void {
    this.rows.hold(entry.id, charge, now)
    this.#replace(entry, { ...entry, ...charge, touchedAt: now })
  }

  setAside(entry: Entry, error: string): void {
    this.rows.setAside(entry.id, error)
    this.#replace(entry, { ...entry, aside: true })
  }

  /** As if it had never been; not for what waits for a job. */
  remove(entry: Entry): void {
    this.rows.remove(entry.id)
    this.#entries.delete(entry.id)
    this.account.change(entry, null)
  }

  /** Writes down how far the ledger is, and forgets ended rows into the base. Both happen, or neither. */
  saveProgress(forgotten: readonly Entry[]): void {
    const { base, pruned } = folded(this.#base, forgotten)
    const ids = forgotten.map(({ id }) => id)
    this.rows.saveProgress(this.progress, base, ids)
    this.#base = base
    this.account.fold(forgotten, pruned)
    for (const entry of forgotten) {
      this.#entries.delete(entry.id)
      this.jobs.forget(entry)
    }
  }

  #replace(before: Entry | null, entry: Entry): void {
    this.#entries.set(entry.id, entry)
    this.account.change(before, entry)
  }

  #noteJob(entry: Entry): void {
    const idle = this.#entries.get(this.jobs.note(entry) ?? '')
    if (idle === undefined) return
    this.rows.forgetJob(idle.id)
    this.#replace(idle, { ...idle, job: null })
  }

  #makeRoom(now: number): void {
    if (this.#entries.size < this.#most) return
    this.saveProgress(forgettable(this.#entries.values(), this.progress.watermark, now, true))
    if (this.#entries.size >= this.#most) throw new Error('The Meter is full: the ledger takes no rows')
  }
}
