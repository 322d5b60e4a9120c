import { sha256Hex } from '../../keys/token.ts'
import { quote } from '../../refusal/client-text.ts'
import { carryBudget, type Carry } from './budget.ts'
import type { Drafted, Mapping } from './draft.ts'
import type { ExportRow } from './export-file.ts'
import { type LiteLlmBudget, limitsOf, stricterBudget } from './litellm-budgets.ts'
import { modelsOf } from './litellm-models.ts'
import type { LiteLlmTeam } from './litellm-teams.ts'
import { readerOf } from './row-reader.ts'
import { tagsOf } from './tags.ts'

/** The table LiteLLM_VerificationToken: https://github.com/BerriAI/litellm/blob/main/schema.prisma */
export const liteLlmMappings: readonly Mapping[] = [
  { theirs: 'token', ours: 'the name of the entry, sha256:…' },
  { theirs: 'key_alias', ours: 'id and name; key_name stands in for the name' },
  { theirs: 'max_budget, budget_duration, spend, budget_reset_at', ours: 'budget' },
  { theirs: 'budget_id, with --budgets', ours: 'budget and limits: the stricter of both' },
  { theirs: 'team_id, with --teams', ours: 'wallet, where the team has a budget and the key none; tag team' },
  { theirs: 'models, and those of the team', ours: 'models' },
  { theirs: 'rpm_limit, tpm_limit, max_parallel_requests', ours: 'limits' },
  { theirs: 'expires', ours: 'expires' },
  { theirs: 'blocked, of key or team', ours: 'enabled' },
  { theirs: 'user_id, organization_id, metadata.tags', ours: 'tags user, organization, tags' },
  { theirs: 'created_*, updated_*, last_*, rotation_count, model_spend, …', ours: 'nothing: history' },
]

const history = [
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'last_active',
  'last_rotation_at',
  'rotation_count',
  'model_spend',
  'soft_budget_cooldown',
]

/** The other tables that a key's row points into. */
export interface LiteLlmTables {
  /** By `team_id`. */
  teams: ReadonlyMap<string, LiteLlmTeam>
  /** By `budget_id`. */
  budgets: ReadonlyMap<string, LiteLlmBudget>
  /** A key may lose the limits of a budget that is not in `budgets`: somebody said so. */
  withoutBudgets: boolean
}

/** Reads one row as a key. */
export async function draftLiteLlm(
  row: ExportRow,
  { teams, budgets, withoutBudgets }: LiteLlmTables,
  carry: Carry,
  now: number,
): Promise<Drafted> {
  const reader = readerOf(row)
  const digest = await digestOf(reader.text('token'))
  if (digest === null) return { ok: false, message: 'token is no SHA-256 in 64 hex digits' }
  const alias = reader.text('key_alias')
  const label = alias ?? reader.text('key_name')
  reader.says('key_name')
  const teamId = reader.text('team_id')
  const team = (teamId === null ? undefined : teams.get(teamId)) ?? null
  const budgetId = reader.text('budget_id')
  const table = (budgetId === null ? undefined : budgets.get(budgetId)) ?? null
  if (budgetId !== null && table === null && !withoutBudgets)
    return {
      ok: false,
      message: `its limits are those of budget ${quote(budgetId)}, in another table: give its export with --budgets FILE, or leave them out with --without budget_id`,
    }
  const own = {
    limit: reader.number('max_budget'),
    spent: reader.number('spend') ?? 0,
    duration: reader.text('budget_duration'),
    resetAt: reader.moment('budget_reset_at'),
  }
  const theirs = stricterBudget(own, table)
  if (theirs === null)
    return {
      ok: false,
      message: 'its own budget and that of budget_id turn at different times: keep one there',
    }
  const carried = carryBudget(theirs, carry, now)
  const lost = [...carried.lost, ...(table?.lost ?? [])]
  if (budgetId !== null && table === null)
    lost.push(`budget_id ${quote(budgetId)}: its limits, left out with --without`)
  const metadata = reader.object('metadata')
  const given = metadata['tags']
  const tags = Array.isArray(given) && given.every((tag) => typeof tag === 'string') ? given.join(',') : null
  const wallet = carried.budget === null && !carried.used ? (team?.wallet ?? null) : null
  if (wallet === null && team?.wallet)
    lost.push(`team budget (${team.wallet}): a key has a budget or a wallet`)
  if (teamId !== null && team === null) lost.push("the team's own limits: not in --teams")
  if (team?.blocked) lost.push('its team is blocked: it is imported disabled')
  const expires = reader.moment('expires')
  const fields = {
    name: label === null ? undefined : quote(label).trim() || undefined,
    enabled: reader.switch('blocked') === true || team?.blocked || carried.used ? false : undefined,
    expires: expires === null ? undefined : new Date(expires).toISOString(),
    models: modelsOf(reader.list('models'), team?.models ?? [], lost),
    budget: carried.budget ?? undefined,
    wallet: wallet ?? undefined,
    limits: limitsOf(reader, table, lost),
    tags: tagsOf({
      user: reader.text('user_id'),
      team: team?.alias ?? teamId,
      organization: reader.text('organization_id'),
      tags,
    }),
  }
  const rest = Object.keys(metadata).filter((name) => name !== 'tags' || tags === null)
  if (rest.length > 0) lost.push(`metadata (${quote(rest.join(', '))})`)
  for (const name of history) reader.says(name)
  lost.push(...reader.unread())
  if (reader.wrong.length > 0) return { ok: false, message: reader.wrong.join('; ') }
  return { ok: true, key: { place: row.place, digest, alias, fields, lost } }
}

/** Very old tables hold tokens as they are. */
async function digestOf(token: string | null): Promise<string | null> {
  if (token?.startsWith('sk-') && !token.includes('...')) return sha256Hex(token)
  return token !== null && /^[\da-f]{64}$/i.test(token) ? token.toLowerCase() : null
}
