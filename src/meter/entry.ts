import type { Row } from '../ledger/row.ts'
import type { Charge } from './charge.ts'
import { mostAtOnce } from './room.ts'

/** What the Meter remembers in memory of a row; the row itself is in storage. */
export interface Entry {
  readonly id: string
  readonly keyId: string
  /** Raised by every change that the ledger must hear of; unique in its Meter. */
  readonly rev: number
  readonly state: 'open' | 'lost' | 'closed'
  /** Epoch ms by the Meter's clock; what it costs belongs to the window of this moment. */
  readonly openedAt: number
  /** Epoch ms of the last sign of life, and of the end once it has ended. */
  readonly touchedAt: number
  /** Integer nano-USD: reserved while it is open, spent once it has ended. */
  readonly nano: number
  /** Input and output: reserved while it is open, consumed once it has ended. */
  readonly tokens: number
  /** The job whose end will tell what it cost; null for a request that ends with its answer. */
  readonly job: string | null
  /** Those among a waiting job's `tokens` that its end does not tell. Not stored: they count for a minute only. */
  readonly givenUpTokens?: number | undefined
  /** The ledger refused this rev for what it says; it is kept, and not sent again unless it changes. */
  readonly aside: boolean
}

/**
 * What an ended row is charged for: what it says, and where it says nothing, what was held for it, unless it was free.
 * `givenUpTokens` are those of attempts that were given up, which it says nothing of; what was held has them in it.
 */
export function chargeOf(row: Row, held: Charge, givenUpTokens = 0): Charge {
  const told = row.input_tokens !== null || row.output_tokens !== null
  const givenUp = amount(givenUpTokens) ?? 0
  const unsaid = row.price_id === 'free' ? givenUp : Math.max(held.tokens, givenUp)
  const own = told ? amount((row.input_tokens ?? 0) + (row.output_tokens ?? 0)) : null
  const tokens = own === null ? unsaid : own + givenUp
  // An answer that broke off told of its beginning: that is no last word.
  const least = told && row.usage_source === 'estimated' ? unsaid : 0
  return { nano: amount(row.cost_nano_usd) ?? held.nano, tokens: Math.max(tokens, least) }
}

/** A column of integers refuses anything else, and a row's numbers are only as good as its provider. */
export function amount(told: number | null): number | null {
  if (told === null || !Number.isFinite(told)) return null
  return Math.min(mostAtOnce, Math.max(0, Math.ceil(told)))
}
