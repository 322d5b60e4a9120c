import type { Typed } from '../flags.ts'
import { chooseAccount } from './account.ts'
import { copyOf, readTracked, type TrackedConfiguration, writeCopy } from './configuration.ts'
import { copyFile } from './files.ts'
import { readDeployNote } from './note.ts'
import type { DeployPorts, Step, Wrangler } from './ports.ts'
import type { ResourceIds } from './standing.ts'

/** The Worker that is deployed to, there already or not. */
export interface Target {
  account: string
  name: string
  tracked: TrackedConfiguration
  /** Goes by the copy of the configuration. */
  wrangler: Wrangler
  /** Writes that copy. */
  write(ids: ResourceIds, vars: Readonly<Record<string, string>>): Promise<void>
}

/** Which Worker in which account, the same as last time from this folder. Writes a first copy of the configuration. */
export async function chooseTarget(typed: Typed, ports: DeployPorts): Promise<Step<Target>> {
  const { folder } = ports
  const note = await readDeployNote(folder)
  const chosen = await chooseAccount(ports, note?.account ?? null)
  if (!chosen.ok) return chosen
  const { id: account, name: called } = chosen.value
  const tracked = await readTracked(folder)
  const name = typed.one('name') ?? note?.name ?? tracked.name
  if (note !== null && name !== note.name)
    return {
      ok: false,
      message: `The Tollgate of this folder is called ${note.name}. For a second one use a second clone.`,
    }
  ports.say(`Worker ${name}, account ${called === null ? account : `${called} (${account})`}.`)
  const copy = copyFile(folder)
  const target: Target = {
    account,
    name,
    tracked,
    wrangler: (args, input) => ports.wrangler([...args, '--config', copy], input),
    write: (ids, vars) => writeCopy(copy, copyOf(tracked, { folder, name, account, ids, vars })),
  }
  await target.write({ keys: null, database: null }, {})
  return { ok: true, value: target }
}
