import { fitting } from '../ledger/usage-message.ts'
import type { Delivery } from './delivery.ts'
import { chargeOf } from './entry.ts'
import { isWaiting, laneLimits, nextBatch, withinBytes } from './lane.ts'
import type { Hearer, Progress } from './lane.ts'
import { backOff, forgettable, nextDue, silentRows, waits } from './outbox.ts'
import { lost } from './parcel.ts'
import type { Parcel } from './parcel.ts'
import type { SetAside } from './rows.ts'
import type { Shelf } from './shelf.ts'

/** A parcel on its way, with the `rev` that counts as delivered when it arrives. */
export type Dispatch = Parcel & { id: string; rev: number; bytes: number }

/** What D1 and the queue have not taken. */
export interface Behind {
  /** How often in a row D1 has not taken what was sent. */
  failures: number
  /** Null where no queue is bound. */
  queue: {
    failures: number
    /** How many rows wait for it. */
    waiting: number
    /** Epoch ms at which the oldest of them ended; null where none waits. */
    since: number | null
    /** Rows that were given up for want of room. The next message tells of them. */
    missed: number
  } | null
}

/** The way of a Meter's rows to the ledger and the queue, and out of the Meter. Times are epoch ms. */
export class Dispatcher {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  progress(to: Hearer): Progress {
    return this.#shelf.progress[to]
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

  /** What goes there next, in the order of `rev`. */
  batch(to: Hearer = 'ledger'): Dispatch[] {
    const lane = { to, progress: this.progress(to) }
    const next = nextBatch(this.#shelf.entries(), lane)
    const parcels = this.#shelf.rows.parcels(next.map(({ id }) => id))
    const waiting = next.flatMap(({ id, rev }) => {
      const parcel = parcels.get(id)
      return parcel === undefined ? [] : [{ ...parcel, id, rev }]
    })
    return to === 'queue' ? fitting(waiting) : withinBytes(waiting)
  }

  /** Takes note of what became of a batch. Only what was sent counts: a row that changed meanwhile has a higher rev. */
  settle(
    batch: readonly Dispatch[],
    delivery: Delivery<Dispatch>,
    now: number,
    random: number,
    to: Hearer = 'ledger',
  ): void {
    for (const { parcel, error } of delivery.aside) {
      const entry = this.#shelf.get(parcel.id)
      if (entry?.rev === parcel.rev) this.#shelf.setAside(entry, error)
    }
    const { progress } = this.#shelf
    const watermark = Math.max(progress[to].watermark, batch[delivery.settled - 1]?.rev ?? 0)
    const attempt = delivery.failure === null ? 0 : progress[to].attempt + 1
    const longest = laneLimits[to].wait
    const retryAt =
      delivery.failure === null ? 0 : now + backOff(delivery.failure.kind, attempt, random, longest)
    this.#shelf.progress = { ...progress, [to]: { watermark, attempt, retryAt } }
  }

  /** Rows that were given up before the queue had them. */
  get missed(): number {
    return this.#shelf.missed
  }

  /** The queue knows of so many of them. */
  tellMissed(count: number): void {
    this.#shelf.missed -= count
  }

  /**
   * Forgets the rows whose time is over, and writes down how far D1 and the queue are if anything was `sent`: one row
   * either way. What dies before this sends again what they already have, which changes nothing.
   */
  conclude(sent: boolean, now: number): void {
    const over = forgettable(this.#shelf.entries(), this.#shelf.lanes(), now)
    if (sent || over.length > 0) this.#shelf.saveProgress(over)
  }

  /** When there is something to do, in epoch ms; null if never. */
  nextDue(now: number): number | null {
    return nextDue(this.#shelf.entries(), this.#shelf.lanes(), now)
  }

  /** The first moment at which something new may be sent, in epoch ms. */
  nextSend(now: number): number {
    const retries = this.#shelf.lanes().map(({ progress }) => progress.retryAt)
    return Math.max(now + waits.send, Math.min(...retries))
  }

  behind(): Behind {
    const { missed, progress } = this.#shelf
    const failures = progress.ledger.attempt
    const lane = this.#shelf.lanes().find(({ to }) => to === 'queue')
    if (lane === undefined) return { failures, queue: null }
    const waiting = [...this.#shelf.entries()].filter((entry) => isWaiting(entry, lane))
    const since = waiting[0]?.touchedAt ?? null
    return { failures, queue: { failures: lane.progress.attempt, waiting: waiting.length, since, missed } }
  }

  setAside(): SetAside[] {
    return this.#shelf.rows.aside()
  }
}
