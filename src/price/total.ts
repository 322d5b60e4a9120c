import { nanoUsdOf } from '../usage/money.ts'
import { type Amounts, type Rate, rateNames, type RateName, type Rates } from './rate.ts'

/** A share or a multiple of a price, as whole numbers: a half is 1 over 2. */
export interface Factor {
  times: number
  over: number
}

/** Everything is counted in millionths of a thing, and priced in these parts of a nano-USD; no sum of them rounds. */
const parts = 18_000_000_000_000_000n
const partsPerMillionth = {
  // A rate for 10^6, 10^3 and 3,600 whole ones.
  token: parts / 1_000_000_000_000n,
  call: parts / 1_000_000_000n,
  page: parts / 1_000_000_000n,
  second: parts / 3_600_000_000n,
}

/**
 * The cost in integer nano-USD, rounded once, half up. `factor` is for what is charged by the token; `input` is the
 * whole input's length, which decides the steps. Null where something was used that has no rate, or for an amount that
 * is none.
 */
export function totalOf(
  amounts: Amounts,
  rates: Rates,
  { input, factor }: { input: number; factor: Factor },
): number | null {
  let byToken = 0n
  let others = 0n
  for (const [name, amount] of Object.entries(amounts) as [RateName, number][]) {
    if (amount === 0) continue
    const rate = rates[name]
    const millionths = millionthsOf(amount)
    if (rate === undefined || millionths === null) return null
    const { of } = rateNames[name]
    const cost = millionths * BigInt(rateAt(rate, input)) * partsPerMillionth[of]
    if (of === 'token') byToken += cost
    else others += cost
  }
  const over = BigInt(factor.over)
  return rounded(byToken * BigInt(factor.times) + others * over, parts * over)
}

/** The cost of `units`, each at `nanoUsd`. Null as above. */
export function unitsTotal(units: number, nanoUsd: number): number | null {
  const millionths = millionthsOf(units)
  return millionths === null ? null : rounded(millionths * BigInt(nanoUsd), 1_000_000n)
}

function millionthsOf(amount: number): bigint | null {
  if (Number.isSafeInteger(amount)) return amount < 0 ? null : BigInt(amount) * 1_000_000n
  const millionths = nanoUsdOf(String(amount), 1_000_000n)
  return millionths === undefined ? null : BigInt(millionths)
}

/** The rate for an input of this many tokens. */
export function rateAt({ base, steps }: Rate, input: number): number {
  return steps.findLast(({ above }) => input > above)?.nanoUsd ?? base
}

function rounded(dividend: bigint, divisor: bigint): number | null {
  const nano = (dividend * 2n + divisor) / (divisor * 2n)
  return nano <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(nano) : null
}
