import type { Row } from '../../src/ledger/row.ts'
import { costOf, type Price } from './counts.ts'
import type { Dispatch } from './dispatch.ts'

/** Two books that do not agree. */
export interface Disagreement {
  what: DisagreementKind
  /** The request's number, where one is at fault. */
  number: number | null
  /** Why it cannot be otherwise; null for a fault. */
  excuse: string | null
  details: string
}

export type DisagreementKind =
  | 'no row'
  | 'no arrival'
  | 'two rows'
  | 'another key'
  | 'attempts'
  | 'lost'
  | 'unreported'
  | 'made up'
  | 'counts'
  | 'cost'
  | 'outcome'
  | 'settled too low'

/** What the vendors say, and what is needed to judge by it. */
export interface VendorsBook {
  dispatches: readonly Dispatch[]
  /** By the kind of a dispatch. */
  priceOf(kind: Dispatch['kind']): Price
  /** When `workerd` died, epoch ms. */
  kills: readonly number[]
  /** Keys whose settled costs are a hard budget's: no row may say less than the vendor asks. */
  bounded: ReadonlySet<string>
  /** Keys that wait for their Meter before anything goes upstream. */
  limited: ReadonlySet<string>
  /** Keys that read nothing on for a client that left. */
  cancels: ReadonlySet<string>
  /** Requests whose client left, and whose key does not read on. */
  unread: ReadonlySet<number>
  /** Requests whose client had the answer to its end. */
  heard: ReadonlySet<number>
}

/**
 * How long after a vendor's last byte the row may still be on its way to the Meter, in ms: Tollgate tries for 4 s, and
 * begins when a busy machine has brought it that byte.
 */
const closingMs = 10_000

/** Every way in which the ledger's rows are not what the vendors' book says. */
export function disagreements(book: VendorsBook, rows: readonly Row[]): Disagreement[] {
  const arrived = Map.groupBy(book.dispatches, ({ request }) => request)
  const written = Map.groupBy(rows, ({ id }) => id)
  const strangers = rows.filter(({ id }) => !arrived.has(id)).map((row) => notArrived(book, row))
  const judged = [...arrived].flatMap(([request, dispatches]) =>
    judge(book, dispatches, written.get(request) ?? []),
  )
  return [...strangers, ...judged]
}

function notArrived(book: VendorsBook, row: Row): Disagreement {
  return { what: 'no arrival', number: null, excuse: onTheWay(book, row), details: JSON.stringify(row) }
}

/** Nobody can know whether it arrived: its connection was given up, or `workerd` died, between the row and the vendor. */
function onTheWay({ cancels, kills }: VendorsBook, { key_id: key, at, outcome, status }: Row): string | null {
  if (outcome === 'client_gone' && status === null && cancels.has(key)) return 'cancelled on its way up'
  const killed = kills.some((kill) => at <= kill && kill <= at + closingMs)
  return outcome === 'lost' && killed ? 'killed on its way up' : null
}

function judge(book: VendorsBook, dispatches: readonly Dispatch[], rows: readonly Row[]): Disagreement[] {
  const last = dispatches.at(-1)
  if (last === undefined) return []
  const [row, ...more] = rows
  const found: Disagreement[] = []
  const tell = (what: DisagreementKind, excuse: string | null = null): void => {
    found.push({ what, number: last.number, excuse, details: JSON.stringify({ last, row }) })
  }
  if (row === undefined) {
    // Its row is opened beside the fetch: `workerd` can die between the two.
    const beside = !book.limited.has(last.key) && wasCut(book, last)
    tell('no row', beside ? 'killed before its Meter had it' : null)
    return found
  }
  if (more.length > 0) tell('two rows')
  if (row.key_id !== last.key) tell('another key')
  const charged = dispatches.reduce((sum, dispatch) => sum + dispatch.charged, 0)
  if (book.bounded.has(last.key) && (row.cost_nano_usd ?? 0) < charged) tell('settled too low')
  if (row.outcome === 'lost') {
    if (!wasCut(book, last)) tell('lost')
    return found
  }
  if (row.attempts !== dispatches.length) tell('attempts')
  const tells = row.usage_source === 'reported' || row.usage_source === 'drained'
  // A unit is what the operator charges for, whatever the answer says.
  if (tells && !last.stated && last.counts.units === null) tell('made up')
  if (tells && last.stated && !hasCounts(row, last)) tell('counts')
  if (tells && last.stated && row.cost_nano_usd !== costOf(last.counts, book.priceOf(last.kind))) tell('cost')
  const read = last.finished && !wasCut(book, last) && !book.unread.has(last.number)
  // What was held for attempts that may have done their work is in the row too, which makes it an estimate.
  const alone = dispatches.every(
    (dispatch) => dispatch === last || (dispatch.status !== null && dispatch.charged === 0),
  )
  if (read && last.stated && !tells && alone) tell('unreported')
  if (read && book.heard.has(last.number) && !isOutcomeOf(row, last)) tell('outcome')
  return found
}

/** It was under way when `workerd` died. */
function wasCut({ kills }: VendorsBook, { at, endedAt }: Dispatch): boolean {
  return kills.some((kill) => at <= kill && (endedAt ?? Infinity) + closingMs >= kill)
}

function hasCounts(row: Row, { counts }: Dispatch): boolean {
  return (
    row.input_tokens === counts.input &&
    row.cache_read_tokens === counts.cacheRead &&
    row.cache_write_tokens === counts.cacheWrite &&
    row.output_tokens === counts.output &&
    row.reasoning_tokens === counts.reasoning &&
    row.units === counts.units
  )
}

function isOutcomeOf({ outcome, status }: Row, dispatch: Dispatch): boolean {
  if (status !== dispatch.status) return false
  if (status !== null && status >= 500) return outcome === 'upstream_error'
  return outcome === (status !== null && status >= 400 ? 'refused_upstream' : 'complete')
}
