import { lineOf } from './price-line.ts'
import { boundsOnly } from './price-supplements.ts'
import { type PriceData, priceDataSchema } from './price-data.ts'

/** What is committed as `src/price/catalogue.json`. */
interface Catalogue {
  source: string
  version: string
  /** The day of the data, `YYYY-MM-DD`. */
  date: string
  providers: Record<string, { fallbacks: readonly string[]; models: readonly string[] }>
}

/**
 * The catalogue's text: the data of the providers that are named, and of those that they fall back to. Throws data that
 * is broken, lacks one of them, or has a rule or a rate that is not known here.
 */
export function catalogueText(
  data: unknown,
  named: ReadonlySet<string>,
  { version, date }: { version: string; date: string },
): string {
  const checked = priceDataSchema.parse(data)
  const missing = [...named].filter((id) => !checked.some((provider) => provider.id === id))
  if (missing.length > 0) throw new Error(`the price data has no ${missing.join(', ')}`)
  const fallbacks = checked
    .filter(({ id }) => named.has(id))
    .flatMap(({ fallback_model_providers = [] }) => fallback_model_providers)
  const wanted = new Set([...named, ...fallbacks])
  const providers = checked
    .filter(({ id }) => wanted.has(id))
    .map((provider) => [provider.id, shelf(provider)])
  const catalogue: Catalogue = {
    source: 'genai-prices',
    version,
    date,
    providers: Object.fromEntries(providers),
  }
  const text = JSON.stringify(catalogue, null, 2)
  return `${text.replaceAll(/"fallbacks": \[[^\]]*\]/g, onOneLine)}\n`
}

/** As the formatter leaves it. */
function onOneLine(list: string): string {
  return list.replaceAll(/\n\s*/g, ' ').replace('[ ', '[').replace(' ]', ']')
}

function shelf({
  id,
  fallback_model_providers = [],
  models,
}: PriceData[number]): Catalogue['providers'][string] {
  const served = models.filter((model) => !boundsOnly.has(id) || model.context_window !== undefined)
  const lines = served.flatMap((model) => lineOf(id, model) ?? [])
  if (lines.length === 0) throw new Error(`${id} has no model with a price`)
  return { fallbacks: fallback_model_providers, models: lines }
}
