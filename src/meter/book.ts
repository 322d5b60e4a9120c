import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { Abandoned } from './abandoned.ts'
import { type Charge, nothingHeld } from './charge.ts'
import { amount, chargeOf } from './entry.ts'
import type { Finding, Finished } from './finding.ts'
import { lost, reservedCost } from './parcel.ts'
import { decide, decideBeside, mayHold } from './policy.ts'
import { repeated } from './repeated.ts'
import type { Shelf } from './shelf.ts'
import { keyStanding, standingWithout } from './standing.ts'
import { unlimited } from './terms.ts'
import type { Claim, KeyStanding, Terms, Verdict } from './terms.ts'
import { longestJob, WaitingJobs } from './waiting-jobs.ts'

/** The lives of requests, one turn each: whatever is decided is written down before anything else happens. */
export class Book {
  readonly jobs: WaitingJobs
  readonly #shelf: Shelf
  readonly #abandoned = new Abandoned()

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.jobs = new WaitingJobs(shelf)
  }

  /** A row that is already known, whatever its state, stays as it is. Throws at the ceiling. */
  open(row: Row, label: KeyLabel, claim: Claim | null, now: number): Verdict {
    const known = this.#shelf.get(row.id)
    const standing = () => this.#shelf.account.standingOf(row.key_id, now)
    if (known !== undefined) return claim === null ? unlimited : repeated(claim, known, standing(), now)
    // Nobody hears this: who asked has gone.
    if (this.#abandoned.has(row.id)) return { how: 'short' }
    const verdict = claim === null ? unlimited : decide(claim, standing(), now)
    if (verdict.how !== 'admitted') return verdict
    const charge = { nano: verdict.reservedNano, tokens: verdict.reservedTokens }
    const times = { openedAt: now, touchedAt: now }
    const entry = { id: row.id, keyId: row.key_id, state: 'open', ...times, ...charge, job: null } as const
    this.#shelf.put({ row, label }, entry, now)
    return verdict
  }

  /** The request never went upstream: its open row, here or still to come, is none. */
  abandon(id: string): void {
    const entry = this.#shelf.get(id)
    if (entry === undefined) this.#abandoned.add(id)
    else if (entry.state === 'open' && entry.job === null) this.#shelf.remove(entry)
  }

  /** Keeps an open row from being lost. One row written: every 5 minutes of a long answer. */
  beat(id: string, now: number): void {
    const entry = this.#shelf.get(id)
    if (entry?.state === 'open') this.#shelf.touch(entry, now)
  }

  /** Holds this much in place of what the open row holds, if it fits; false and unchanged if not. */
  extend(id: string, { nano, tokens }: Charge, terms: Terms, now: number): boolean {
    const entry = this.#shelf.get(id)
    if (entry?.state !== 'open') return false
    const wanted = { nano: amount(nano) ?? entry.nano, tokens: amount(tokens) ?? entry.tokens }
    const standing = this.#shelf.account.standingOf(entry.keyId, now)
    if (!mayHold(terms, standing, entry, wanted, now)) return false
    this.#shelf.hold(entry, wanted, now)
    return true
  }

  /**
   * Decides on another attempt of an open row's request, beside `givenUp` for those before it. What it holds then is
   * both, in place of what it held; unchanged where it is not admitted.
   */
  readmit(id: string, claim: Claim, givenUp: Charge, now: number): Verdict {
    const entry = this.#shelf.get(id)
    if (entry?.state !== 'open') return { how: 'short' }
    const others = standingWithout(this.#shelf.account.standingOf(entry.keyId, now), entry)
    const verdict = decideBeside(claim, givenUp, entry, others, now)
    if (verdict.how !== 'admitted') return verdict
    this.#shelf.hold(entry, { nano: verdict.reservedNano, tokens: verdict.reservedTokens }, now)
    return verdict
  }

  /**
   * Ends a row, whether or not it was opened, also one that was lost; a second end changes nothing. `givenUpTokens` are
   * those of attempts that were given up: its cost has theirs in it, its counts have not.
   */
  close(row: Row, label: KeyLabel, now: number, givenUpTokens?: number): void {
    const known = this.#shelf.get(row.id)
    if (known?.state === 'closed') return
    const { openedAt, job } = known ?? { openedAt: row.at, job: null }
    const charge = chargeOf(row, known ?? nothingHeld, givenUpTokens)
    const entry = { id: row.id, keyId: row.key_id, openedAt, touchedAt: now, job, ...charge }
    this.#shelf.put({ row, label }, { ...entry, state: 'closed' }, now)
  }

  /**
   * The request was answered with a job: its row stays open, and charged, until the finished job is read. It holds no
   * more than it did, and `reservedNano` if it held nothing because it was never opened. `givenUpTokens` as for `close`.
   */
  defer(
    row: Row,
    label: KeyLabel,
    job: string,
    reservedNano: number,
    now: number,
    givenUpTokens?: number,
  ): void {
    const known = this.#shelf.get(row.id)
    if (known?.state === 'closed') return
    const { openedAt, tokens, state } = known ?? { openedAt: row.at, tokens: 0, state: 'open' as const }
    const nano = Math.min(known?.nano ?? Infinity, state === 'lost' ? Infinity : (amount(reservedNano) ?? 0))
    const parcel = state === 'lost' ? lost({ row, label }, nano) : { row, label }
    const remembered = job.length <= longestJob ? job : null
    const held = { nano, tokens, givenUpTokens }
    const entry = { id: row.id, keyId: row.key_id, openedAt, touchedAt: now, ...held, job: remembered }
    this.#shelf.put(parcel, { ...entry, state }, now)
  }

  /** The finished job was read: its request is closed with what it consumed, once. */
  finish(keyId: string, job: string, finding: Finding, now: number): Finished {
    const entry = this.jobs.entry(keyId, job)
    if (entry === undefined) return 'unknown'
    if (entry.state === 'closed') return 'known'
    const parcel = this.#shelf.rows.parcel(entry.id)
    if (parcel === null) return 'unknown'
    // Else its row would not say what it is charged for.
    const unknown = finding.cost_nano_usd === null ? reservedCost(entry.nano) : {}
    this.close({ ...parcel.row, ...finding, ...unknown }, parcel.label, now, entry.givenUpTokens)
    return 'billed'
  }

  standing(keyId: string, terms: Terms, now: number): KeyStanding {
    return keyStanding(terms, this.#shelf.account.standingOf(keyId, now), now)
  }
}
