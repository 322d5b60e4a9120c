import type { KeyLabel } from './label.ts'
import type { AddressRange } from './addresses.ts'
import { parseJsonText } from './json-text.ts'
import { recordFields, recordSchema } from './record-schema.ts'
import type { Scope, WrittenRecord } from './record-schema.ts'
import { checkStrictly } from './strict.ts'
import { digestName } from './token.ts'

export interface Budget {
  usd: number
  per: 'day' | 'week' | 'month' | 'total'
  mode: 'hard' | 'soft'
}

/** Requests and tokens a minute, and requests at once. */
export interface Limits {
  rpm?: number | undefined
  tpm?: number | undefined
  parallel?: number | undefined
}

/** One key as its record says, defaults filled in. */
export interface KeyRecord {
  /** The key's name in ledger, Meter and metadata. */
  id: string
  /** The name of its entry in KV; the id, or `sha256:{hex}` for an imported token. */
  kvName: string
  name: string | null
  tags: Readonly<Record<string, string>>
  label: KeyLabel
  /** SHA-256 of the tokens that it answers to, hex in lower case. */
  hashes: readonly string[]
  enabled: boolean
  /** Epoch milliseconds from which on the key is refused. */
  expiresAt: number | null
  models: readonly string[] | null
  budget: Budget | null
  wallet: string | null
  limits: Limits | null
  onDisconnect: 'drain' | 'cancel'
  usageChunk: 'hide' | 'show' | null
  scopes: readonly Scope[]
  ips: readonly AddressRange[] | null
}

/**
 * A record, or why the entry is none. `hashes` of a refused entry are those that could be read all the same: they
 * tell who may be told more. Null where they could not.
 */
export type ParsedRecord =
  | { ok: true; record: KeyRecord }
  | { ok: false; message: string; hashes: readonly string[] | null }

const longestRecord = 65_536
const imported = digestName('')
const dayInMs = 86_400_000

/** Reads an entry of KV as a key's record. Strict: whatever is not understood refuses the key. Never throws. */
export function parseRecord(text: string, kvName: string): ParsedRecord {
  const named = kvName.startsWith(imported) ? [kvName.slice(imported.length)] : null
  const refused = (message: string, hashes: readonly string[] | null = named): ParsedRecord => ({
    ok: false,
    message,
    hashes,
  })
  if (text.length > longestRecord) return refused('the entry is longer than 64 KB')
  const json = parseJsonText(text)
  if (!json.ok) return refused(json.message)
  const hashes = named ?? readHashes(json.value)
  const checked = checkStrictly(recordSchema, recordFields, json.value)
  if (!checked.ok) return refused(checked.message, hashes)
  const contradiction = findContradiction(checked.value, named)
  if (contradiction !== null) return refused(contradiction, hashes)
  return { ok: true, record: normalise(checked.value, kvName, hashes ?? []) }
}

/** The `hash` of an entry that may be wrong elsewhere. */
function readHashes(value: unknown): readonly string[] | null {
  if (typeof value !== 'object' || value === null || !('hash' in value)) return null
  const read = recordSchema.shape.hash.safeParse(value.hash)
  return read.success && read.data !== undefined ? [read.data].flat() : null
}

function findContradiction(written: WrittenRecord, named: readonly string[] | null): string | null {
  const hashes = written.hash === undefined ? [] : [written.hash].flat()
  if (named === null && hashes.length === 0)
    return 'hash must be given: the SHA-256 of the whole token, in hex'
  if (named === null && written.id !== undefined)
    return 'id must be left out: only an entry named sha256:… has one, here the name of the entry is the id'
  if (named !== null && hashes.some((hash) => !named.includes(hash)))
    return 'hash must be left out, or be the one in the name of the entry'
  if (written.limits !== undefined && Object.keys(written.limits).length === 0)
    return 'limits must have at least one of "rpm", "tpm" and "parallel"'
  const paid = written.budget === undefined ? written.wallet && 'wallet' : 'budget'
  if (written.budget !== undefined && written.wallet !== undefined)
    return 'budget and wallet must not both be given: a wallet is a budget shared by several keys'
  if (paid !== undefined && written.scopes.includes('mint'))
    return `scopes must not have "mint" beside a ${paid}: what is minted spends where nothing counts it`
  return null
}

function normalise(written: WrittenRecord, kvName: string, hashes: readonly string[]): KeyRecord {
  const id = written.id ?? kvName
  const name = written.name ?? null
  const tags = written.tags ?? {}
  const tagsJson = Object.keys(tags).length === 0 ? null : JSON.stringify(tags)
  return {
    id,
    kvName,
    name,
    tags,
    label: { key_id: id, name, tags: tagsJson, wallet: written.wallet ?? null },
    hashes,
    enabled: written.enabled,
    expiresAt: written.expires === undefined ? null : endOf(written.expires),
    models: written.models ?? null,
    budget: written.budget ?? null,
    wallet: written.wallet ?? null,
    limits: written.limits ?? null,
    onDisconnect: written.on_disconnect,
    usageChunk: written.usage_chunk ?? null,
    scopes: [...new Set(written.scopes)],
    ips: written.ips ?? null,
  }
}

/** A date counts to its end, UTC. */
function endOf(expires: string): number {
  const moment = Date.parse(expires)
  return expires.includes('T') ? moment : moment + dayInMs
}
