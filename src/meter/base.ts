import { dayOf } from './window.ts'
import type { Entry } from './entry.ts'

/** What forgotten rows have spent, in integer nano-USD: of all time, and by UTC day. */
export interface Base {
  readonly total: number
  readonly days: ReadonlyMap<number, number>
}

export const emptyBase: Base = { total: 0, days: new Map() }

/**
 * How many days with spending are kept. By number and not by date, so that a clock that jumps ahead and comes back
 * takes no day of the current month away.
 */
const mostDays = 100

/** The base with these rows in it, and the days that it no longer tells apart. */
export function folded(
  base: Base,
  entries: Iterable<Entry>,
): { base: Base; pruned: readonly (readonly [number, number])[] } {
  const days = new Map(base.days)
  let { total } = base
  for (const { openedAt, nano } of entries) {
    if (nano === 0) continue
    const day = dayOf(openedAt)
    days.set(day, (days.get(day) ?? 0) + nano)
    total += nano
  }
  if (days.size <= mostDays) return { base: { total, days }, pruned: [] }
  const sorted = [...days].sort(([one], [other]) => one - other)
  return { base: { total, days: new Map(sorted.slice(-mostDays)) }, pruned: sorted.slice(0, -mostDays) }
}

/** As it is stored. */
export function baseText({ total, days }: Base): string {
  return JSON.stringify({ total, days: [...days] })
}

/** Reads what `baseText` wrote; empty text is the base of a Meter that has forgotten nothing. */
export function baseOf(text: string): Base {
  if (text === '') return emptyBase
  const { total, days }: { total: number; days: [number, number][] } = JSON.parse(text)
  return { total, days: new Map(days) }
}
