import type { Delivery } from './delivery.ts'
import { chargeOf } from './entry.ts'
import { backOff, forgettable, nextBatch, nextDue, silentRows, withinBytes } from './outbox.ts'
import type { Progress } from './outbox.ts'
import { lost } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import type { SetAside } from './rows.ts'
import type { Shelf } from './shelf.ts'

/** A parcel on its way to the ledger, with the `rev` that counts as delivered when it arrives. */
export type Dispatch = Parcel & { id: string; rev: number; bytes: number }

/** The way of a Meter's rows to the ledger, and out of the Meter. Times are epoch ms. */
export class Dispatcher {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  get progress(): Progress {
    return this.#shelf.progress
  }

  /** Lets the silent rows be lost. */
  loseSilent(now: number): void {
    for (const entry of silentRows(this.#shelf.entries(), now)) {
      const kept = this.#shelf.rows.parcel(entry.id)
      if (kept === null) continue
      const parcel = lost(kept, entry.nano)
      this.#shelf.put(
        parcel,
        { ...entry, ...chargeOf(parcel.row, entry), state: 'lost', touchedAt: now },
        now,
      )
    }
  }

  /** What goes to the ledger next, in the order of `rev`. */
  batch(): Dispatch[] {
    const waiting = nextBatch(this.#shelf.entries(), this.progress).flatMap(({ id, rev }) => {
      const parcel = this.#shelf.rows.parcel(id)
      return parcel === null ? [] : [{ ...parcel, id, rev }]
    })
    return withinBytes(waiting)
  }

  /** Takes note of what became of a batch. Only what was sent counts: a row that changed meanwhile has a higher rev. */
  settle(batch: readonly Dispatch[], delivery: Delivery<Dispatch>, now: number, random: number): void {
    for (const { parcel, error } of delivery.aside) {
      const entry = this.#shelf.get(parcel.id)
      if (entry?.rev === parcel.rev) this.#shelf.setAside(entry, error)
    }
    const watermark = batch[delivery.settled - 1]?.rev ?? this.progress.watermark
    const attempt = delivery.failure === null ? 0 : this.progress.attempt + 1
    const wait = delivery.failure === null ? null : backOff(delivery.failure.kind, attempt, random)
    this.#shelf.progress = { watermark, attempt, retryAt: wait === null ? 0 : now + wait }
  }

  /**
   * Forgets the rows whose time is over, and writes down how far the ledger is if anything was `sent`: one row either
   * way. What dies before this sends again what D1 already has, which changes nothing.
   */
  conclude(sent: boolean, now: number): void {
    const over = forgettable(this.#shelf.entries(), this.progress.watermark, now)
    if (sent || over.length > 0) this.#shelf.saveProgress(over)
  }

  /** When there is something to do, in epoch ms; null if never. */
  nextDue(now: number): number | null {
    return nextDue(this.#shelf.entries(), this.progress, now)
  }

  setAside(): SetAside[] {
    return this.#shelf.rows.aside()
  }
}
