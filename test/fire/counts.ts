/** What a vendor counted for one answer, in the columns of the ledger. Null is what its API does not tell. */
export interface Counts {
  /** Total, cache included. */
  input: number | null
  cacheRead: number | null
  cacheWrite: number | null
  /** Total, reasoning included. */
  output: number | null
  reasoning: number | null
  /** Of what the operator's configuration charges for. */
  units: number | null
}

export const noCounts: Counts = {
  input: null,
  cacheRead: null,
  cacheWrite: null,
  output: null,
  reasoning: null,
  units: null,
}

/** USD per million tokens, and per unit, as `@config.prices` and `@config.providers` have them. */
export interface Price {
  input?: number
  output?: number
  cache_read?: number
  cache_write?: number
  usd?: number
}

/** Integer nano-USD, rounded once, half up. Worked out from the price list alone. */
export function costOf(counts: Counts, price: Price): number {
  const read = counts.cacheRead ?? 0
  const written = counts.cacheWrite ?? 0
  const parts: [count: number, usdPerMillion: number | undefined][] = [
    [(counts.input ?? 0) - read - written, price.input],
    [read, price.cache_read],
    [written, price.cache_write],
    [counts.output ?? 0, price.output],
  ]
  const tokens = parts.reduce((sum, [count, usd = 0]) => sum + BigInt(count) * nano(usd), 0n)
  const units = BigInt(counts.units ?? 0) * nano(price.usd ?? 0)
  return Number((tokens + 500_000n) / 1_000_000n + units)
}

function nano(usd: number): bigint {
  return BigInt(Math.round(usd * 1e9))
}
