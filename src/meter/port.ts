import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import type { Charge } from './charge.ts'
import type { Finding, Finished } from './finding.ts'
import type { RunningJob } from './running-job.ts'
import type { Claim, KeyStanding, Terms, Verdict } from './terms.ts'

/** The Meter did not answer in its time, is full, or failed. */
export type Unreachable = 'unreachable'

/**
 * The Meter of one key or wallet, as the corridor sees it. Nothing here throws: a Meter that fails must not break an
 * answer, and a row that it cannot take goes straight to D1.
 */
export interface MeterPort {
  /**
   * Asks for admission and writes the open row. `claim` is null for a key without limits. `unreachable` after 3 s; with
   * a claim, the row is then taken back, by work that `later` keeps alive.
   */
  open(
    row: Row,
    label: KeyLabel,
    claim: Claim | null,
    later: (work: Promise<unknown>) => void,
  ): Promise<Verdict | Unreachable>
  /** Takes back an open row whose request never went upstream. */
  abandon(id: string): Promise<void>
  /** Says that the request still lives. */
  beat(row: Row): Promise<void>
  /** Makes an open row hold this much, in nano-USD and tokens; false if that does not fit. */
  extend(
    id: string,
    reservedNano: number,
    reservedTokens: number,
    terms: Terms,
  ): Promise<boolean | Unreachable>
  /**
   * Asks for another attempt of an open row's request: it takes the place of the one before in what is held, beside
   * `givenUp`, which the verdict's reservation has in it. `short` also where the row is open no more.
   */
  readmit(id: string, claim: Claim, givenUp: Charge): Promise<Verdict | Unreachable>
  /**
   * Hands over the final row, whether or not it was ever opened, and the tokens of attempts that were given up, which no
   * column has. Resolves when it is durable somewhere.
   */
  close(row: Row, label: KeyLabel, givenUpTokens?: number): Promise<void>
  /**
   * The request was answered with a job: its row stays open, and `reservedNano` of what it holds charged, until the
   * job's end is read. `givenUpTokens` as for `close`. Resolves when the row is durable somewhere.
   */
  defer(row: Row, label: KeyLabel, job: string, reservedNano: number, givenUpTokens?: number): Promise<void>
  /** A job was asked after, and has not told what it consumed: it still runs, or that will be told of `next`. */
  poll(keyId: string, job: string, next?: string): Promise<void>
  /**
   * Many jobs were seen at once: does what `poll` does for each that is `running`, and tells which of those that are
   * `over` a request of the key waits for.
   */
  awaited(
    keyId: string,
    over: readonly string[],
    running: readonly RunningJob[],
  ): Promise<string[] | Unreachable>
  /** The row of the request that waits for this job; null where none does. */
  waiting(keyId: string, job: string): Promise<Row | null | Unreachable>
  /** A job's end was read. */
  finish(keyId: string, job: string, finding: Finding): Promise<Finished | Unreachable>
  standing(keyId: string, terms: Terms): Promise<KeyStanding | Unreachable>
}
