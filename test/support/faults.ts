import { cp, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What fails under a Worker that `startWorker` started with `faulty`. */
export interface Faults {
  /** D1, for the Worker and the Meters alike. */
  database: 'here' | 'away'
  /** How much later than usual D1 answers or fails, in milliseconds. */
  lateMs: number
}

/** A folder with the built Worker as it is, behind an entry that can make things fail under it. */
export async function withFaults(built: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-faulty-'))
  await cp(built, folder, { recursive: true })
  await rename(join(folder, 'index.js'), join(folder, 'worker.js'))
  const entry = await readFile(join(import.meta.dirname, 'faulty-worker.ts'), 'utf8')
  const runnable = stripTypeScriptTypes(entry).replace('../../src/index.ts', './worker.js')
  await writeFile(join(folder, 'index.js'), runnable)
  return folder
}

/** Makes things fail, or work again, from now on. */
export async function setFaults(url: string, faults: Partial<Faults>): Promise<void> {
  await tell(url, faults)
}

/** Ends the Meter of this name as the runtime may at any time; the next call to it makes it anew. */
export async function evictMeter(url: string, name: string): Promise<void> {
  const { evicted } = await tell(url, { evict: name })
  if (evicted !== true) throw new Error(`The Meter ${name} still stands.`)
}

async function tell(
  url: string,
  what: Partial<Faults> & { evict?: string },
): Promise<{ evicted: boolean | null }> {
  const response = await fetch(`${url}/-/faults`, { method: 'POST', body: JSON.stringify(what) })
  if (!response.ok) throw new Error(`The faults were not taken: ${response.status} ${await response.text()}`)
  return (await response.json()) as { evicted: boolean | null }
}
