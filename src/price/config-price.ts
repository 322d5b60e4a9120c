import type { ConfigPrice, ConfigPrices } from '../keys/config-prices.ts'
import { matchesGlob } from '../keys/models.ts'
import { longestName } from './model-name.ts'
import type { Rate, RateName, Rates } from './rate.ts'

interface Index {
  exact: ReadonlyMap<string, ConfigPrice>
  /** The longest first: it says most. */
  globs: readonly ConfigPrice[]
}

const indexes = new WeakMap<ConfigPrices, Index>()

/** The operator's price for the first name that has one: a name itself before a pattern. */
export function findConfigPrice(prices: ConfigPrices, names: readonly string[]): ConfigPrice | null {
  if (prices.length === 0) return null
  const { exact, globs } = indexOf(prices)
  const compared = names.filter((name) => name.length <= longestName * 2).map((name) => name.toLowerCase())
  const named = compared.map((name) => exact.get(name)).find((price) => price !== undefined)
  return named ?? globs.find(({ key }) => compared.some((name) => matchesGlob(key, name))) ?? null
}

function indexOf(prices: ConfigPrices): Index {
  let index = indexes.get(prices)
  if (!index) indexes.set(prices, (index = build(prices)))
  return index
}

function build(prices: ConfigPrices): Index {
  const isGlob = ({ key }: ConfigPrice): boolean => /[*?]/.test(key)
  const exact = prices.filter((price) => !isGlob(price))
  return {
    exact: new Map(exact.map((price) => [price.key.toLowerCase(), price])),
    globs: prices.filter(isGlob).toSorted((one, other) => other.key.length - one.key.length),
  }
}

const configRates = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache_read',
  cacheWrite: 'cache_write',
} as const satisfies Partial<Record<keyof ConfigPrice, RateName>>

/** The operator's rates of tokens; empty where there are none. */
export function ratesOfConfig(price: ConfigPrice): Rates {
  const rates: Partial<Record<RateName, Rate>> = {}
  for (const [field, name] of Object.entries(configRates) as [keyof typeof configRates, RateName][]) {
    const nanoUsd = price[field]
    if (nanoUsd !== null) rates[name] = { base: nanoUsd, steps: [] }
  }
  return rates
}
