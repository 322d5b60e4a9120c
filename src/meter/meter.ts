import { DurableObject } from 'cloudflare:workers'
import { messageOf } from '../ledger/failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { Book } from './book.ts'
import { Courier } from './courier.ts'
import { Dispatcher } from './dispatcher.ts'
import type { Finding, Finished } from './finding.ts'
import { waits } from './outbox.ts'
import type { SetAside } from './rows.ts'
import { Shelf } from './shelf.ts'
import type { Claim, KeyStanding, Terms, Verdict } from './terms.ts'

/** The bindings that a Meter uses. */
export interface MeterBindings {
  DB: D1Database
}

/**
 * One object a key or a wallet: every request's row lives here from its start until D1 has it for certain. Costs at
 * most 3 rows written a request (open, close, forget) and 3 an alarm (progress, two alarms set), whether the alarm
 * sends or only forgets; more only for a beat, an extension, a job, a lost row, a row set aside, and the alarm that an
 * idle Meter sets at its first `open`.
 */
export class Meter extends DurableObject<MeterBindings> {
  readonly #book: Book
  readonly #dispatcher: Dispatcher
  readonly #courier: Courier
  /** The alarm that stands, in epoch ms. Storage knows too, but asking it would be one more wait a request. */
  #alarmAt: number | null = null
  #sending = false

  constructor(state: DurableObjectState, env: MeterBindings) {
    super(state, env)
    const shelf = new Shelf(state.storage)
    this.#book = new Book(shelf)
    this.#dispatcher = new Dispatcher(shelf)
    this.#courier = new Courier(env.DB, this.#dispatcher, (event, details) => this.#report(event, details))
    void state.blockConcurrencyWhile(async () => {
      this.#alarmAt = await state.storage.getAlarm()
    })
  }

  /**
   * Decides and, if the request is admitted, writes its open row in the same turn; a row that is known gets the same
   * answer again. `claim` is null for a key without limits. Throws when the Meter is full.
   */
  async open(row: Row, label: KeyLabel, claim: Claim | null): Promise<Verdict> {
    const now = Date.now()
    const verdict = this.#book.open(row, label, claim, now)
    if (verdict.how === 'admitted' && this.#alarmAt === null) await this.#wakeBy(now + waits.silence)
    return verdict
  }

  /** Takes back an `open` whose answer never came, also one that is still on its way. */
  async abandon(id: string): Promise<void> {
    this.#book.abandon(id)
  }

  /** Says that an open request still lives. */
  async beat(id: string): Promise<void> {
    this.#book.beat(id, Date.now())
  }

  /** Makes an open row hold this much (nano-USD, tokens) if that fits; false and unchanged if not. */
  async extend(id: string, reservedNano: number, reservedTokens: number, terms: Terms): Promise<boolean> {
    return this.#book.extend(id, { nano: reservedNano, tokens: reservedTokens }, terms, Date.now())
  }

  /** Ends a row; does nothing if it has ended. Throws when the Meter is full. */
  async close(row: Row, label: KeyLabel): Promise<void> {
    const now = Date.now()
    this.#book.close(row, label, now)
    await this.#sendBy(now)
  }

  /** The request was answered with a job; its row stays open and charged. Throws when the Meter is full. */
  async defer(row: Row, label: KeyLabel, job: string, reservedNano: number): Promise<void> {
    const now = Date.now()
    this.#book.defer(row, label, job, reservedNano, now)
    if (this.#alarmAt === null) await this.#wakeBy(now + waits.silence)
  }

  /** Says that a job still runs. */
  async poll(keyId: string, job: string): Promise<void> {
    this.#book.poll(keyId, job, Date.now())
  }

  /** The row of the request that waits for a job; null where none does. */
  async waiting(keyId: string, job: string): Promise<Row | null> {
    return this.#book.waiting(keyId, job)
  }

  /** Closes the row of the request that started a job which is over. */
  async finish(keyId: string, job: string, finding: Finding): Promise<Finished> {
    const now = Date.now()
    const finished = this.#book.finish(keyId, job, finding, now)
    if (finished === 'billed') await this.#sendBy(now)
    return finished
  }

  /** What a key has used up of its terms. */
  async standing(keyId: string, terms: Terms): Promise<KeyStanding> {
    return this.#book.standing(keyId, terms, Date.now())
  }

  /** Rows that D1 refuses for what they say, for the doctor; at most 100. */
  async setAside(): Promise<SetAside[]> {
    return this.#dispatcher.setAside()
  }

  /** How often in a row D1 has not taken what was sent, for the doctor. */
  async failures(): Promise<number> {
    return this.#dispatcher.progress.attempt
  }

  /** Never throws: the runtime gives up an alarm after six failures, and rows would wait for ever. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null
    this.#sending = true
    try {
      this.#dispatcher.loseSilent(Date.now())
      this.#dispatcher.conclude(await this.#courier.send(), Date.now())
    } catch (error) {
      this.#report('meter_alarm_failed', { error: messageOf(error) })
    }
    this.#sending = false
    const next = this.#dispatcher.nextDue(Date.now())
    if (next !== null) await this.#wakeBy(next)
  }

  async #sendBy(now: number): Promise<void> {
    await this.#wakeBy(Math.max(now + waits.send, this.#dispatcher.progress.retryAt))
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

  #report(event: string, details: Readonly<Record<string, string | number>>): void {
    console.error(JSON.stringify({ event, meter: this.ctx.id.name ?? this.ctx.id.toString(), ...details }))
  }
}
