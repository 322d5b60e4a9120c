import { asPatterns } from './model-names.ts'
import { sha256Hex } from '../../keys/token.ts'
import { quote } from '../../refusal/client-text.ts'
import type { Drafted, Mapping, WrittenBudget } from './draft.ts'
import type { ExportRow } from './export-file.ts'
import { tagsOf } from './tags.ts'
import { readerOf, type RowReader } from './row-reader.ts'

/**
 * The table `tokens` of one-api and new-api:
 * https://github.com/songquanpeng/one-api/blob/main/model/token.go
 * https://github.com/QuantumNous/new-api/blob/main/model/token.go
 */
export const oneApiMappings: readonly Mapping[] = [
  { theirs: 'key, with sk- in front', ours: 'the name of the entry, sha256:…' },
  { theirs: 'name', ours: 'id and name' },
  { theirs: 'remain_quota, unless unlimited_quota', ours: 'budget: a total of what is left' },
  { theirs: 'status 2, 3, 4', ours: 'enabled: false' },
  { theirs: 'expired_time', ours: 'expires' },
  { theirs: 'models (one-api); model_limits if model_limits_enabled (new-api)', ours: 'models' },
  { theirs: 'subnet (one-api); allow_ips (new-api)', ours: 'ips' },
  { theirs: 'user_id', ours: 'tag user' },
  { theirs: 'used_quota, created_*, accessed_time, updated_at, id, uuid', ours: 'nothing: history' },
]

const history = [
  'id',
  'uuid',
  'user_uuid',
  'used_quota',
  'created_time',
  'accessed_time',
  'created_at',
  'updated_at',
]

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const latest = 8.64e15

/** Reads one row as a key. `quotaPerUsd` is the operator's QuotaPerUnit. */
export async function draftOneApi(row: ExportRow, quotaPerUsd: number): Promise<Drafted> {
  const reader = readerOf(row)
  const key = reader.text('key')?.replace(/^sk-/, '').trim() ?? ''
  if (key.includes('*'))
    return { ok: false, message: 'its key is masked: export the table tokens of the database' }
  if (!/^[\w-]{8,128}$/.test(key)) return { ok: false, message: 'key is missing, or no token' }
  if (reader.says('deleted_at')) return { ok: false, message: 'it was deleted there' }
  const alias = reader.text('name')
  const lost: string[] = []
  const status = reader.number('status') ?? 1
  if (status === 3) lost.push('status 3 (expired): it is imported disabled')
  if (status === 4) lost.push('status 4 (used up): it is imported disabled')
  const budget = budgetOf(reader, quotaPerUsd)
  if (budget === 'used') lost.push('nothing is left of its quota: it is imported disabled')
  const expires = (reader.number('expired_time') ?? -1) * 1000
  if (Math.abs(expires) > latest) return { ok: false, message: 'expired_time is no time' }
  const fields = {
    name: alias === null ? undefined : quote(alias).trim() || undefined,
    enabled: status === 1 && budget !== 'used' ? undefined : false,
    expires: expires === -1000 ? undefined : new Date(expires).toISOString(),
    models: modelsOf(reader),
    budget: budget === null || budget === 'used' ? undefined : budget,
    ips: listOrNone([...reader.list('subnet'), ...reader.list('allow_ips')]),
    tags: tagsOf({ user: reader.text('user_id') }),
  }
  const group = reader.text('group') ?? 'default'
  if (group !== 'default') lost.push(`group ${quote(group)}`)
  for (const name of history) reader.says(name)
  lost.push(...reader.unread())
  if (reader.wrong.length > 0) return { ok: false, message: reader.wrong.join('; ') }
  return { ok: true, key: { place: row.place, digest: await sha256Hex(`sk-${key}`), alias, fields, lost } }
}

function budgetOf(reader: RowReader, quotaPerUsd: number): WrittenBudget | 'used' | null {
  const left = reader.number('remain_quota') ?? 0
  if (reader.switch('unlimited_quota') === true) return null
  const usd = Number((left / quotaPerUsd).toFixed(9))
  return usd > 0 ? { usd, per: 'total' } : 'used'
}

function modelsOf(reader: RowReader): string[] | undefined {
  const limited = reader.switch('model_limits_enabled')
  const limits = reader.list('model_limits')
  // An empty list that is switched on allows nothing there.
  if (limited === true && limits.length === 0) return ['!*']
  return listOrNone(asPatterns([...reader.list('models'), ...(limited === true ? limits : [])]))
}

function listOrNone(items: string[]): string[] | undefined {
  return items.length === 0 ? undefined : items
}
