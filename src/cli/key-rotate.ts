import { parseJsonText } from '../keys/json-text.ts'
import { parseRecord } from '../keys/record.ts'
import { isKeyId, makeToken, sha256Hex } from '../keys/token.ts'
import type { Done } from './command.ts'
import { randomBytes } from './demo-key.ts'
import type { Flags, Typed } from './flags.ts'
import { changedEntry, soon } from './key-change.ts'
import { findImported, findKey, isImported, readKeys, type FoundKey } from './key-find.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'

export const rotateFlags: Flags = {
  finish: { says: 'stop the older tokens, once all clients have the new one' },
  json: { says: 'for scripts' },
  ...placeFlags,
}

type Random = (count: number) => Uint8Array

/** Replaces a key's token without a gap: first both work, with --finish only the newest. */
export async function rotateKey(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => rotateAt(stores, typed, randomBytes))
}

export async function rotateAt(stores: Stores, typed: Typed, random: Random): Promise<Done> {
  const found = await findKey(stores.entries, typed.words[0])
  if (!found.ok) return found
  const { key } = found
  if (!key.parsed.ok) return { ok: false, message: `the entry ${key.name} is invalid: ${key.parsed.message}` }
  if (typed.one('finish') !== undefined) return finish(stores, key)
  return isImported(key.name) ? addOwnEntry(stores, typed, key, random) : addHash(stores, typed, key, random)
}

async function addHash(stores: Stores, typed: Typed, key: FoundKey, random: Random): Promise<Done> {
  const hashes = key.parsed.ok ? key.parsed.record.hashes : []
  if (hashes.length >= 3)
    return { ok: false, message: `three tokens work already: rotate ${key.id} --finish first` }
  const token = makeToken(key.id, random)
  const changed = changedEntry(key, { hash: [...hashes, await sha256Hex(token)] })
  if (!changed.ok) return changed
  await stores.entries.write([{ name: key.name, value: changed.value, id: null }])
  return told(stores, typed, key.id, token)
}

/** The name of an imported entry is its hash. A second entry of the same id has the same rows and budget. */
async function addOwnEntry(stores: Stores, typed: Typed, key: FoundKey, random: Random): Promise<Done> {
  const { id } = key
  if (!isKeyId(id)) return { ok: false, message: `the entry ${key.name} has no "id": give it one first` }
  if ((await readKeys(stores.entries, [id])).length > 0)
    return {
      ok: false,
      message: `there is a key ${id} besides the imported one: rotate ${id} --finish first`,
    }
  const json = parseJsonText(key.text)
  const token = makeToken(id, random)
  const fields = json.ok && typeof json.value === 'object' ? json.value : {}
  const value = JSON.stringify({ ...fields, id: undefined, hash: await sha256Hex(token) })
  const parsed = parseRecord(value, id)
  if (!parsed.ok) return parsed
  await stores.entries.write([{ name: id, value, id: null }])
  return told(stores, typed, id, token)
}

function told(stores: Stores, typed: Typed, id: string, token: string): Done {
  if (typed.one('json') !== undefined) return { ok: true, says: JSON.stringify({ id, token }, null, 2) }
  return {
    ok: true,
    says: `  token  ${token}

Key ${id} works with this token too${soon(stores)}. It is shown only now. The old one goes on until
npm run key -- rotate ${id} --finish`,
  }
}

async function finish(stores: Stores, key: FoundKey): Promise<Done> {
  const old = isImported(key.name) ? null : await findImported(stores.entries, key.id)
  const hashes = key.parsed.ok ? key.parsed.record.hashes : []
  const newest = hashes.at(-1)
  if (isImported(key.name) || newest === undefined || (hashes.length === 1 && old === null))
    return { ok: false, message: `key ${key.id} has one token only: rotate ${key.id} first` }
  if (hashes.length > 1) {
    const changed = changedEntry(key, { hash: newest })
    if (!changed.ok) return changed
    await stores.entries.write([{ name: key.name, value: changed.value, id: null }])
  }
  if (old !== null) await stores.entries.remove([old.name])
  return { ok: true, says: `Key ${key.id} works with its newest token alone${soon(stores)}.` }
}
