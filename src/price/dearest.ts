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

/** What is known of a request, so that no rate counts that cannot apply. */
export interface Limits {
  /** The tiers that it chooses, as `speed=fast`. */
  tiers?: readonly string[]
  /** Tokens of its input at the most. */
  mostInput?: number
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
 * are none. A free model's are 0. */
export function dearestRates(
  { provider, model }: { provider: string; model: string },
  prices: ConfigPrices,
  at: number,
  { tiers: asked = [], mostInput = Infinity }: Limits = {},
): DearestRates | null {
  const price = findConfigPrice(prices, modelNames(provider, [model]))
  const sold = soldModel(provider, model, null)
  const window = sold?.entry.window ?? null
  if (price) return { ...ofConfig(price), window, maxOutput: null }
  if (!sold) return null
  const rates = ratesAt(sold.entry, at)
  const tiers = sold.source.tiers ?? []
  const name = sold.name.toLowerCase()
  const factors: Factors = {
    short: dearestFactor(tiers, name, asked),
    long: dearestFactor(
      tiers.filter(({ shortOnly }) => shortOnly !== true),
      name,
      asked,
    ),
    mostInput,
  }
  const request = dearest(rates, ['request'], alike({ times: 1, over: 1_000 }))
  const webSearch = dearest(rates, ['web_search'], alike({ times: 1, over: 1_000 }))
  return {
    priceId: sold.priceId,
    input: dearest(rates, inputs, factors),
    output: dearest(rates, outputs, factors),
    request: request ?? 0,
    webSearch,
    unit: unitOf(rates, sold.entry.leastSeconds),
    tiers: knownTiers(tiers, name),
    window,
    maxOutput: null,
  }
}

function ofConfig(price: ConfigPrice): Omit<DearestRates, 'window' | 'maxOutput'> {
  const plain = alike({ times: 1, over: 1 })
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
  const second = dearest(rates, ['audio'], alike({ times: 1, over: 3_600 }))
  if (second !== null) return { unit: rateNames.audio.of, nanoUsd: second, least: leastSeconds }
  const page = dearest(rates, ['page', 'annotated_page'], alike({ times: 1, over: 1_000 }))
  return page === null ? null : { unit: rateNames.page.of, nanoUsd: page, least: 0 }
}

/** What tiers make of the rates of a short input, and of one that is long enough for another rate. */
interface Factors {
  short: Factor
  long: Factor
  mostInput: number
}

function alike(factor: Factor): Factors {
  return { short: factor, long: factor, mostInput: Infinity }
}

/** The dearest of some rates at any length up to the most, times what tiers make of it; null where there is none. */
function dearest(rates: Rates, names: readonly RateName[], factors: Factors): number | null {
  const nano = names.flatMap((name) => allOf(rates[name], factors))
  return nano.length === 0 ? null : Math.max(...nano)
}

function allOf(rate: Rate | undefined, { short, long, mostInput }: Factors): number[] {
  if (rate === undefined) return []
  const steps = rate.steps.filter(({ above }) => mostInput > above)
  return [times(rate.base, short), ...steps.map(({ nanoUsd }) => times(nanoUsd, long))]
}

function times(nano: number, { times, over }: Factor): number {
  return Number((BigInt(nano) * BigInt(times) + BigInt(over) - 1n) / BigInt(over))
}
