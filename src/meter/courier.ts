import { writeRows } from '../ledger/d1.ts'
import { failureOf } from '../ledger/failure.ts'
import { applySchema } from '../ledger/schema.ts'
import { deliver } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import type { Dispatch, Dispatcher } from './dispatcher.ts'
import { batchLimits } from './outbox.ts'

/** Tells the operator of trouble, without a row. */
export type Report = (event: string, details: Readonly<Record<string, string | number>>) => void

/** Carries a Meter's rows to D1. */
export class Courier {
  readonly #database: D1Database
  readonly #dispatcher: Dispatcher
  readonly #report: Report
  #schemaApplied = false

  constructor(database: D1Database, dispatcher: Dispatcher, report: Report) {
    this.#database = database
    this.#dispatcher = dispatcher
    this.#report = report
  }

  /** Sends what waits, until all is sent, D1 fails, or the writes of one alarm are used up. False if nothing waited. */
  async send(): Promise<boolean> {
    let writes = 0
    let batch = this.#dispatcher.batch()
    if (batch.length === 0) return false
    while (batch.length > 0 && writes < batchLimits.writes) {
      const left = batchLimits.writes - writes
      const delivery = await deliver(batch, (parcels) => this.#write(parcels), left)
      this.#dispatcher.settle(batch, delivery, Date.now(), Math.random())
      this.#tell(delivery)
      if (delivery.failure !== null) break
      writes += delivery.writes
      batch = this.#dispatcher.batch()
    }
    return true
  }

  async #write(parcels: readonly Dispatch[]): Promise<void> {
    try {
      if (!this.#schemaApplied) await applySchema(this.#database)
      this.#schemaApplied = true
      const rows = parcels.map(({ row }) => row)
      const labels = parcels.map(({ label }) => label)
      await writeRows(this.#database, rows, labels)
    } catch (error) {
      if (failureOf(error) === 'no_tables') this.#schemaApplied = false
      throw error
    }
  }

  #tell({ failure, aside }: Delivery<Dispatch>): void {
    for (const { parcel, error } of aside) this.#report('ledger_row_set_aside', { row: parcel.id, error })
    if (failure === null) return
    const { kind, error } = failure
    this.#report('ledger_write_failed', { failure: kind, error, ...this.#dispatcher.progress })
  }
}
