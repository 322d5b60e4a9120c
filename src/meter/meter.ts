import { DurableObject } from 'cloudflare:workers'
import { messageOf } from '../ledger/failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { usageQueueOf } from '../usage-queue.ts'
import { Alarm } from './alarm.ts'
import { Book } from './book.ts'
import type { Charge } from './charge.ts'
import type { Courier, Report } from './courier.ts'
import { couriersOf, type MeterBindings } from './couriers.ts'
import { type Behind, Dispatcher } from './dispatcher.ts'
import type { Finding, Finished } from './finding.ts'
import { waits } from './outbox.ts'
import { readParcel } from './parcel.ts'
import type { SetAside } from './rows.ts'
import type { RunningJob } from './running-job.ts'
import { Shelf } from './shelf.ts'
import type { Claim, KeyStanding, Terms, Verdict } from './terms.ts'

/**
 * One object a key or a wallet: every request's row lives here from its start until D1 has it for certain, and the
 * queue where one is bound. Costs at most 3 rows written a request (open, close, forget) and 3 an alarm (progress, two
 * alarms set), with a queue or without, whether the alarm sends or only forgets; more only for a beat, an extension,
 * another attempt, a job, a lost row, a row set aside, and the alarm that an idle Meter sets at its first `open`.
 */
export class Meter extends DurableObject<MeterBindings> {
  readonly #book: Book
  readonly #dispatcher: Dispatcher
  readonly #couriers: readonly Courier[]
  readonly #report: Report
  readonly #alarm: Alarm

  constructor(state: DurableObjectState, env: MeterBindings) {
    super(state, env)
    const queue = usageQueueOf(env)
    const shelf = new Shelf(state.storage, undefined, queue !== null)
    this.#book = new Book(shelf)
    this.#dispatcher = new Dispatcher(shelf)
    const meter = state.id.name ?? state.id.toString()
    this.#report = (event, details) => console.error(JSON.stringify({ event, meter, ...details }))
    this.#couriers = couriersOf(env.DB, queue, this.#dispatcher, meter, this.#report)
    this.#alarm = new Alarm(state.storage)
    void state.blockConcurrencyWhile(() => this.#alarm.load())
  }

  /**
   * Decides and, if the request is admitted, writes its open row in the same turn; a row that is known gets the same
   * answer again. `claim` is null for a key without limits. Throws when the Meter is full.
   */
  async open(row: Row, label: KeyLabel, claim: Claim | null): Promise<Verdict> {
    const now = Date.now()
    const verdict = this.#book.open(row, label, claim, now)
    if (verdict.how === 'admitted' && !this.#alarm.stands) await this.#alarm.setBy(now + waits.silence)
    return verdict
  }

  /** `open` of a parcel that `writeParcel` wrote, for a key without limits. */
  async begin(parcel: string): Promise<void> {
    const { row, label } = readParcel(parcel)
    await this.open(row, label, null)
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

  /** Decides on another attempt of an open row's request, which takes the place of the one before. */
  async readmit(id: string, claim: Claim, givenUp: Charge): Promise<Verdict> {
    return this.#book.readmit(id, claim, givenUp, Date.now())
  }

  /** Ends a row; does nothing if it has ended. Throws when the Meter is full. */
  async close(row: Row, label: KeyLabel, givenUpTokens?: number): Promise<void> {
    const now = Date.now()
    this.#book.close(row, label, now, givenUpTokens)
    await this.#alarm.setBy(this.#dispatcher.nextSend(now))
  }

  /** `close` of a parcel that `writeParcel` wrote. */
  async end(parcel: string, givenUpTokens: number): Promise<void> {
    const { row, label } = readParcel(parcel)
    await this.close(row, label, givenUpTokens)
  }

  /** The request was answered with a job; its row stays open and charged. Throws when the Meter is full. */
  async defer(row: Row, label: KeyLabel, job: string, nano: number, givenUpTokens?: number): Promise<void> {
    const now = Date.now()
    this.#book.defer(row, label, job, nano, now, givenUpTokens)
    if (!this.#alarm.stands) await this.#alarm.setBy(now + waits.silence)
  }

  /** Says that a job has not told what it consumed, and of what job that will be told. */
  async poll(keyId: string, job: string, next?: string): Promise<void> {
    this.#book.jobs.poll(keyId, job, Date.now(), next)
  }

  /** Those of the jobs that are over that a request of the key waits for; the `running` ones are polled. */
  async awaited(keyId: string, over: readonly string[], running: readonly RunningJob[]): Promise<string[]> {
    return this.#book.jobs.awaited(keyId, over, running, Date.now())
  }

  /** The row of the request that waits for a job; null where none does. */
  async waiting(keyId: string, job: string): Promise<Row | null> {
    return this.#book.jobs.row(keyId, job)
  }

  /** Closes the row of the request that started a job which is over. */
  async finish(keyId: string, job: string, finding: Finding): Promise<Finished> {
    const now = Date.now()
    const finished = this.#book.finish(keyId, job, finding, now)
    if (finished === 'billed') await this.#alarm.setBy(this.#dispatcher.nextSend(now))
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

  /** What D1 and the queue have not taken, for the doctor. */
  async behind(): Promise<Behind> {
    return this.#dispatcher.behind()
  }

  /** Never throws: the runtime gives up an alarm after six failures, and rows would wait for ever. */
  override async alarm(): Promise<void> {
    await this.#alarm.ring(async () => {
      try {
        this.#dispatcher.loseSilent(Date.now())
        const sent = await Promise.all(this.#couriers.map((courier) => courier.send()))
        this.#dispatcher.conclude(sent.includes(true), Date.now())
      } catch (error) {
        this.#report('meter_alarm_failed', { error: messageOf(error) })
      }
    })
    const next = this.#dispatcher.nextDue(Date.now())
    if (next !== null) await this.#alarm.setBy(next)
  }
}
