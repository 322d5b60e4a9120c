import { parseRecord } from '../keys/record.ts'
import { isKeyId, makeToken, sha256Hex } from '../keys/token.ts'
import type { Flags, Typed } from './flags.ts'

/** The flags that say what a key may do: each is a field of its record. */
export const recordFlags: Flags = {
  name: { takes: 'TEXT', says: 'who or what it is for' },
  models: { takes: 'a,b*', many: true, says: 'model names that it may ask for; ! in front refuses one' },
  scopes: { takes: 'a,b', many: true, says: 'inference (if not given), storage, mint, account, operator' },
  expires: { takes: 'DATE', says: '2027-06-30, to its end in UTC, or an ISO time with its zone' },
  tags: { takes: 'a=b', many: true, says: 'for reports: team=research,project=x' },
  ips: { takes: 'NETS', many: true, says: 'addresses that it works from: 203.0.113.0/24,2001:db8::/32' },
  'on-disconnect': { takes: 'WHAT', says: 'drain (if not given) or cancel' },
  'usage-chunk': { takes: 'WHAT', says: 'hide or show' },
  budget: { takes: 'USD/PER', says: 'not yet' },
  wallet: { takes: 'NAME', says: 'not yet' },
  rpm: { takes: 'N', says: 'not yet' },
  tpm: { takes: 'N', says: 'not yet' },
  parallel: { takes: 'N', says: 'not yet' },
}

const notYet = ['budget', 'wallet', 'rpm', 'tpm', 'parallel'] as const

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
  const early = notYet.find((flag) => typed.one(flag) !== undefined)
  if (early !== undefined)
    return refused(`--${early} is not enforced yet: the Worker would refuse the key (not_yet_enforced)`)
  const tags = readTags(typed)
  if (tags === null) return refused('--tags is name=value, several joined by commas')
  const token = makeToken(id, random)
  const value = JSON.stringify({
    hash: await sha256Hex(token),
    name: typed.one('name'),
    expires: typed.one('expires'),
    models: listOf(typed, 'models'),
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
  const pairs = listOf(typed, 'tags')?.map((pair) => pair.split(/=(.*)/s))
  if (pairs === undefined) return undefined
  const tags = new Map(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]))
  return tags.size === pairs.length && [...tags].flat().every(Boolean) ? Object.fromEntries(tags) : null
}
