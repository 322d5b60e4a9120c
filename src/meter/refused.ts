import { leastOf, moneyTaken, takenAt, tokensTaken, wantedOf } from './room.ts'
import { minute } from './standing.ts'
import type { Money, Rates } from './standing.ts'
import type { Claim, Refusal, Terms } from './terms.ts'

/** After this a running request may have ended; all in ms. */
const retryAfter = { budget: 5000, parallel: 1000 } as const

/** The budget does not have what it costs at most. */
export function noMoney(claim: Claim, { limit, spent, reserved, resetsAt }: Money): Refusal {
  const least = takenAt(moneyTaken(claim), claim.output === null ? 0 : leastOf(claim.output))
  const waits = spent < limit && spent + least <= limit
  return {
    how: 'refused',
    scope: 'budget',
    limit,
    used: spent,
    reserved,
    required: takenAt(moneyTaken(claim), wantedOf(claim)),
    resetsAt,
    retryAfterMs: waits ? retryAfter.budget : null,
  }
}

/** Too many requests at once, or in this minute. */
export function tooMany({ limits }: Terms, { recent, running, now }: Rates): Refusal | null {
  const one = { how: 'refused', reserved: 0, required: 1 } as const
  const { rpm, parallel } = limits ?? {}
  if (parallel !== undefined && running >= parallel) {
    const retryAfterMs = retryAfter.parallel
    return { ...one, scope: 'parallel', limit: parallel, used: running, resetsAt: null, retryAfterMs }
  }
  const inTheWay = rpm === undefined ? undefined : recent[recent.length - rpm]
  if (rpm === undefined || inTheWay === undefined) return null
  const resetsAt = inTheWay.openedAt + minute
  return { ...one, scope: 'rpm', limit: rpm, used: recent.length, resetsAt, retryAfterMs: resetsAt - now }
}

/** The minute does not have the tokens that it takes at most. */
export function noTokens(claim: Claim, rates: Rates): Refusal {
  const { recent, usedTokens, reservedTokens, now } = rates
  const limit = claim.terms.limits?.tpm ?? Infinity
  const least = takenAt(tokensTaken(claim), claim.output === null ? 0 : leastOf(claim.output))
  let left = usedTokens + reservedTokens
  const last = recent.find(({ tokens }) => (left -= tokens) + least <= limit)
  const resetsAt = last === undefined ? null : last.openedAt + minute
  return {
    how: 'refused',
    scope: 'tpm',
    limit,
    used: usedTokens,
    reserved: reservedTokens,
    required: takenAt(tokensTaken(claim), wantedOf(claim)),
    resetsAt,
    retryAfterMs: resetsAt === null ? null : resetsAt - now,
  }
}
