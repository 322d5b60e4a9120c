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
  /** How far the clock of the Worker and of its Meters goes ahead; alarms ring by the real one. */
  aheadMs: number
}

/** What a Meter has, by its own tables. */
export interface MeterState {
  /** Requests of which nobody has told the end. */
  open: number
  /** Ended rows that the ledger does not have. */
  waiting: number
  /** All rows, delivered ones too. */
  kept: number
  /** Of all time, in nano-USD. */
  spentNano: number
  reservedNano: number
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

/** Lets the alarm of this Meter ring now, whenever it was set to. */
export async function ringMeter(url: string, name: string): Promise<MeterState> {
  return stateOf(await tell(url, { state: name, ring: true }))
}

/** What this Meter has. */
export async function lookAtMeter(url: string, name: string): Promise<MeterState> {
  return stateOf(await tell(url, { state: name }))
}

function stateOf({ state }: Answer): MeterState {
  if (state === null) throw new Error('The Meter did not answer.')
  return state
}

/** What the door of the faults is told. */
export interface Told extends Partial<Faults> {
  /** The Meter that is to end. */
  evict?: string
  /** The Meter that is to tell what it has. */
  state?: string
  ring?: boolean
}

interface Answer {
  evicted: boolean | null
  state: MeterState | null
}

async function tell(url: string, what: Told): Promise<Answer> {
  const response = await fetch(`${url}/-/faults`, { method: 'POST', body: JSON.stringify(what) })
  if (!response.ok) throw new Error(`The faults were not taken: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
