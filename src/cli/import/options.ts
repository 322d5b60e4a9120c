import { configName } from '../../keys/config-in-force.ts'
import { nearest } from '../../refusal/nearest.ts'
import type { Flags, Typed } from '../flags.ts'
import { placeFlags } from '../place.ts'
import { isSource, sourceNames, sources, type Source, type SourceInput } from './sources.ts'

export const importFlags: Flags = {
  from: { takes: 'WHAT', says: sourceNames.join(', ') },
  'dry-run': { says: 'write nothing: only show what would be done. Do this first' },
  teams: { takes: 'FILE', says: "LiteLLM's teams, which become wallets" },
  budgets: { takes: 'FILE', says: "LiteLLM's budget table, for keys with a budget_id" },
  without: {
    takes: 'FIELD',
    says: 'budget_id: import such keys without the limits of a table that is not given',
  },
  carry: {
    takes: 'HOW',
    says: 'period (if not given): a monthly budget begins whole; left: with what is left of it',
  },
  'quota-per-usd': { takes: 'N', says: "one-api's QuotaPerUnit; 500000 if not given" },
  update: { says: 'write keys anew that are here with other fields' },
  again: { says: 'bring keys back that were removed here since they were imported' },
  config: { says: `write the wallets into ${configName} too` },
  json: { says: 'for scripts' },
  ...placeFlags,
}

/** What the flags say of how an export is read. */
export interface ImportOptions extends Pick<SourceInput, 'carry' | 'quotaPerUsd' | 'withoutBudgets'> {
  from: Source
}

/** Reads the flags; a message says which one is wrong. */
export function optionsOf(
  typed: Typed,
): { ok: true; options: ImportOptions } | { ok: false; message: string } {
  const from = typed.one('from') ?? ''
  if (!isSource(from)) {
    const near = nearest(from, sourceNames)
    const hint = near === null ? '' : ` (did you mean ${near}?)`
    return { ok: false, message: `--from must be one of ${sourceNames.join(', ')}${hint}` }
  }
  const carry = typed.one('carry') ?? 'period'
  if (carry !== 'period' && carry !== 'left') return { ok: false, message: '--carry must be period or left' }
  const quotaPerUsd = Number(typed.one('quota-per-usd') ?? 500_000)
  if (!(quotaPerUsd > 0)) return { ok: false, message: '--quota-per-usd must be a number above 0' }
  const theirs = ['teams', 'budgets', 'without'].find((flag) => typed.one(flag) !== undefined)
  if (theirs !== undefined && from !== 'litellm')
    return { ok: false, message: `--${theirs} is about LiteLLM` }
  const without = typed.one('without')
  if (without !== undefined && without !== 'budget_id')
    return { ok: false, message: '--without must be budget_id' }
  const withoutBudgets = without !== undefined
  return { ok: true, options: { from: sources[from], carry, quotaPerUsd, withoutBudgets } }
}
