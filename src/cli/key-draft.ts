import { parseRecord } from '../keys/record.ts'
import { isKeyId, makeToken, sha256Hex } from '../keys/token.ts'
import type { Flags, Typed } from './flags.ts'

/** The flags that say what a key may do: each is a field of its record. */
export const recordFlags: Flags = {
  name: { takes: 'TEXT', says: 'who or what it is for' },
  budget: { takes: 'USD/PER', says: '20/month, or per day, week (from Monday) or total, in UTC' },
  'budget-mode': { takes: 'MODE', says: 'hard (if not given), or soft: may overshoot by what is in flight' },
  wallet: { takes: 'NAME', says: 'in place of a budget: one of @config.wallets, shared by several keys' },
  rpm: { takes: 'N', says: 'requests a minute' },
  tpm: { takes: 'N', says: 'tokens a minute' },
  parallel: { takes: 'N', says: 'requests at once' },
  models: { takes: 'a,b*', many: true, says: 'model names that it may ask for; ! in front refuses one' },
  scopes: { takes: 'a,b', many: true, says: 'inference (if not given), storage, mint, account, operator' },
  expires: { takes: 'DATE', says: '2027-06-30, to its end in UTC, or an ISO time with its zone' },
  tag: { takes: 'a=b', many: true, says: 'for reports: one tag, whose value may have commas' },
  tags: { takes: 'a=b,c=d', many: true, says: 'the same for several' },
  ips: { takes: 'NETS', many: true, says: 'addresses that it works from: 203.0.113.0/24,2001:db8::/32' },
  'on-disconnect': { takes: 'WHAT', says: 'drain (if not given) or cancel' },
  'usage-chunk': { takes: 'WHAT', says: 'hide or show' },
}

/** A key that is not written anywhere yet. */
export interface KeyDraft {
  /** Its name in KV. */
  id: string
  /** Shown once; the entry has only its digest. */
  token: string
  /** The value of its entry in KV, on one line. */
  value: string
}

/** Makes a key as the flags say, and checks it with the code that will read it in the Worker. */
export async function draftKey(
  id: string | undefined,
  typed: Typed,
  random: (count: number) => Uint8Array,
  now: number,
): Promise<{ ok: true; draft: KeyDraft } | { ok: false; message: string }> {
  const refused = (message: string) => ({ ok: false as const, message })
  if (id === undefined) return refused('the key needs an id: npm run key -- create alice')
  if (!isKeyId(id)) return refused('an id is [a-z0-9] words joined by -, at most 48 characters')
  const tags = readTags(typed)
  if (tags === null) return refused('--tag is name=value, each name once')
  const budget = readBudget(typed)
  if (budget === null) return refused('--budget is USD/PER, as 20/month')
  if (budget === undefined && typed.one('budget-mode') !== undefined)
    return refused('--budget-mode is about a --budget, and there is none')
  const token = makeToken(id, random)
  const value = JSON.stringify({
    hash: await sha256Hex(token),
    name: typed.one('name'),
    expires: typed.one('expires'),
    models: listOf(typed, 'models'),
    budget,
    wallet: typed.one('wallet'),
    limits: readLimits(typed),
    scopes: listOf(typed, 'scopes'),
    tags,
    ips: listOf(typed, 'ips'),
    on_disconnect: typed.one('on-disconnect'),
    usage_chunk: typed.one('usage-chunk'),
  })
  const parsed = parseRecord(value, id)
  if (!parsed.ok) return refused(parsed.message)
  const { expiresAt } = parsed.record
  if (expiresAt !== null && expiresAt <= now) return refused('expires lies in the past')
  return { ok: true, draft: { id, token, value } }
}

function listOf(typed: Typed, flag: string): string[] | undefined {
  const given = typed.all(flag)
  return given.length === 0 ? undefined : given.flatMap((list) => list.split(',').map((item) => item.trim()))
}

/** Null where something is not `name=value`, or a name is given twice. */
function readTags(typed: Typed): Record<string, string> | undefined | null {
  const pairs = [...typed.all('tag'), ...(listOf(typed, 'tags') ?? [])].map((pair) => pair.split(/=(.*)/s))
  if (pairs.length === 0) return undefined
  const tags = new Map(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]))
  return tags.size === pairs.length && [...tags].flat().every(Boolean) ? Object.fromEntries(tags) : null
}

/** Null where it is not `USD/PER`. Whether the period exists is the record's own question. */
function readBudget(typed: Typed): object | undefined | null {
  const given = typed.one('budget')
  if (given === undefined) return undefined
  const [, usd, per] = /^\$?(\d+(?:\.\d+)?)\/([a-z]+)$/.exec(given) ?? []
  return usd === undefined ? null : { usd: Number(usd), per, mode: typed.one('budget-mode') }
}

function readLimits(typed: Typed): Record<string, number> | undefined {
  const given = (['rpm', 'tpm', 'parallel'] as const).flatMap((name): [string, number][] => {
    const value = typed.one(name)
    return value === undefined ? [] : [[name, Number(value)]]
  })
  return given.length === 0 ? undefined : Object.fromEntries(given)
}
