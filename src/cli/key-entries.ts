import * as z from 'zod'
import { runWrangler, type WranglerAnswer } from './wrangler.ts'

/** Which KV a command works on: the deployed Worker's, or the local one in a folder (`.wrangler/state` if absent). */
export interface Place {
  remote: boolean
  persistTo?: string | undefined
}

type Done<T> = { ok: true; value: T } | { ok: false; message: string }

const listed = z.array(z.object({ name: z.string() }))

/** Whether KV has an entry of this name. */
export async function hasEntry(place: Place, name: string): Promise<Done<boolean>> {
  const answer = await runKv(place, 'list', '--prefix', name)
  if (!answer.ok) return answer
  const entries = listed.parse(JSON.parse(answer.value))
  return { ok: true, value: entries.some((entry) => entry.name === name) }
}

/** Writes an entry, in place of one of the same name. */
export async function putEntry(place: Place, name: string, value: string): Promise<Done<string>> {
  return runKv(place, 'put', name, value)
}

async function runKv(place: Place, ...args: string[]): Promise<Done<string>> {
  const where = place.remote ? ['--remote'] : ['--local']
  const kept = place.persistTo === undefined ? [] : ['--persist-to', place.persistTo]
  const answer = await runWrangler(['kv', 'key', ...args, '--binding', 'KEYS', ...where, ...kept])
  if (answer.status === 0) return { ok: true, value: answer.stdout }
  return { ok: false, message: `wrangler could not do it.\n${saidBy(answer)}` }
}

function saidBy({ stdout, stderr }: WranglerAnswer): string {
  return `${stdout}${stderr}`.trim()
}
