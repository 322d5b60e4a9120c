import { rmSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const noteSchema = z.object({ pid: z.int().positive(), url: z.url() })

/** A Tollgate that runs on a folder of local state. */
export type Instance = z.infer<typeof noteSchema>

/**
 * The Tollgate that already runs on this state, or null. Two must not: each would take itself for the one owner of
 * the same Durable Object. A note left by a process that was killed does not count.
 */
export async function otherInstance(stateFolder: string): Promise<Instance | null> {
  const note = noteSchema.safeParse(await readJson(noteIn(stateFolder)))
  if (!note.success || !isAlive(note.data.pid)) return null
  // Its process id may belong to another program by now, but hardly its port as well.
  return fetch(note.data.url, { signal: AbortSignal.timeout(1000) }).then(
    () => note.data,
    () => null,
  )
}

/** Leaves a note that this process runs on the state, until it ends. */
export async function noteInstance(stateFolder: string, url: string): Promise<void> {
  await mkdir(stateFolder, { recursive: true })
  const note: Instance = { pid: process.pid, url }
  await writeFile(noteIn(stateFolder), JSON.stringify(note))
  process.once('exit', () => rmSync(noteIn(stateFolder), { force: true }))
}

function noteIn(stateFolder: string): string {
  return join(stateFolder, 'running.json')
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
