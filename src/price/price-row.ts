import type { ConfigPrice, ConfigPrices } from '../keys/config-prices.ts'
import { callsOf, longestInput, tokensOf, unitsOf } from './amounts.ts'
import { findConfigPrice, ratesOfConfig } from './config-price.ts'
import { areKnown, type Details, readDetails } from './details.ts'
import { ratesAt } from './entry-line.ts'
import type { Amounts, RateName, Rates } from './rate.ts'
import { isSound, type Sale } from './sale.ts'
import { modelNames, soldModel } from './sold-model.ts'
import { tierFactor } from './tiers.ts'
import { type Factor, rateAt, totalOf, unitsTotal } from './total.ts'

export type { Sale }

/** What a row costs, and by which price. Both null: unpriced, never 0. */
export interface RowPrice {
  /** Integer nano-USD. */
  nanoUsd: number | null
  /** At most 200 characters: `genai-prices/{provider}/{model}@{day of the data}` or `config/{key}`. */
  priceId: string | null
}

const unpriced: RowPrice = { nanoUsd: null, priceId: null }

/** Prices a row by the operator's prices, else by the catalogue, at the time of the row. Never throws. */
export function priceRow(sale: Sale, prices: ConfigPrices): RowPrice {
  const details = isSound(sale) ? readDetails(sale.details) : null
  if (details === null) return unpriced
  const price = findConfigPrice(prices, modelNames(sale.provider, [sale.model, sale.served_model]))
  if (price) return named(configCost(price, sale, details), `config/${price.key}`)
  const sold = soldModel(sale.provider, sale.model, sale.served_model)
  if (!sold) return unpriced
  const { entry, source, name } = sold
  const rates = ratesAt(entry, sale.at)
  const factor = tierFactor(source.tiers ?? [], {
    model: name.toLowerCase(),
    endpoint: sale.endpoint,
    details,
    cached: (sale.cache_read_tokens ?? 0) > 0,
    long: isLong(rates, longestInput(sale.input_tokens ?? 0, details)),
  })
  const measured = unitsOf(sale, details, entry.leastSeconds)
  if (factor === null || measured === null) return unpriced
  const priced = rates.cache_write === undefined && source.freeWrites?.test(name) ? withoutWrites(sale) : sale
  return named(cost(priced, details, { rates, factor, measured }), sold.priceId)
}

/** What was written to a cache as the input that it is; a sale that contradicts itself stays as it is. */
function withoutWrites(sale: Sale): Sale {
  const uncached = (sale.input_tokens ?? 0) - (sale.cache_read_tokens ?? 0)
  return (sale.cache_write_tokens ?? 0) > uncached ? sale : { ...sale, cache_write_tokens: null }
}

function isLong(rates: Rates, input: number): boolean {
  return Object.values(rates).some((rate) => rateAt(rate, input) !== rate.base)
}

function named(nanoUsd: number | null, priceId: string): RowPrice {
  return nanoUsd === null ? unpriced : { nanoUsd, priceId }
}

function configCost(price: ConfigPrice, sale: Sale, details: Details): number | null {
  if (price.free) return 0
  const rates = ratesOfConfig(price)
  const units = price.perUnit === null ? null : unitsCost(price, price.perUnit, sale)
  if (Object.keys(rates).length === 0) return units
  const factor = tierFactor([], { model: '', endpoint: '', details, cached: false, long: false })
  if (factor === null || (price.perUnit === null ? sale.units !== null : units === null)) return null
  const tokens = cost({ ...sale, units: null }, details, { rates, factor, measured: {} })
  return tokens === null ? null : tokens + (units ?? 0)
}

function unitsCost({ unit }: ConfigPrice, nanoUsd: number, sale: Sale): number | null {
  if (unit === 'request') return nanoUsd
  if (sale.units === null || (unit !== null && unit !== sale.unit)) return null
  return unitsTotal(sale.units, nanoUsd)
}

function cost(
  sale: Sale,
  details: Details,
  { rates, factor, measured }: { rates: Rates; factor: Factor; measured: Amounts },
): number | null {
  const counts = [sale.input_tokens, sale.output_tokens, sale.cache_read_tokens, sale.cache_write_tokens]
  const byToken = counts.some((count) => count !== null)
  if (!areKnown(details) || (!byToken && sale.units === null)) return null
  const counted = byToken ? tokensOf(sale, details, rates) : { amounts: {}, input: 0 }
  const calls = callsOf(details, rates)
  if (counted === null || calls === null) return null
  const stated = Object.keys(measured) as RateName[]
  // What is counted as 0 must have a price too: else its 0 would be nobody's.
  if ([...stated, ...(byToken ? (['input'] as const) : [])].some((name) => rates[name] === undefined))
    return null
  return totalOf({ ...counted.amounts, ...calls, ...measured }, rates, { input: counted.input, factor })
}
