import * as z from 'zod'
import { parseRecord } from '../keys/record.ts'
import { baseUrlOf, describeBaseUrl } from './base-url.ts'
import type { Done } from './command.ts'
import { randomBytes } from './demo-key.ts'
import type { Flags, Typed } from './flags.ts'
import { draftKey, recordFlags, type KeyDraft } from './key-draft.ts'
import { findImported } from './key-find.ts'
import { walletProblem } from './key-wallet.ts'
import type { Ledger } from './ledger.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'

export const createFlags: Flags = {
  ...recordFlags,
  ...placeFlags,
  replace: { says: 'put it in place of a key of the same id' },
  reuse: { says: 'give out an id that a deleted key had: what that one spent counts for this one' },
  print: { says: 'write nothing: only show the token and the entry' },
  json: { says: 'for scripts' },
}

/** Makes a key, writes its entry and says what the person needs to know, with the token. */
export async function createKey(typed: Typed): Promise<Done> {
  const [id, ...more] = typed.words
  if (more.length > 0) return { ok: false, message: `one id at a time, without blank space: ${id}` }
  const drafted = await draftKey(id, typed, randomBytes, Date.now())
  if (!drafted.ok) return drafted
  if (typed.one('print') !== undefined) return { ok: true, says: describePrinted(drafted.draft, typed) }
  return atPlace(typed, (stores) => writeDraft(stores, typed, drafted.draft))
}

/** Writes a new key where nothing forbids it. */
export async function writeDraft(stores: Stores, typed: Typed, draft: KeyDraft): Promise<Done> {
  const taken = await whyTaken(stores, typed, draft.id)
  if (taken !== null) return { ok: false, message: taken }
  const parsed = parseRecord(draft.value, draft.id)
  const { wallet = null, scopes } = parsed.ok ? parsed.record : {}
  // Before the write: a read that fails after it would take the token along.
  const problem = await walletProblem(stores.entries, wallet)
  const warning =
    problem === null ? [] : [`All that this key asks for is refused until that is mended: ${problem}.`]
  await stores.entries.write([{ name: draft.id, value: draft.value, id: null }])
  const where = await baseUrlOf(stores.place)
  if (typed.one('json') !== undefined)
    return {
      ok: true,
      says: JSON.stringify({ ...asJson(draft), url: where.url, warning: warning[0] }, null, 2),
    }
  const wait = stores.place.remote ? '; it works within a minute or two' : ''
  const parts = [
    `Key ${draft.id} is written${wait}.`,
    ...warning,
    describe(draft),
    describeBaseUrl(where, scopes),
  ]
  return { ok: true, says: parts.join('\n\n') }
}

async function whyTaken({ entries, ledger }: Stores, typed: Typed, id: string): Promise<string | null> {
  const replaces = typed.one('replace') !== undefined
  const existing = (await entries.read([id])).get(id) ?? null
  if (existing !== null)
    return replaces ? null : `there is a key ${id} already: choose another id, or --replace it`
  if ((await findImported(entries, id)) !== null) return `an imported key has the id ${id}: choose another id`
  if (typed.one('reuse') !== undefined || !(await hasRows(ledger, id))) return null
  return `a key ${id} was used here before: choose another id, or --reuse it with what that one spent`
}

/** Whether requests were ever written down under this id. */
export async function hasRows(ledger: Ledger, id: string): Promise<boolean> {
  const rows = await ledger.read(z.unknown(), 'SELECT 1 FROM keys WHERE key_id = ?1', id)
  return rows.length > 0
}

function describePrinted(draft: KeyDraft, typed: Typed): string {
  if (typed.one('json') !== undefined) return JSON.stringify(asJson(draft), null, 2)
  return `Nothing is written.\n\n${describe(draft)}`
}

function asJson({ id, token, value }: KeyDraft): object {
  return { id, token, entry: JSON.parse(value) as unknown }
}

function describe({ id, token, value }: KeyDraft): string {
  return `  token  ${token}

Keep the token: it is shown only now, KV has no more than its SHA-256.
The same key by hand, in the Cloudflare dashboard: Storage & Databases, KV, the namespace of the Worker's binding
KEYS (tollgate-keys), Add entry:

  key    ${id}
  value  ${value}`
}
