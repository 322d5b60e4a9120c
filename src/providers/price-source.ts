/** Where the prices of a provider's models stand. */
export interface PriceSource {
  /** The provider of the price data set (src/price/catalogue.json). */
  from: string
  /** What a tier, a speed or a place makes of those prices. One that is not here has no known price. */
  tiers?: readonly PriceTier[]
  /** Models whose input costs the same where it is written to a cache, if that has no rate. */
  freeWrites?: RegExp
}

/** What one value of one word in a usage's `details`, or the path, makes of the prices of tokens: `times` / `over` of them. */
export type PriceTier = (
  | { detail: 'service_tier' | 'speed' | 'inference_geo' | 'latency'; value: string }
  | { endpoint: RegExp }
) & {
  /** The models it is known for; absent: all. */
  models?: RegExp
  times: number
  over: number
  /** Cached tokens have another price in it, which is not known. */
  uncachedOnly?: true
  /** So has an input that is long enough for another price; or only a sum is known, and not how long each input was. */
  shortOnly?: true
}
