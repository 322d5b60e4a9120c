import type { Config } from '../keys/config.ts'
import { saysMore } from '../price/model-name.ts'
import { priceRow } from '../price/price-row.ts'
import { chainOf } from '../route/alias.ts'
import { findModel } from '../route/model.ts'
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
  const chain = model === null || door === 'provider' ? null : chainOf(model, rules.aliases)
  if (chain === null) return model
  const models = chain.flatMap(({ to }) => {
    const found = findModel(to, { ...rules, configProblem: null })
    return found.ok && found.value.provider.slug === provider ? [found.value.model] : []
  })
  const [only, ...others] = new Set(models)
  if (others.length === 0) return only ?? model
  const part = served?.toLowerCase() ?? ''
  return models.find((name) => part !== '' && saysMore(name.toLowerCase(), part)) ?? model
}
