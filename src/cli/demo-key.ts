import { getRandomValues } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeToken, parseToken } from '../keys/token.ts'

/** What the demo key needs of KV. */
export interface KeyEntries {
  get(name: string): Promise<string | null>
  put(name: string, value: string): Promise<void>
}

/**
 * The token of the demo key, the same on every start: what was pasted into a tool goes on working. KV has only its
 * digest, so the token itself is kept beside the local state, readable by its owner alone.
 */
export async function demoToken(keys: KeyEntries, stateFolder: string): Promise<string> {
  const file = join(stateFolder, 'demo-key')
  const kept = await readToken(file)
  if (kept !== null && (await isAccepted(keys, kept))) return kept
  // Somebody's own key of that name stays as it is.
  const id = (await keys.get('demo')) === null ? 'demo' : `demo-${Date.now().toString(36)}`
  const token = makeToken(id, randomBytes)
  const { digest } = await parseToken(token)
  await keys.put(id, JSON.stringify({ hash: digest, name: 'Demo key of npm start' }))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${token}\n`, { mode: 0o600 })
  return token
}

/** So many random bytes. */
export function randomBytes(count: number): Uint8Array {
  return getRandomValues(new Uint8Array(count))
}

async function readToken(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    return null
  }
}

async function isAccepted(keys: KeyEntries, token: string): Promise<boolean> {
  const { id, digest } = await parseToken(token)
  const record = id === null ? null : await keys.get(id)
  return record !== null && record.includes(digest)
}
