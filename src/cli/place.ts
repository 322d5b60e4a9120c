import { join, resolve } from 'node:path'
import type { Done } from './command.ts'
import type { Entries } from './entries.ts'
import type { Flags, Typed } from './flags.ts'
import type { Ledger } from './ledger.ts'
import { openLocalStores } from './local-stores.ts'
import { remoteEntries, remoteLedger } from './remote-stores.ts'
import { deployedWrangler, projectFolder } from './wrangler.ts'

/** Where a command works: on the deployed Worker, or on a folder of local state. */
export type Place = { remote: true } | { remote: false; stateFolder: string }

/** What a command works on. */
export interface Stores {
  place: Place
  entries: Entries
  ledger: Ledger
}

/** For every command that takes them; `placeOf` reads them. */
export const placeFlags: Flags = {
  remote: { says: 'work on the deployed Worker' },
  'persist-to': { takes: 'FOLDER', says: 'the local state to work on; .wrangler/state if not given' },
}

export function placeOf(typed: Typed): { ok: true; place: Place } | { ok: false; message: string } {
  const folder = typed.one('persist-to')
  if (typed.one('remote') === undefined) {
    const stateFolder = resolve(projectFolder, folder ?? join('.wrangler', 'state'))
    return { ok: true, place: { remote: false, stateFolder } }
  }
  if (folder !== undefined)
    return { ok: false, message: '--persist-to is about local state: not with --remote' }
  return { ok: true, place: { remote: true } }
}

/** Does some work at the place that the flags name. Throws what the work or wrangler throws. */
export async function atPlace(typed: Typed, work: (stores: Stores) => Promise<Done>): Promise<Done> {
  const chosen = placeOf(typed)
  if (!chosen.ok) return chosen
  const { place } = chosen
  if (place.remote) {
    const run = deployedWrangler()
    return work({ place, entries: remoteEntries(run), ledger: remoteLedger(run) })
  }
  const local = await openLocalStores(place.stateFolder)
  try {
    return await work({ place, entries: local.entries, ledger: local.ledger })
  } finally {
    await local.close()
  }
}
