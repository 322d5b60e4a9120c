import type { PriceTier } from '../providers/price-source.ts'
import type { Details } from './details.ts'
import type { Factor } from './total.ts'

/** Words that may stand in `details` and change a price. */
const priceWords = ['service_tier', 'speed', 'inference_geo', 'latency'] as const

/** The words of the price that the catalogue has. */
const ordinary: ReadonlySet<string> = new Set([
  'default',
  'standard',
  'standard_only',
  'auto',
  'on_demand',
  'unspecified',
  'global',
  'not_available',
])

const listPrice: Factor = { times: 1, over: 1 }

/** What a row says that can change the prices of its tokens. */
export interface Circumstances {
  /** In lower case. */
  model: string
  endpoint: string
  details: Details
  /** Some of the input came from a cache. */
  cached: boolean
  /** The input, or the sum of several, is long enough for another price. */
  long: boolean
}

/** What words and path make of the prices of tokens; null where one of the words has no known price. */
export function tierFactor(tiers: readonly PriceTier[], told: Circumstances): Factor | null {
  const known = tiers.filter((tier) => isFor(tier, told.model))
  let factor = known
    .filter((tier) => 'endpoint' in tier && tier.endpoint.test(told.endpoint))
    .reduce<Factor>(product, listPrice)
  for (const detail of priceWords) {
    const word = wordIn(told.details, detail)
    if (word === null || ordinary.has(word)) continue
    const tier = known.find((tier) => 'detail' in tier && tier.detail === detail && tier.value === word)
    if (tier === undefined || (tier.uncachedOnly && told.cached) || (tier.shortOnly && told.long)) return null
    factor = product(factor, tier)
  }
  return factor
}

/**
 * The dearest that words and path can make of the prices of a model's tokens: each by its dearest tier. Without being
 * asked for (`asked`, as `speed=fast`) an account may be served in another tier or place, but at no other speed.
 */
export function dearestFactor(tiers: readonly PriceTier[], model: string, asked: readonly string[]): Factor {
  const may = (tier: PriceTier): boolean =>
    !('detail' in tier) || tier.detail !== 'speed' || asked.includes(`speed=${tier.value}`)
  const dearer = tiers.filter((tier) => isFor(tier, model) && tier.times > tier.over && may(tier))
  return [...priceWords, null].reduce((factor, detail) => {
    const alike = dearer.filter((tier) => ('detail' in tier ? tier.detail : null) === detail)
    const most = alike.reduce<Factor>(
      (most, tier) => (tier.times * most.over > most.times * tier.over ? tier : most),
      listPrice,
    )
    return product(factor, most)
  }, listPrice)
}

/** The words with a known price, as `service_tier=flex`. */
export function knownTiers(tiers: readonly PriceTier[], model: string): string[] {
  return tiers.flatMap((tier) =>
    'detail' in tier && isFor(tier, model) ? [`${tier.detail}=${tier.value}`] : [],
  )
}

function isFor({ models }: PriceTier, model: string): boolean {
  return models?.test(model) ?? true
}

function product(one: Factor, other: Factor): Factor {
  return { times: one.times * other.times, over: one.over * other.over }
}

function wordIn(details: Details, name: string): string | null {
  const value = details[name]
  return value === undefined
    ? null
    : String(value)
        .toLowerCase()
        .replace(/^(?:service_tier|traffic_type)_/, '')
}
