import type { KeyStanding, Period, RateStanding, Terms } from './terms.ts'
import { dayOf, windowAt } from './window.ts'

export interface Amount {
  readonly spent: number
  readonly reserved: number
}

/** Integer nano-USD of all rows of a Meter, by the UTC day in which they were opened, and of all time. */
export interface Sums {
  readonly days: ReadonlyMap<number, Amount>
  readonly total: Amount
}

/** A request of the key, as far as its rates need to know. Times are epoch ms. */
export interface Recent {
  readonly openedAt: number
  /** Reserved while it is open, consumed once it has ended. */
  readonly tokens: number
  readonly state: 'open' | 'lost' | 'closed'
}

/** What the rows of a Meter amount to, for one of its keys. */
export interface Standing {
  money: Sums
  /** At least those of the last minute, the oldest first. */
  recent: readonly Recent[]
  /** Requests that have not been answered. */
  running: number
}

/** The same without one of its open requests. */
export function standingWithout(
  { money: { days, total }, recent, running }: Standing,
  open: Recent & { readonly nano: number },
): Standing {
  const less = ({ spent, reserved }: Amount): Amount => ({ spent, reserved: reserved - open.nano })
  const day = dayOf(open.openedAt)
  return {
    money: {
      days: new Map(days).set(day, less(days.get(day) ?? { spent: 0, reserved: open.nano })),
      total: less(total),
    },
    recent: recent.filter((request) => request !== open),
    running: running - 1,
  }
}

/** How far a budget is used up in the window of one request, in nano-USD. */
export interface Money extends Amount {
  limit: number
  mode: 'hard' | 'soft'
  resetsAt: number | null
}

export interface Rates {
  /** Those of the last minute, the oldest first. */
  recent: readonly Recent[]
  running: number
  usedTokens: number
  reservedTokens: number
  now: number
}

export const minute = 60_000

/** Null where there is no budget. `at` is when the request was opened, epoch ms. */
export function moneyAt({ budget }: Terms, money: Sums, at: number): Money | null {
  if (budget === null) return null
  const resetsAt = windowAt(budget.per, at)?.resetsAt ?? null
  return { ...amountIn(money, budget.per, at), limit: budget.nanoUsd, mode: budget.mode, resetsAt }
}

function amountIn({ days, total }: Sums, per: Period, at: number): Amount {
  const window = windowAt(per, at)
  if (window === null) return total
  let [spent, reserved] = [0, 0]
  for (let day = window.first; day <= window.last; day += 1) {
    const amount = days.get(day)
    spent += amount?.spent ?? 0
    reserved += amount?.reserved ?? 0
  }
  return { spent, reserved }
}

export function ratesOf({ recent, running }: Standing, now: number): Rates {
  // In order, so that what is too old or yet to come is at the ends.
  let [first, end] = [0, recent.length]
  while (first < end && !isRecentAt(recent, first, now)) first += 1
  while (first < end && !isRecentAt(recent, end - 1, now)) end -= 1
  const inMinute = recent.slice(first, end)
  let [usedTokens, reservedTokens] = [0, 0]
  for (const { state, tokens } of inMinute) {
    if (state === 'open') reservedTokens += tokens
    else usedTokens += tokens
  }
  return { recent: inMinute, running, usedTokens, reservedTokens, now }
}

/** A clock that went back by more than a minute leaves nothing in the way: the future is not the last minute. */
function isRecentAt(recent: readonly Recent[], index: number, now: number): boolean {
  const openedAt = recent[index]?.openedAt ?? -Infinity
  return openedAt > now - minute && openedAt < now + minute
}

/** What a request leaves of its key's minute once it is admitted; null where nothing is counted. */
export function rateStanding(
  { limits }: Terms,
  { recent, usedTokens, reservedTokens, now }: Rates,
  taken: { requests: number; tokens: number },
): RateStanding | null {
  const { rpm, tpm } = limits ?? {}
  if (rpm === undefined && tpm === undefined) return null
  const left = (limit: number | undefined, used: number) =>
    limit === undefined ? null : { limit, remaining: Math.max(0, limit - used) }
  return {
    requests: left(rpm, recent.length + taken.requests),
    tokens: left(tpm, usedTokens + reservedTokens + taken.tokens),
    resetsAt: now + minute,
  }
}

/** What the key's holder is told. */
export function keyStanding(terms: Terms, standing: Standing, now: number): KeyStanding {
  const per = terms.budget?.per ?? 'total'
  const { spent, reserved } = amountIn(standing.money, per, now)
  const { recent, running, usedTokens, reservedTokens } = ratesOf(standing, now)
  return {
    spentNano: spent,
    reservedNano: reserved,
    resetsAt: windowAt(per, now)?.resetsAt ?? null,
    requestsLastMinute: recent.length,
    tokensLastMinute: usedTokens + reservedTokens,
    running,
  }
}
