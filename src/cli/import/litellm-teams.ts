import { quote } from '../../refusal/client-text.ts'
import { carryBudget, type Carry } from './budget.ts'
import type { ImportedWallet } from './draft.ts'
import type { ExportFile, Mistake } from './export-file.ts'
import { slugOf, unusedName } from './ids.ts'
import { readerOf } from './row-reader.ts'

/** A team of LiteLLM, as its keys need it. */
export interface LiteLlmTeam {
  alias: string
  blocked: boolean
  models: readonly string[]
  /** The wallet that its budget becomes. */
  wallet: string | null
}

export interface LiteLlmTeams {
  /** By `team_id`. */
  teams: Map<string, LiteLlmTeam>
  wallets: ImportedWallet[]
  mistakes: Mistake[]
}

const history = [
  'created_at',
  'updated_at',
  'model_spend',
  'members',
  'admins',
  'members_with_roles',
  'organization_id',
]

/** Reads the table LiteLLM_TeamTable. */
export function readTeams({ rows, mistakes }: ExportFile, carry: Carry, now: number): LiteLlmTeams {
  const read: LiteLlmTeams = { teams: new Map(), wallets: [], mistakes: [...mistakes] }
  const names = new Set<string>()
  for (const row of rows) {
    const reader = readerOf(row)
    const id = reader.text('team_id')
    const alias = reader.text('team_alias') ?? id
    const carried = carryBudget(
      {
        limit: reader.number('max_budget'),
        spent: reader.number('spend') ?? 0,
        duration: reader.text('budget_duration'),
        resetAt: reader.moment('budget_reset_at'),
      },
      carry,
      now,
    )
    const models = reader.list('models')
    const blocked = reader.switch('blocked') === true || carried.used
    for (const name of history) reader.says(name)
    const lost = [...carried.lost, ...reader.unread()]
    const problem = id === null || alias === null ? 'team_id is missing' : (reader.wrong[0] ?? null)
    if (id === null || alias === null || problem !== null) {
      read.mistakes.push({ place: `team ${row.place}`, message: problem ?? '' })
      continue
    }
    if (read.teams.has(id)) {
      read.mistakes.push({
        place: `team ${row.place}`,
        message: 'the same team a second time: the first one counts',
      })
      continue
    }
    const wallet = carried.budget === null ? null : unusedName(slugOf(alias) || 'team', names)
    if (wallet !== null) names.add(wallet)
    read.teams.set(id, { alias: quote(alias), blocked, models, wallet })
    if (wallet !== null && carried.budget !== null)
      read.wallets.push({ name: wallet, budget: carried.budget, lost })
    else if (lost.length > 0)
      read.mistakes.push({ place: `team ${quote(alias)}`, message: `not carried: ${lost.join('; ')}` })
  }
  return read
}
