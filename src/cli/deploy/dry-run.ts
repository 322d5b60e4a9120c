import type { Done } from '../command.ts'
import type { Typed } from '../flags.ts'
import { copyOf, readTracked, writeCopy } from './configuration.ts'
import { dryCopyFile } from './files.ts'
import { readDeployNote } from './note.ts'
import type { DeployPorts } from './ports.ts'

/** Writes the configuration and bundles by it, as a deploy would. Needs no account and asks Cloudflare nothing. */
export async function dryRun(
  typed: Typed,
  { folder, wrangler }: Pick<DeployPorts, 'folder' | 'wrangler'>,
): Promise<Done> {
  const note = await readDeployNote(folder)
  const tracked = await readTracked(folder)
  const name = typed.one('name') ?? note?.name ?? tracked.name
  const file = dryCopyFile(folder)
  const ids = { keys: null, database: null }
  await writeCopy(file, copyOf(tracked, { folder, name, account: note?.account ?? null, ids, vars: {} }))
  const answer = await wrangler(['deploy', '--dry-run', '--config', file])
  const said = `${answer.stdout}${answer.stderr}`.trim()
  if (answer.status !== 0) return { ok: false, message: `The Worker cannot be built.\n\n${said}` }
  return {
    ok: true,
    says: `${said}

Nothing is deployed (--dry-run). A deploy of ${name} would now:
- ask Cloudflare who you are, and which account is meant
- make what is not there: a KV namespace ${name}-keys, a D1 database ${name === tracked.name ? (tracked.d1_databases[0]?.database_name ?? name) : name}, the Durable Object Meter
- ask for what is not set: GATEWAY_ID, CF_AIG_TOKEN
- upload the Worker; if there are no keys yet, make one for the operator and one for requests
- send one request and say how it went`,
  }
}
