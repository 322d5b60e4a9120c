import type { Bound, Gap } from './bound.ts'
import { amount, sum } from './nano.ts'
import type { BoundRates } from './rates.ts'

/** What a request can be charged for beside tokens, in integer nano-USD. */
export function feesOf(bound: Bound, rates: BoundRates, gap: Gap): number {
  return sum(amount(bound.turns, rates.request), searchesOf(bound, rates, gap), unitsOf(bound, rates, gap))
}

function searchesOf({ searches }: Bound, { webSearch }: BoundRates, gap: Gap): number {
  if (searches === 0) return 0
  if (webSearch === null) gap('tools', 'what a search costs is not known')
  return amount(searches, webSearch ?? 0)
}

function unitsOf({ units, openUnits, turns }: Bound, { unit }: BoundRates, gap: Gap): number {
  if (unit === null) return 0
  const { unit: name, nanoUsd, least } = unit
  const open = name === null ? Object.values(openUnits)[0] : openUnits[name]
  if (open !== undefined) {
    gap(open, `it is charged by the ${name ?? 'unit'}, and nothing bounds how many there are`)
    return 0
  }
  const most = name === null ? Math.max(0, ...Object.values(units)) : units[name]
  if (most !== undefined && most > 0) return amount(Math.max(most, least), nanoUsd)
  // A price that is for something else, or for each request.
  if (name === 'request' || name === null) return amount(turns, nanoUsd)
  gap('model', `it is charged by the ${name}, and the request does not say how many`)
  return 0
}
