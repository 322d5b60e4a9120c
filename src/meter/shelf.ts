import { Account } from './account.ts'
import { folded } from './base.ts'
import type { Base } from './base.ts'
import type { Charge } from './charge.ts'
import type { Entry } from './entry.ts'
import { Jobs } from './jobs.ts'
import type { Hearer, Lane, Progress } from './lane.ts'
import { forgettable } from './outbox.ts'
import { textsOf } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import { Rows } from './rows.ts'
import type { Storage } from './tables.ts'

/** Ceilings of what a Meter holds. */
export interface Ceilings {
  /**
   * About 20 MB of memory and 100 MB of storage. At it, delivered rows are forgotten before their hour is over; when
   * nothing delivered is left, new rows are refused and go straight to D1.
   */
  rows: number
  jobs: number
}

const ceilings: Ceilings = { rows: 100_000, jobs: 10_000 }

/** How many rows are given up at a time that only the queue lacks, when there is no room left. */
const mostGivenUp = 1000

/**
 * A Meter's rows: in storage, in memory as entries in the order of their `rev`, and in the account. Storage is written
 * first, so that a write that throws leaves all of them as they were. Times are epoch ms.
 */
export class Shelf {
  readonly rows: Rows
  readonly account: Account
  readonly jobs: Jobs
  progress: Readonly<Record<Hearer, Progress>>
  /** Rows that were given up before the queue had them, and that it has not been told of. */
  missed: number
  readonly #hearers: readonly Hearer[]
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  #base: Base
  #rev: number

  /** `queued`: rows go to a queue too. What one without a queue has remembered, a later one with it goes on from. */
  constructor(storage: Storage, { rows, jobs }: Ceilings = ceilings, queued = false) {
    this.rows = new Rows(storage)
    this.jobs = new Jobs(jobs)
    this.#most = rows
    this.#hearers = queued ? ['ledger', 'queue'] : ['ledger']
    const { progress, missed, base } = this.rows.remembered()
    this.progress = progress
    this.missed = missed
    this.#base = base
    this.#rev = Math.max(progress.ledger.watermark, progress.queue.watermark)
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

  /** The ways that its rows go. */
  lanes(): Lane[] {
    return this.#hearers.map((to) => ({ to, progress: this.progress[to] }))
  }

  /** A row comes, or changes in a way that the ledger has to hear of. Throws at the ceiling. */
  put(parcel: Parcel, fields: Omit<Entry, 'rev' | 'aside'>, now: number): void {
    const before = this.#entries.get(fields.id) ?? null
    if (before === null) this.#makeRoom(now)
    const entry: Entry = { ...fields, rev: this.#rev + 1, aside: false }
    this.rows.save(entry, textsOf(parcel))
    this.#rev = entry.rev
    this.#entries.delete(entry.id)
    this.#replace(before, entry)
    if (before !== null && before.job !== entry.job) this.jobs.forget(before)
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

  /** Writes down how far D1 and the queue are, and forgets ended rows into the base. All of it happens, or nothing. */
  saveProgress(forgotten: readonly Entry[], missed = this.missed): void {
    const { base, pruned } = folded(this.#base, forgotten)
    const ids = forgotten.map(({ id }) => id)
    this.rows.saveProgress({ progress: this.progress, missed, base }, ids)
    this.#base = base
    this.missed = missed
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
    const lanes = this.lanes()
    const over = forgettable(this.#entries.values(), lanes, now, true)
    // With D1 away this is asked for every request, and a refusal writes nothing.
    if (over.length > 0) return this.saveProgress(over)
    // A queue that is away keeps nobody from being served: D1 has these.
    const ledger = lanes.filter(({ to }) => to === 'ledger')
    const givenUp = forgettable(this.#entries.values(), ledger, now, true).slice(0, mostGivenUp)
    if (givenUp.length === 0) throw new Error('The Meter is full: the ledger takes no rows')
    this.saveProgress(givenUp, this.missed + givenUp.length)
  }
}
