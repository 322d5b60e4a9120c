import type { Charge } from './charge.ts'
import { noMoney, noTokens, tooMany } from './refused.ts'
import { isFree, moneyTaken, outputWithin, takenAt, tokensTaken, wantedOf } from './room.ts'
import type { Room } from './room.ts'
import { minute, moneyAt, rateStanding, ratesOf } from './standing.ts'
import type { Money, Rates, Standing } from './standing.ts'
import type { Claim, Terms, Verdict } from './terms.ts'

/**
 * Whether a request may go upstream, and with what output limit. A hard budget holds whatever runs at once, because
 * all that is admitted fits beside all that is spent and reserved; what costs nothing is never refused for money.
 * `now` is epoch ms, and also when the request was opened: its window is the one that `now` lies in.
 */
export function decide(claim: Claim, standing: Standing, now: number): Verdict {
  return tooMany(claim.terms, ratesOf(standing, now)) ?? decideAgain(claim, standing, now, now)
}

/**
 * The same of another attempt of a request that is open, beside `givenUp` for those before it; `others` are all but this
 * request. What is reserved then is both.
 */
export function decideBeside(
  claim: Claim,
  givenUp: Charge,
  held: { nano: number; openedAt: number },
  others: Standing,
  now: number,
): Verdict {
  // No room is needed for tokens that have left the minute, nor for held money beside what costs nothing.
  const tokens = now - held.openedAt < minute ? givenUp.tokens : 0
  const nano = isFree(moneyTaken(claim), claim) && givenUp.nano <= held.nano ? 0 : givenUp.nano
  const all = { ...claim, fixedNano: claim.fixedNano + nano, fixedTokens: claim.fixedTokens + tokens }
  const verdict = decideAgain(all, others, now, held.openedAt)
  if (verdict.how !== 'admitted') return verdict
  return {
    ...verdict,
    reservedNano: verdict.reservedNano + givenUp.nano - nano,
    reservedTokens: verdict.reservedTokens + givenUp.tokens - tokens,
  }
}

/** Of a request that was opened at `openedAt`; `standing` is without it. */
function decideAgain(claim: Claim, standing: Standing, now: number, openedAt: number): Verdict {
  const { terms, output } = claim
  const rates = ratesOf(standing, now)
  const money = moneyAt(terms, standing.money, openedAt)
  const moneyRoom = roomForMoney(claim, money)
  const tokenRoom = roomForTokens(claim, rates)
  if (overspent(claim, money)) return noMoney(claim, money)
  const byMoney = moneyRoom === null ? wantedOf(claim) : outputWithin(moneyRoom, output)
  const byTokens = tokenRoom === null ? wantedOf(claim) : outputWithin(tokenRoom, output)
  const granted = Math.min(byMoney, byTokens)
  const clamped = granted < wantedOf(claim)
  if (clamped && claim.patient) return { how: 'short' }
  if (money !== null && byMoney < 0) return noMoney(claim, money)
  if (byTokens < 0) return noTokens(claim, rates)

  const reservedTokens = takenAt(tokensTaken(claim), granted)
  return {
    how: 'admitted',
    outputTokens: output === null ? null : granted,
    clamped,
    reservedNano: terms.budget === null ? 0 : takenAt(moneyTaken(claim), granted),
    reservedTokens,
    rates: rateStanding(terms, rates, { requests: 1, tokens: reservedTokens }),
  }
}

/** Whether a running request may hold this much in place of what it holds. Its window is the one it was opened in. */
export function mayHold(
  terms: Terms,
  standing: Standing,
  held: { nano: number; tokens: number; openedAt: number },
  wanted: { nano: number; tokens: number },
  now: number,
): boolean {
  const moreTokens = wanted.tokens - held.tokens
  const rates = ratesOf(standing, now)
  const tpm = terms.limits?.tpm ?? Infinity
  if (moreTokens > 0 && rates.usedTokens + rates.reservedTokens + moreTokens > tpm) return false
  const money = moneyAt(terms, standing.money, held.openedAt)
  const moreNano = wanted.nano - held.nano
  if (money === null || moreNano <= 0) return true
  if (money.mode === 'soft') return money.spent < money.limit
  return money.spent + money.reserved + moreNano <= money.limit
}

/** Null: nothing here is bounded by money. */
function roomForMoney(claim: Claim, money: Money | null): Room | null {
  if (money === null || money.mode === 'soft' || isFree(moneyTaken(claim), claim)) return null
  return { ...moneyTaken(claim), free: money.limit - money.spent - money.reserved }
}

function roomForTokens(claim: Claim, { usedTokens, reservedTokens }: Rates): Room | null {
  const tpm = claim.terms.limits?.tpm
  if (tpm === undefined || isFree(tokensTaken(claim), claim)) return null
  return { ...tokensTaken(claim), free: tpm - usedTokens - reservedTokens }
}

/** What is spent for good leaves nothing, so that no better count can help. */
function overspent(claim: Claim, money: Money | null): money is Money {
  return money !== null && money.spent >= money.limit && !isFree(moneyTaken(claim), claim)
}
