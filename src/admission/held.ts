import type { Bound } from '../bound/bound.ts'
import type { PricedBound } from '../bound/price-bound.ts'
import type { Terms } from '../meter/terms.ts'

/** What the Meter holds for a request while it runs. */
export interface Held {
  terms: Terms
  bound: Bound
  priced: PricedBound
  /** The price that it was worked out by; null where the model has none, or nothing is to be paid. */
  priceId: string | null
  /** A socket's: what one more response of it can cost, in nano-USD; null for what is answered once. */
  slice: number | null
  /** The output limit that it pays for; null where the request takes none. */
  outputTokens: number | null
  /** Integer nano-USD and tokens. */
  reservedNano: number
  reservedTokens: number
}
