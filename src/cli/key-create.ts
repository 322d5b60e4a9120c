import { join, resolve } from 'node:path'
import { randomBytes } from './demo-key.ts'
import type { Flags, Typed } from './flags.ts'
import { draftKey, recordFlags, type KeyDraft } from './key-draft.ts'
import { hasEntry, putEntry, type Place } from './key-entries.ts'
import { otherInstance } from './one-instance.ts'
import { projectFolder } from './wrangler.ts'

export const createFlags: Flags = {
  ...recordFlags,
  remote: { says: 'write into the KV of the deployed Worker' },
  'persist-to': { takes: 'FOLDER', says: 'the local state to write into; .wrangler/state if not given' },
  replace: { says: 'put it in place of a key of the same id' },
  print: { says: 'write nothing: only show the token and the entry' },
}

/** Makes a key, writes its entry and returns what the person needs to know, with the token. */
export async function createKey(
  typed: Typed,
): Promise<{ ok: true; says: string } | { ok: false; message: string }> {
  const [id, ...more] = typed.words
  if (more.length > 0) return { ok: false, message: `one id at a time, without blank space: ${id}` }
  const place: Place = { remote: typed.one('remote') !== undefined, persistTo: typed.one('persist-to') }
  if (place.remote && place.persistTo !== undefined)
    return { ok: false, message: '--persist-to is about local state: not with --remote' }
  const drafted = await draftKey(id, typed, randomBytes, Date.now())
  if (!drafted.ok) return drafted
  const { draft } = drafted
  if (typed.one('print') !== undefined) return { ok: true, says: `Nothing is written.\n\n${describe(draft)}` }

  if (typed.one('replace') === undefined) {
    const existing = await hasEntry(place, draft.id)
    if (!existing.ok) return existing
    if (existing.value)
      return { ok: false, message: `there is a key ${draft.id} already: choose another id, or --replace it` }
  }
  const written = await putEntry(place, draft.id, draft.value)
  if (!written.ok) return written
  return { ok: true, says: `${await wherever(place, draft.id)}\n\n${describe(draft)}` }
}

function describe({ id, token, value }: KeyDraft): string {
  return `  token  ${token}

Keep the token: it is shown only now, KV has no more than its SHA-256.
The same key by hand, in the Cloudflare dashboard: Storage & Databases, KV, the namespace of the Worker's binding
KEYS (tollgate-keys), Add entry:

  key    ${id}
  value  ${value}`
}

async function wherever(place: Place, id: string): Promise<string> {
  if (place.remote) {
    const url = 'https://tollgate.{your subdomain}.workers.dev'
    return `Key ${id} is written; it works within a minute or two.\n\n${baseUrls(url)}`
  }
  const state = resolve(projectFolder, place.persistTo ?? join('.wrangler', 'state'))
  const running = await otherInstance(state)
  const note = running ? '' : ' once `npm start` runs'
  return `Key ${id} is written into the local state. It works${note} at:\n\n${baseUrls(running?.url ?? 'http://127.0.0.1:8787')}`
}

function baseUrls(url: string): string {
  return `  ${url}/v1 (OpenAI clients)\n  ${url} (Anthropic and Gemini clients)`
}
