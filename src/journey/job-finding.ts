import type { ConfigPrices } from '../keys/config-prices.ts'
import { sold } from '../ledger/entry.ts'
import type { Row } from '../ledger/row.ts'
import type { Finding } from '../meter/finding.ts'
import { priceRow } from '../price/price-row.ts'
import type { Reading } from '../usage/usage.ts'

/**
 * What the end of a job tells of the request that began it, whose row is `waiting`: priced as that request was made,
 * by what its end states. What the end does not count, the request may have said (seconds of a video). A job that
 * failed and states nothing cost nothing.
 */
export function findingOf(
  waiting: Row,
  { failed, reading }: { failed: boolean; reading: Reading },
  prices: ConfigPrices,
): Finding {
  const { usage, model } = reading
  const served = model ?? waiting.served_model
  const isNothing = failed && usage === undefined
  const row =
    usage === undefined && !failed ? { ...waiting, served_model: served } : sold(waiting, usage, served)
  const cost = isNothing ? { nanoUsd: 0, priceId: 'free' } : costOf(row, usage?.statedCost, prices)
  return {
    served_model: row.served_model,
    usage_source: sourceOf(row, reading),
    input_tokens: row.input_tokens,
    cache_read_tokens: row.cache_read_tokens,
    cache_write_tokens: row.cache_write_tokens,
    output_tokens: row.output_tokens,
    reasoning_tokens: row.reasoning_tokens,
    details: row.details,
    units: row.units,
    unit: row.unit,
    cost_nano_usd: cost.nanoUsd,
    price_id: cost.priceId,
    outcome: failed ? 'upstream_error' : 'complete',
  }
}

function costOf(row: Row, stated: number | undefined, prices: ConfigPrices) {
  return stated === undefined ? priceRow(row, prices) : { nanoUsd: stated, priceId: 'stated' }
}

function sourceOf(
  { units, input_tokens, output_tokens }: Row,
  { usage, final }: Reading,
): Finding['usage_source'] {
  if (usage !== undefined) return final ? 'reported' : 'estimated'
  return units === null && input_tokens === null && output_tokens === null ? 'none' : 'estimated'
}
