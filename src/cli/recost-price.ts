import type { Config } from '../keys/config.ts'
import { saysMore } from '../price/model-name.ts'
import { priceRow } from '../price/price-row.ts'
import { upstreamModels } from '../route/upstream-models.ts'
import type { Price, PricedRow } from './recost-rows.ts'

type Rules = Pick<Config, 'aliases' | 'defaultProvider' | 'mounts' | 'prices'>

/** What a row costs by the catalogue and a configuration, worked out as the Worker does it. */
export function priceAgain(row: PricedRow, rules: Rules): Price {
  const counts = [row.input_tokens, row.output_tokens, row.units]
  const done =
    row.status !== null && row.status >= 200 && row.status < 300 && row.outcome !== 'upstream_error'
  // A price for each request, or of a free model, is for what was done.
  if (!done && counts.every((count) => count === null)) return { nanoUsd: null, priceId: null }
  return priceRow({ ...row, model: upstreamModel(row, rules) }, rules.prices)
}

/** An alias is nobody's model: its target at the row's provider is, and of several the one that answered. */
function upstreamModel(
  { door, model, provider, served_model: served }: PricedRow,
  rules: Rules,
): string | null {
  // At a provider's own door names go up as they are.
  const models = model === null || door === 'provider' ? [] : upstreamModels(model, provider, rules)
  const [only, ...others] = models
  if (others.length === 0) return only ?? model
  const part = served?.toLowerCase() ?? ''
  return models.find((name) => part !== '' && saysMore(name.toLowerCase(), part)) ?? model
}
