import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { noteFile } from './files.ts'

const noteSchema = z.object({ url: z.url(), name: z.string(), account: z.string() })

/** What the last deploy from this folder leaves for the next one, and for commands with `--remote`. */
export type DeployNote = z.infer<typeof noteSchema>

export async function readDeployNote(folder: string): Promise<DeployNote | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(noteFile(folder), 'utf8')))
  } catch {
    return null
  }
}

export async function writeDeployNote(folder: string, note: DeployNote): Promise<void> {
  await mkdir(dirname(noteFile(folder)), { recursive: true })
  await writeFile(noteFile(folder), `${JSON.stringify(note)}\n`)
}
