import type { Delivery } from './delivery.ts'
import { backOff, forgettable, nextBatch, nextDue, silentRows, withinBytes } from './outbox.ts'
import type { Entry, Progress } from './outbox.ts'
import { lost, withinCeiling } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import { Rows } from './rows.ts'
import type { SetAside } from './rows.ts'

/** A parcel on its way to the ledger, with the `rev` that counts as delivered when it arrives. */
export type Dispatch = Parcel & { id: string; rev: number; bytes: number }

/**
 * The ceiling of what a Meter holds, about 25 MB of memory and 100 MB of storage. At it, delivered rows are forgotten
 * before their hour is over; when nothing delivered is left, new rows are refused and go straight to D1.
 */
const mostRows = 100_000

/**
 * A Meter's rows: in storage, and in memory as entries in the order of their `rev`. Storage is written first, so that a
 * write that throws leaves both as they were. Times are epoch ms.
 */
export class Book {
  readonly #rows: Rows
  readonly #most: number
  readonly #entries = new Map<string, Entry>()
  #progress: Progress
  #rev: number

  constructor(sql: SqlStorage, most = mostRows) {
    this.#rows = new Rows(sql)
    this.#most = most
    this.#progress = this.#rows.progress()
    this.#rev = this.#progress.watermark
    for (const entry of this.#rows.entries()) {
      this.#entries.set(entry.id, entry)
      this.#rev = Math.max(this.#rev, entry.rev)
    }
  }

  /** A row that is already known, whatever its state, stays as it is. Throws at the ceiling. */
  open(parcel: Parcel, now: number): void {
    if (!this.#entries.has(parcel.row.id)) this.#put(parcel, 'open', now)
  }

  /** Keeps an open row from being lost. One row written: every 5 minutes of a long answer. */
  beat(id: string, now: number): void {
    const entry = this.#entries.get(id)
    if (entry?.state !== 'open') return
    this.#rows.touch(id, now)
    this.#entries.set(id, { ...entry, touchedAt: now })
  }

  /** Ends a row, whether or not it was opened, also one that was lost; a second end changes nothing. */
  close(parcel: Parcel, now: number): void {
    if (this.#entries.get(parcel.row.id)?.state !== 'closed') this.#put(parcel, 'closed', now)
  }

  /** Lets the silent rows be lost and forgets those whose time is over. */
  tidy(now: number): void {
    for (const { id } of silentRows(this.#entries.values(), now)) {
      const parcel = this.#rows.parcel(id)
      if (parcel !== null) this.#put(lost(parcel), 'lost', now)
    }
    this.#forget(forgettable(this.#entries.values(), this.#progress.watermark, now))
  }

  /** What goes to the ledger next, in the order of `rev`. */
  batch(): Dispatch[] {
    const waiting = nextBatch(this.#entries.values(), this.#progress).flatMap(({ id, rev }) => {
      const parcel = this.#rows.parcel(id)
      return parcel === null ? [] : [{ ...parcel, id, rev }]
    })
    return withinBytes(waiting)
  }

  /** Takes note of what became of a batch. Only what was sent counts: a row that changed meanwhile has a higher rev. */
  settle(batch: readonly Dispatch[], delivery: Delivery<Dispatch>, now: number, random: number): void {
    for (const { parcel, error } of delivery.aside) {
      const entry = this.#entries.get(parcel.id)
      if (entry?.rev !== parcel.rev) continue
      this.#rows.setAside(parcel.id, error)
      this.#entries.set(parcel.id, { ...entry, aside: true })
    }
    const watermark = batch[delivery.settled - 1]?.rev ?? this.#progress.watermark
    const attempt = delivery.failure === null ? 0 : this.#progress.attempt + 1
    const wait = delivery.failure === null ? null : backOff(delivery.failure.kind, attempt, random)
    this.#progress = { watermark, attempt, retryAt: wait === null ? 0 : now + wait }
  }

  /** Writes down how far the ledger is. What dies before this sends again what D1 already has, which changes nothing. */
  saveProgress(): void {
    this.#rows.saveProgress(this.#progress)
  }

  get progress(): Progress {
    return this.#progress
  }

  /** When there is something to do, in epoch ms; null if never. */
  nextDue(now: number): number | null {
    return nextDue(this.#entries.values(), this.#progress, now)
  }

  setAside(): SetAside[] {
    return this.#rows.aside()
  }

  #put(parcel: Parcel, state: Entry['state'], now: number): void {
    const { id } = parcel.row
    if (!this.#entries.has(id)) this.#makeRoom(now)
    const entry: Entry = { id, rev: this.#rev + 1, state, touchedAt: now, aside: false }
    this.#rows.save(entry, withinCeiling(parcel))
    this.#rev = entry.rev
    this.#entries.delete(id)
    this.#entries.set(id, entry)
  }

  #makeRoom(now: number): void {
    if (this.#entries.size < this.#most) return
    this.#forget(forgettable(this.#entries.values(), this.#progress.watermark, now, true))
    if (this.#entries.size >= this.#most) throw new Error('The Meter is full: the ledger takes no rows')
  }

  #forget(ids: readonly string[]): void {
    if (ids.length === 0) return
    this.#rows.forget(ids)
    for (const id of ids) this.#entries.delete(id)
  }
}
