import { type Asked, boundOf } from '../bound/bound-of.ts'
import type { Bound, Bounded, Unbounded } from '../bound/bound.ts'
import { priceBound, type PricedBound } from '../bound/price-bound.ts'
import { type BoundRates, dearestOf } from '../bound/rates.ts'
import type { Config } from '../keys/config.ts'
import type { Claim, Terms } from '../meter/terms.ts'
import { dearestRates, type DearestRates } from '../price/dearest.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'

/** A request's worst case, and its price. */
export interface Worst {
  bound: Bound
  priced: PricedBound
  rates: BoundRates
  priceId: string | null
  /** Whether what it costs is held: not for a key without a budget, nor for a model that may be used unpriced. */
  paid: boolean
  /** The output limit in its body is not the client's: a translation had to write one. */
  limitIsOurs?: boolean
}

/** Nothing is known of it, and nothing is to be paid. */
const unknown: BoundRates = {
  input: null,
  output: null,
  request: 0,
  webSearch: null,
  unit: null,
  tiers: [],
  window: null,
  maxOutput: null,
}

/**
 * Calls of hosted tools that a hard budget allows where the client set no ceiling: as many as a look around takes, or
 * what it takes at the least where that does not fit.
 */
export const toolCalls = { usual: 8, least: 1 } as const

/** The worst case of a request under a key's terms; as `worstIn`. `calls` is a ceiling for who sets none. */
export function worstOf(
  asked: Asked,
  terms: Terms,
  config: Config,
  at: number,
  calls: number = toolCalls.usual,
): Result<Worst> {
  const bounded = boundOf({ ...asked, callsToWrite: terms.budget?.mode === 'hard' ? calls : null })
  if (!bounded.ok) return bounded
  const worst = worstIn(bounded.value, asked.route, terms, config, at)
  return worst.ok ? accept({ ...worst.value, limitIsOurs: asked.limitIsOurs === true }) : worst
}

/**
 * The worst case of what has this bound. `at` is epoch milliseconds. A hard budget serves only what has a bound and a
 * price; a soft one serves both, and holds what is known.
 */
export function worstIn(
  { bound, unbounded }: Bounded,
  route: Route,
  terms: Terms,
  config: Config,
  at: number,
): Result<Worst> {
  const hard = terms.budget?.mode === 'hard'
  if (unbounded && hard) return noBound(unbounded)
  const settled = bound.free || bound.charge !== null
  const known = settled ? null : ratesOf(route, bound, config, at)
  const unpriced = terms.budget !== null && !settled && known === null
  if (unpriced && hard && config.unpriced === 'refuse') return noPrice(route, bound)
  const { priced, unbounded: gap } = priceBound(bound, known?.rates ?? unknown)
  const paid = terms.budget !== null && !unpriced
  if (gap && paid && hard) return gap.field === 'model' ? noPrice(route, bound, gap.why) : noBound(gap)
  const rates = known?.rates ?? unknown
  return accept({ bound, priced, rates, priceId: known?.priceId ?? null, paid })
}

/** A worst case with a better bound: what is shorter can have other rates too. */
export function rebound(worst: Worst, bound: Bound, route: Route, config: Config, at: number): Worst {
  const { rates = worst.rates } = (worst.paid && ratesOf(route, bound, config, at)) || {}
  return { ...worst, bound, rates, priced: priceBound(bound, rates).priced }
}

/** What the Meter is asked for. */
export function claimOf({ priced, paid, limitIsOurs = false }: Worst, terms: Terms, patient: boolean): Claim {
  const { fixedNano, nanoPerMillionOutput, fixedTokens, times, output } = priced
  return {
    terms,
    fixedNano: paid ? fixedNano : 0,
    nanoPerMillionOutput: paid ? nanoPerMillionOutput : 0,
    fixedTokens,
    times,
    output: output && {
      wanted: output.wanted,
      least: output.least,
      explicit: output.explicit && !limitIsOurs,
    },
    patient,
  }
}

/** The dearest of all models that it can reach; null where one of them has no price. */
function ratesOf(
  { provider }: Route,
  { models, tiers, inputTokens, windows }: Bound,
  { prices }: Config,
  at: number,
): { rates: BoundRates; priceId: string | null } | null {
  const limits = { tiers, mostInput: windows > 0 ? Infinity : inputTokens }
  const found = models.map((model) => dearestRates({ provider: provider.slug, model }, prices, at, limits))
  const known = found.filter((rates): rates is DearestRates => rates !== null)
  const rates = known.length === found.length ? dearestOf(known) : null
  return rates && { rates, priceId: known[0]?.priceId ?? null }
}

/** Before “whoever runs this Tollgate”, for what cannot be left out. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['model', 'Ask for another model, or ask'],
  ['path', 'Ask'],
])

/** What has no bound is not for a hard budget. */
export function noBound({ field, why }: Unbounded): Refused {
  const remedy = remedies.get(field) ?? 'Leave it out, or ask'
  return refuse(
    'unbounded',
    `This key has a budget, and nothing bounds what this request can cost: \`${quote(field)}\`: ${why}. ${remedy} whoever runs this Tollgate for a key with \`"mode": "soft"\`.`,
    { param: field },
  )
}

function noPrice({ provider }: Route, { models }: Bound, why = 'it has no price'): Refused {
  const name = quote(`${provider.slug}/${models[0] ?? '*'}`)
  return refuse(
    'model_unpriced',
    `This key has a budget, and the model ${name} cannot be held to it: ${why}. Whoever runs this Tollgate has to add to @config in KV: "prices": { "${name}": { "input": …, "output": … } } in USD per million tokens, or "unpriced": "allow".`,
    { param: 'model' },
  )
}
