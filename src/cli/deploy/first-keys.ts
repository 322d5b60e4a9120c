import type { Entries } from '../entries.ts'
import { readFlags } from '../flags.ts'
import { hasRows } from '../key-create.ts'
import { draftKey, recordFlags, type KeyDraft } from '../key-draft.ts'
import { keyNames } from '../key-find.ts'
import type { Ledger } from '../ledger.ts'
import type { DeployPorts } from './ports.ts'

/** The two keys of a new Tollgate. */
export interface FirstKeys {
  operator: KeyDraft
  inference: KeyDraft
}

/** Writes a key for the operator and one for requests, in one go. Null where there are keys already. */
export async function makeFirstKeys(
  { entries, ledger }: { entries: Entries; ledger: Ledger },
  ports: Pick<DeployPorts, 'random' | 'now'>,
): Promise<FirstKeys | null> {
  if ((await keyNames(entries, '')).length > 0) return null
  const operator = await draft('operator', 'operator', ledger, ports)
  const inference = await draft('first', 'inference', ledger, ports)
  await entries.write([operator, inference].map(({ id, value }) => ({ name: id, value, id: null })))
  return { operator, inference }
}

async function draft(
  name: string,
  scope: string,
  ledger: Ledger,
  { random, now }: Pick<DeployPorts, 'random' | 'now'>,
): Promise<KeyDraft> {
  let id = name
  // What an earlier key of this id spent would count for this one.
  for (let number = 2; await hasRows(ledger, id); number++) id = `${name}-${number}`
  const typed = readFlags(['--name', 'Made by npm run deploy', '--scopes', scope], recordFlags)
  const drafted = typed.ok ? await draftKey(id, typed.value, random, now()) : typed
  if (!drafted.ok) throw new Error(drafted.message)
  return drafted.draft
}
