import { configName } from '../keys/config-in-force.ts'
import { parseRecord, type ParsedRecord } from '../keys/record.ts'
import { digestName } from '../keys/token.ts'
import { nearest } from '../refusal/nearest.ts'
import type { Entries, EntryName } from './entries.ts'

/** One key's entry as it stands in KV. */
export interface FoundKey {
  /** Its id where the entry can be read, else the entry's name. */
  id: string
  name: string
  text: string
  parsed: ParsedRecord
  /** Why every request of it is refused although its entry can be read; null where none is. */
  problem: string | null
}

const imported = digestName('')
/** `@config`, its copy, and whatever else is no key. */
const besides = configName.charAt(0)

/** The names of all keys, those of the configuration left out. */
export async function keyNames(entries: Entries, prefix: string): Promise<EntryName[]> {
  return (await entries.list(prefix)).filter(({ name }) => !name.startsWith(besides))
}

/** The keys that stand under these names. What was deleted meanwhile is left out. */
export async function readKeys(entries: Entries, names: readonly string[]): Promise<FoundKey[]> {
  const texts = await entries.read(names)
  return names.flatMap((name) => {
    const text = texts.get(name) ?? null
    return text === null ? [] : [foundKey(name, text)]
  })
}

/** The key of an id, or of an entry's whole name (`sha256:…`). */
export async function findKey(
  entries: Entries,
  wanted: string | undefined,
): Promise<{ ok: true; key: FoundKey } | { ok: false; message: string }> {
  if (wanted === undefined) return { ok: false, message: 'which key? Its id is missing' }
  if (wanted.startsWith(besides)) return { ok: false, message: `${configName} is no key` }
  const [direct] = await readKeys(entries, [wanted])
  if (direct) return { ok: true, key: direct }
  const key = await findImported(entries, wanted)
  if (key !== null) return { ok: true, key }
  const names = await keyNames(entries, '')
  const near = nearest(
    wanted,
    names.map(({ name, id }) => id ?? name).filter((name) => !name.startsWith(imported)),
  )
  return { ok: false, message: `there is no key ${wanted}${near === null ? '' : ` (did you mean ${near}?)`}` }
}

/** The imported key with this id. Entries without metadata (written by hand) have to be read for it. */
export async function findImported(entries: Entries, id: string): Promise<FoundKey | null> {
  const names = await entries.list(imported)
  const told = names.filter((entry) => entry.id === id).map(({ name }) => name)
  const untold = names.filter((entry) => entry.id === null).map(({ name }) => name)
  for (const candidates of [told, untold]) {
    const key = (await readKeys(entries, candidates)).find((found) => found.id === id)
    if (key) return key
  }
  return null
}

export function isImported(name: string): boolean {
  return name.startsWith(imported)
}

function foundKey(name: string, text: string): FoundKey {
  const parsed = parseRecord(text, name)
  return { id: parsed.ok ? parsed.record.id : name, name, text, parsed, problem: null }
}

/** What a person would call the condition of a key. */
export function conditionOf(
  { parsed, problem }: Pick<FoundKey, 'parsed' | 'problem'>,
  now: number,
): 'enabled' | 'disabled' | 'expired' | 'invalid' {
  if (!parsed.ok) return 'invalid'
  if (!parsed.record.enabled) return 'disabled'
  if (parsed.record.expiresAt !== null && now >= parsed.record.expiresAt) return 'expired'
  return problem === null ? 'enabled' : 'invalid'
}

/** What is wrong with a key's entry, or with what it names; null where nothing is. */
export function problemOf({ parsed, problem }: Pick<FoundKey, 'parsed' | 'problem'>): string | null {
  return parsed.ok ? problem : parsed.message
}
