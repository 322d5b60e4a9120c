import { parseJsonText } from '../keys/json-text.ts'
import { parseRecord } from '../keys/record.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import { findKey, type FoundKey } from './key-find.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'

export const changeFlags: Flags = placeFlags
export const deleteFlags: Flags = { yes: { says: 'delete it' }, ...placeFlags }

export async function enableKey(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => switchAt(stores, typed, true))
}

export async function disableKey(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => switchAt(stores, typed, false))
}

export async function switchAt(stores: Stores, typed: Typed, enabled: boolean): Promise<Done> {
  const found = await findKey(stores.entries, typed.words[0])
  if (!found.ok) return found
  const { key } = found
  const changed = changedEntry(key, { enabled })
  if (!changed.ok) return changed
  await stores.entries.write([
    { name: key.name, value: changed.value, id: key.id === key.name ? null : key.id },
  ])
  return { ok: true, says: `Key ${key.id} is ${enabled ? 'enabled' : 'disabled'}${soon(stores)}.` }
}

export async function deleteKey(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => deleteAt(stores, typed))
}

export async function deleteAt(stores: Stores, typed: Typed): Promise<Done> {
  const found = await findKey(stores.entries, typed.words[0])
  if (!found.ok) return found
  const { id, name } = found.key
  if (typed.one('yes') === undefined)
    return {
      ok: false,
      message: `Its token would be refused for ever: delete ${id} --yes. To stop it for now: disable ${id}`,
    }
  await stores.entries.remove([name])
  return { ok: true, says: `Key ${id} is deleted${soon(stores)}. Its rows stay in the ledger.` }
}

/** KV and the isolates remember an entry for a while: design of the key store. */
export function soon({ place }: Stores): string {
  return place.remote ? ', everywhere within about two minutes' : ''
}

/**
 * The entry with other fields in it, as the Worker will accept it. An entry that is invalid as it stands is not
 * touched: what it means is for a person to say.
 */
export function changedEntry(
  key: FoundKey,
  fields: Readonly<Record<string, unknown>>,
): { ok: true; value: string } | { ok: false; message: string } {
  if (!key.parsed.ok) return { ok: false, message: `the entry ${key.name} is invalid: ${key.parsed.message}` }
  const json = parseJsonText(key.text)
  if (!json.ok || typeof json.value !== 'object')
    return { ok: false, message: `the entry ${key.name} is no object` }
  const value = JSON.stringify({ ...json.value, ...fields }, null, key.text.trim().includes('\n') ? 2 : 0)
  const parsed = parseRecord(value, key.name)
  return parsed.ok ? { ok: true, value } : { ok: false, message: parsed.message }
}
