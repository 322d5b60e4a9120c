import type { Failure } from '../ledger/failure.ts'
import { deliver } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import type { Dispatch, Dispatcher } from './dispatcher.ts'
import { laneLimits } from './lane.ts'
import type { Hearer } from './lane.ts'

/** Tells the operator of trouble, without a row. */
export type Report = (event: string, details: Readonly<Record<string, string | number>>) => void

/** One who hears of rows, as a courier knows it. */
export interface Destination {
  readonly to: Hearer
  /** The event of the log that says that it failed. */
  readonly failed: string
  /** Throws what it throws, and `kindOf` says what that means. */
  write(parcels: readonly Dispatch[]): Promise<void>
  kindOf(error: unknown): Failure
}

/** Carries a Meter's rows to D1 or to the queue. */
export class Courier {
  readonly #destination: Destination
  readonly #dispatcher: Dispatcher
  readonly #report: Report

  constructor(destination: Destination, dispatcher: Dispatcher, report: Report) {
    this.#destination = destination
    this.#dispatcher = dispatcher
    this.#report = report
  }

  /** Sends what waits, until all is sent, a write fails, or those of one alarm are used up. False if nothing was due. */
  async send(): Promise<boolean> {
    const { to, kindOf } = this.#destination
    const write = (parcels: readonly Dispatch[]): Promise<void> => this.#destination.write(parcels)
    // The other one may have rung.
    if (this.#dispatcher.progress(to).retryAt > Date.now()) return false
    let writes = 0
    let batch = this.#dispatcher.batch(to)
    if (batch.length === 0) return false
    while (batch.length > 0 && writes < laneLimits[to].writes) {
      const left = laneLimits[to].writes - writes
      const delivery = await deliver(batch, write, left, kindOf)
      this.#dispatcher.settle(batch, delivery, Date.now(), Math.random(), to)
      this.#tell(delivery)
      if (delivery.failure !== null) break
      writes += delivery.writes
      batch = this.#dispatcher.batch(to)
    }
    return true
  }

  #tell({ failure, aside }: Delivery<Dispatch>): void {
    for (const { parcel, error } of aside) this.#report('ledger_row_set_aside', { row: parcel.id, error })
    if (failure === null) return
    const { to, failed } = this.#destination
    this.#report(failed, {
      failure: failure.kind,
      error: failure.error,
      ...this.#dispatcher.progress(to),
    })
  }
}
