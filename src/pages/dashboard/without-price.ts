import type { DailyCounts } from '../../ledger/daily.ts'

/**
 * Whether a model lacks a price, as far as its sums tell: more of its requests have no cost than failed, or something
 * was counted and nothing was ever priced. A client that left before a count came cannot be told from it here.
 */
export function lacksPrice(sums: DailyCounts): boolean {
  const { unpriced, errors, input_tokens, output_tokens, units, cost_nano_usd } = sums
  if (unpriced > errors) return true
  return unpriced > 0 && cost_nano_usd === 0 && input_tokens + output_tokens + units > 0
}
