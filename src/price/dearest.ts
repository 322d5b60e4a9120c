import type { ConfigPrice, ConfigPrices } from '../keys/config-prices.ts'
import { findConfigPrice, ratesOfConfig } from './config-price.ts'
import { ratesAt } from './entry-line.ts'
import { type Rate, rateNames, type RateName, type Rates } from './rate.ts'
import { modelNames, soldModel } from './sold-model.ts'
import { dearestFactor, knownTiers } from './tiers.ts'
import type { Factor } from './total.ts'

/**
 * The most that one request to a model can be charged, thing by thing, over every length of the input and every tier
 * that a field or a header can select. Integer nano-USD, rounded up.
 */
export interface DearestRates {
  /** As a row's `price_id`. */
  priceId: string
  /** A million tokens of input, written to the cache, of whatever modality; null where tokens have no price. */
  input: number | null
  /** The same of output, reasoning included; null where no output has a price (embeddings). */
  output: number | null
  /** One request, its tokens aside. */
  request: number
  /** One web search; null where none has a known price. */
  webSearch: number | null
  /** One of what is not counted in tokens (`second`, `page`; `unit` null: of anything), and the least that is charged. */
  unit: { unit: string | null; nanoUsd: number; least: number } | null
  /** Words of `details` with a known price, as `service_tier=flex`, besides the ordinary ones: with others there is no bound. */
  tiers: readonly string[]
  /** Tokens that the model takes, output included; null where it is not known. */
  window: number | null
  /** Tokens of output at the most; null where it is not known. */
  maxOutput: number | null
}

const inputs: readonly RateName[] = [
  'input',
  'input_audio',
  'input_image',
  'input_video',
  'cache_read',
  'cache_read_audio',
  'cache_read_image',
  'cache_write',
  'cache_write_1h',
]
const outputs: readonly RateName[] = [
  'output',
  'output_audio',
  'output_image',
  'output_video',
  'reasoning',
  'citation',
]

/**
 * The dearest rates of a model at a time, epoch milliseconds: the operator's, else the catalogue's; null where there
 * are none. A free model's are 0.
 */
export function dearestRates(
  { provider, model }: { provider: string; model: string },
  prices: ConfigPrices,
  at: number,
): DearestRates | null {
  const price = findConfigPrice(prices, modelNames(provider, [model]))
  const sold = soldModel(provider, model, null)
  const window = sold?.entry.window ?? null
  if (price) return { ...ofConfig(price), window, maxOutput: null }
  if (!sold) return null
  const rates = ratesAt(sold.entry, at)
  const tiers = sold.source.tiers ?? []
  const factor = dearestFactor(tiers, sold.name.toLowerCase())
  const request = dearest(rates, ['request'], { times: 1, over: 1_000 })
  const webSearch = dearest(rates, ['web_search'], { times: 1, over: 1_000 })
  return {
    priceId: sold.priceId,
    input: dearest(rates, inputs, factor),
    output: dearest(rates, outputs, factor),
    request: request ?? 0,
    webSearch,
    unit: unitOf(rates, sold.entry.leastSeconds),
    tiers: knownTiers(tiers, sold.name.toLowerCase()),
    window,
    maxOutput: null,
  }
}

function ofConfig(price: ConfigPrice): Omit<DearestRates, 'window' | 'maxOutput'> {
  const plain: Factor = { times: 1, over: 1 }
  const rates = ratesOfConfig(price)
  const free = price.free ? 0 : null
  const unit = price.perUnit === null || price.unit === 'request' ? null : price.perUnit
  return {
    priceId: `config/${price.key}`,
    input: dearest(rates, inputs, plain) ?? free,
    output: dearest(rates, outputs, plain) ?? free,
    request: price.unit === 'request' ? (price.perUnit ?? 0) : 0,
    webSearch: free,
    unit: unit === null ? null : { unit: price.unit, nanoUsd: unit, least: 0 },
    tiers: [],
  }
}

function unitOf(rates: Rates, leastSeconds: number): DearestRates['unit'] {
  const second = dearest(rates, ['audio'], { times: 1, over: 3_600 })
  if (second !== null) return { unit: rateNames.audio.of, nanoUsd: second, least: leastSeconds }
  const page = dearest(rates, ['page', 'annotated_page'], { times: 1, over: 1_000 })
  return page === null ? null : { unit: rateNames.page.of, nanoUsd: page, least: 0 }
}

/** The dearest of some rates at any length, times a factor; null where there is none of them. */
function dearest(rates: Rates, names: readonly RateName[], { times, over }: Factor): number | null {
  const nano = names.flatMap((name) => allOf(rates[name]))
  if (nano.length === 0) return null
  return Number((BigInt(Math.max(...nano)) * BigInt(times) + BigInt(over) - 1n) / BigInt(over))
}

function allOf(rate: Rate | undefined): number[] {
  return rate === undefined ? [] : [rate.base, ...rate.steps.map(({ nanoUsd }) => nanoUsd)]
}
