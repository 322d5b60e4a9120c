import { DurableObject } from 'cloudflare:workers'
import { writeRows } from '../ledger/d1.ts'
import { failureOf, messageOf } from '../ledger/failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { applySchema } from '../ledger/schema.ts'
import { Book } from './book.ts'
import type { Dispatch } from './book.ts'
import { deliver } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { batchLimits, waits } from './outbox.ts'
import type { SetAside } from './rows.ts'

/** The bindings that a Meter uses. */
export interface MeterBindings {
  DB: D1Database
}

/**
 * One object a key: every request's row lives here from its start until D1 has it for certain. Costs at most 3 rows
 * written a request (open, close, forget) and 3 an alarm that sends (progress, two alarms); more only for a beat, a
 * lost row, a row set aside, and the alarm that an idle Meter sets at its first `open`.
 */
export class Meter extends DurableObject<MeterBindings> {
  readonly #book: Book
  /** The alarm that stands, in epoch ms. Storage knows too, but asking it would be one more wait a request. */
  #alarmAt: number | null = null
  #sending = false
  #schemaApplied = false

  constructor(state: DurableObjectState, env: MeterBindings) {
    super(state, env)
    this.#book = new Book(state.storage.sql)
    void state.blockConcurrencyWhile(async () => {
      this.#alarmAt = await state.storage.getAlarm()
    })
  }

  /** Writes the open row; does nothing if the row is known. Throws when the Meter is full. `reservedNano` is nano-USD. */
  async open(row: Row, label: KeyLabel, reservedNano = 0): Promise<void> {
    const now = Date.now()
    this.#book.open({ row, label, reservedNano }, now)
    if (this.#alarmAt === null) await this.#wakeBy(now + waits.silence)
  }

  /** Says that an open request still lives. */
  async beat(id: string): Promise<void> {
    this.#book.beat(id, Date.now())
  }

  /** Ends a row; does nothing if it has ended. Throws when the Meter is full. */
  async close(row: Row, label: KeyLabel): Promise<void> {
    const now = Date.now()
    this.#book.close({ row, label, reservedNano: 0 }, now)
    await this.#wakeBy(Math.max(now + waits.send, this.#book.progress.retryAt))
  }

  /** Rows that D1 refuses for what they say, for the doctor; at most 100. */
  async setAside(): Promise<SetAside[]> {
    return this.#book.setAside()
  }

  /** Never throws: the runtime gives up an alarm after six failures, and rows would wait for ever. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null
    this.#sending = true
    try {
      this.#book.tidy(Date.now())
      await this.#send()
    } catch (error) {
      this.#report('meter_alarm_failed', { error: messageOf(error) })
    }
    this.#sending = false
    const next = this.#book.nextDue(Date.now())
    if (next !== null) await this.#wakeBy(next)
  }

  async #send(): Promise<void> {
    let writes = 0
    let batch = this.#book.batch()
    if (batch.length === 0) return
    while (batch.length > 0 && writes < batchLimits.writes) {
      const delivery = await deliver(batch, (parcels) => this.#write(parcels), batchLimits.writes - writes)
      this.#book.settle(batch, delivery, Date.now(), Math.random())
      this.#tell(delivery)
      if (delivery.failure !== null) break
      writes += delivery.writes
      batch = this.#book.batch()
    }
    this.#book.saveProgress()
  }

  async #write(parcels: readonly Dispatch[]): Promise<void> {
    try {
      if (!this.#schemaApplied) await applySchema(this.env.DB)
      this.#schemaApplied = true
      const rows = parcels.map(({ row }) => row)
      const labels = parcels.map(({ label }) => label)
      await writeRows(this.env.DB, rows, labels)
    } catch (error) {
      if (failureOf(error) === 'no_tables') this.#schemaApplied = false
      throw error
    }
  }

  /** While the alarm runs it sets the next one itself, at its end. */
  async #wakeBy(at: number): Promise<void> {
    if (this.#sending || (this.#alarmAt !== null && this.#alarmAt <= at)) return
    this.#alarmAt = at
    try {
      await this.ctx.storage.setAlarm(at)
    } catch (error) {
      this.#alarmAt = null
      throw error
    }
  }

  #tell({ failure, aside }: Delivery<Dispatch>): void {
    for (const { parcel, error } of aside) this.#report('ledger_row_set_aside', { row: parcel.id, error })
    if (failure !== null) {
      this.#report('ledger_write_failed', {
        failure: failure.kind,
        error: failure.error,
        ...this.#book.progress,
      })
    }
  }

  #report(event: string, details: Readonly<Record<string, string | number>>): void {
    console.error(JSON.stringify({ event, meter: this.ctx.id.name ?? this.ctx.id.toString(), ...details }))
  }
}
