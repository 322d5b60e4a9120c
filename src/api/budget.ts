import { budgetNano } from '../keys/budget-nano.ts'
import type { Budget } from '../keys/record.ts'
import type { KeyStanding } from '../meter/terms.ts'
import { isoOf, usdOf } from './figures.ts'

/** A budget and what is left of it; null amounts where the Meter could not be reached. */
export function budgetTold(budget: Budget, standing: KeyStanding | null): object {
  const { usd, per, mode } = budget
  const limit = budgetNano(budget)
  const known = standing !== null
  return {
    usd,
    per,
    mode,
    spent_usd: known ? usdOf(standing.spentNano) : null,
    reserved_usd: known ? usdOf(standing.reservedNano) : null,
    remaining_usd: known ? usdOf(Math.max(0, limit - standing.spentNano - standing.reservedNano)) : null,
    resets_at: isoOf(standing?.resetsAt ?? null),
  }
}
