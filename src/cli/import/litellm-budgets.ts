import { quote } from '../../refusal/client-text.ts'
import type { TheirBudget } from './budget.ts'
import type { ExportFile, Mistake } from './export-file.ts'
import { readerOf, type RowReader } from './row-reader.ts'

const limitFields = { rpm: 'rpm_limit', tpm: 'tpm_limit', parallel: 'max_parallel_requests' } as const

/** A row of the table LiteLLM_BudgetTable: limits that several keys share the wording of, each spending by itself. */
export interface LiteLlmBudget {
  /** USD. */
  limit: number | null
  duration: string | null
  /** Epoch ms. */
  resetAt: number | null
  /** By our names. */
  limits: Readonly<Record<keyof typeof limitFields, number | null>>
  lost: readonly string[]
}

const history = ['created_at', 'created_by', 'updated_at', 'updated_by']

/** Reads the table LiteLLM_BudgetTable. */
export function readBudgets({ rows, mistakes }: ExportFile): {
  budgets: Map<string, LiteLlmBudget>
  mistakes: Mistake[]
} {
  const read = { budgets: new Map<string, LiteLlmBudget>(), mistakes: [...mistakes] }
  for (const row of rows) {
    const reader = readerOf(row)
    const id = reader.text('budget_id')
    const budget = {
      limit: reader.number('max_budget'),
      duration: reader.text('budget_duration'),
      resetAt: reader.moment('budget_reset_at'),
      limits: {
        rpm: reader.number(limitFields.rpm),
        tpm: reader.number(limitFields.tpm),
        parallel: reader.number(limitFields.parallel),
      },
    }
    for (const name of history) reader.says(name)
    const lost = reader.unread().map((name) => `${name} of budget ${quote(id ?? '')}`)
    const problem = id === null ? 'budget_id is missing' : (reader.wrong[0] ?? null)
    if (id === null || problem !== null)
      read.mistakes.push({ place: `budget ${row.place}`, message: `${problem}: its keys are not imported` })
    else if (read.budgets.has(id))
      read.mistakes.push({
        place: `budget ${row.place}`,
        message: 'the same budget a second time: the first one counts',
      })
    else read.budgets.set(id, { ...budget, lost })
  }
  return read
}

/** What holds of a key's own budget and its table's: the lower one. Null where they cannot be compared. */
export function stricterBudget(own: TheirBudget, table: LiteLlmBudget | null): TheirBudget | null {
  if (table === null || table.limit === null) return own
  const { limit, duration } = table
  const resetAt = own.resetAt ?? table.resetAt
  if (own.limit === null) return { ...own, limit, duration: duration ?? own.duration, resetAt }
  if (duration !== own.duration) return null
  return { ...own, limit: Math.min(own.limit, limit), resetAt }
}

/** The lower of the key's own limits and its table's. Undefined where there is none. */
export function limitsOf(
  reader: RowReader,
  table: LiteLlmBudget | null,
  lost: string[],
): Record<string, number> | undefined {
  const limits = Object.entries(limitFields).flatMap(([ours, field]): [string, number][] => {
    const given = [reader.number(field), table?.limits[ours as keyof typeof limitFields] ?? null]
    const most = Math.min(...given.filter((limit) => limit !== null))
    if (most === Number.POSITIVE_INFINITY) return []
    if (Number.isInteger(most) && most > 0) return [[ours, most]]
    // The least that can be said: a limit that is not carried would be none.
    lost.push(`${field} ${most}: it is 1 here`)
    return [[ours, 1]]
  })
  return limits.length === 0 ? undefined : Object.fromEntries(limits)
}
