import type { Claim, Terms } from '../../src/meter/terms.ts'

export const usd = 1_000_000_000

export const dollar: Terms = { budget: { nanoUsd: usd, per: 'month', mode: 'hard' }, limits: null }

/** A request of 1,000 tokens of input at 1 USD a million and up to 1,000 of output at 10 USD a million: 0.011 USD. */
export function claimOf(changes: Partial<Claim> = {}): Claim {
  return {
    terms: dollar,
    fixedNano: 1_000_000,
    nanoPerMillionOutput: 10 * usd,
    fixedTokens: 1000,
    times: 1,
    output: { wanted: 1000, least: 1000, explicit: true },
    patient: false,
    ...changes,
  }
}
