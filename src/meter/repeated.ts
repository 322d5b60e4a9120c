import type { Entry } from './entry.ts'
import { rateStanding, ratesOf } from './standing.ts'
import type { Standing } from './standing.ts'
import type { Admitted, Claim } from './terms.ts'

/** The verdict on a request that was admitted before: it has what it holds. `standing` counts it already. */
export function repeated(claim: Claim, held: Entry, standing: Standing, now: number): Admitted {
  const { terms, output } = claim
  const outputTokens = output === null ? null : Math.min(output.wanted, outputHeld(claim, held))
  return {
    how: 'admitted',
    outputTokens,
    clamped: output !== null && outputTokens !== output.wanted,
    reservedNano: held.nano,
    reservedTokens: held.tokens,
    rates: rateStanding(terms, ratesOf(standing, now), { requests: 0, tokens: 0 }),
  }
}

/** The output limit that the reserved tokens were worked out from. */
function outputHeld({ fixedTokens, times }: Claim, { tokens }: Entry): number {
  return times > 0 ? Math.max(0, Math.floor((tokens - Math.ceil(fixedTokens)) / times)) : Infinity
}
