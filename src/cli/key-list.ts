import type { KeyRecord } from '../keys/record.ts'
import { parseJsonText } from '../keys/json-text.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import { conditionOf, keyNames, problemOf, readKeys, type FoundKey } from './key-find.ts'
import { withWallets } from './key-wallet.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { tableOf, type Cell } from './table.ts'

export const listFlags: Flags = {
  prefix: { takes: 'TEXT', says: 'only entries whose name in KV begins like this' },
  page: { takes: 'N', says: '50 keys a page; the first if not given' },
  all: { says: 'every page at once' },
  json: { says: 'for scripts' },
  ...placeFlags,
}

const pageSize = 50

/** Lists the keys, a page at a time: only the entries of the page are read. */
export async function listKeys(typed: Typed): Promise<Done> {
  if (typed.words.length > 0) return { ok: false, message: `list takes no ${typed.words[0]}: use --prefix` }
  return atPlace(typed, (stores) => listAt(stores, typed, Date.now()))
}

export async function listAt({ entries }: Stores, typed: Typed, now: number): Promise<Done> {
  const page = Number(typed.one('page') ?? 1)
  if (!Number.isInteger(page) || page < 1) return { ok: false, message: '--page is a whole number from 1' }
  const names = (await keyNames(entries, typed.one('prefix') ?? '')).map(({ name }) => name)
  const all = typed.one('all') !== undefined
  const first = all ? 0 : (page - 1) * pageSize
  const read = await readKeys(entries, all ? names : names.slice(first, first + pageSize))
  const keys = await withWallets(entries, read)
  if (typed.one('json') !== undefined)
    return {
      ok: true,
      says: JSON.stringify(
        keys.map((key) => keyAsJson(key, now)),
        null,
        2,
      ),
    }
  if (names.length === 0) return { ok: true, says: 'There is no key yet: npm run key -- create alice' }
  const last = Math.min(names.length, all ? names.length : first + pageSize)
  const more = last < names.length ? `; the next: --page ${page + 1}` : ''
  const shown = first >= last ? 'none' : `${first + 1} to ${last}`
  return {
    ok: true,
    says: `${tableOf(
      headings,
      keys.map((key) => cellsOf(key, now)),
    )}\n\nKeys: ${shown} of ${names.length}${more}`,
  }
}

const headings = ['id', 'name', 'condition', 'budget', 'limits', 'models', 'scopes', 'expires (UTC)', 'tags']

function cellsOf(key: FoundKey, now: number): Cell[] {
  const { id, parsed } = key
  const problem = problemOf(key)
  const condition = `${conditionOf(key, now)}${problem === null ? '' : `: ${problem}`}`
  if (!parsed.ok) return [id, null, condition, null, null, null, null, null, null]
  const { record } = parsed
  return [
    id,
    record.name,
    condition,
    budgetOf(record),
    Object.entries(record.limits ?? {})
      .map(([name, most]) => `${name} ${most}`)
      .join(', '),
    (record.models ?? []).join(', '),
    record.scopes.join(', '),
    record.expiresAt === null ? null : new Date(record.expiresAt).toISOString().replace('.000Z', 'Z'),
    Object.entries(record.tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  ]
}

function budgetOf({ budget, wallet }: KeyRecord): string | null {
  if (wallet !== null) return `wallet ${wallet}`
  if (budget === null) return null
  return `${budget.usd}/${budget.per}${budget.mode === 'soft' ? ' soft' : ''}`
}

/** A key for scripts: its entry as it was written, and what Tollgate thinks of it. */
export function keyAsJson(key: FoundKey, now: number): Record<string, unknown> {
  const { id, name, text } = key
  const entry = parseJsonText(text)
  return {
    id,
    kv_name: name,
    condition: conditionOf(key, now),
    problem: problemOf(key),
    entry: entry.ok ? entry.value : text,
  }
}
