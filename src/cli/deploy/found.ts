import type { DeployPorts, Step } from './ports.ts'
import { findLeftKeys, readStanding, type ResourceIds, type Settings } from './standing.ts'
import type { Target } from './target.ts'

/** What a deploy finds before it begins. */
export interface Found {
  /** There is no Tollgate of this name yet. */
  isNew: boolean
  ids: ResourceIds
  settings: Settings
}

/** Looks for the Worker, and for what an earlier run left. */
export async function whatIsThere(
  { wrangler, name, account }: Target,
  env: DeployPorts['env'],
): Promise<Step<Found>> {
  const standing = await readStanding(wrangler, account)
  if (!standing.ok) return standing
  if (standing.value !== null) {
    const { isTollgate, ids, settings } = standing.value
    // Workers Builds connects a build to a Worker by itself, and that one may be empty at first.
    if (!isTollgate && env['WORKERS_CI'] === undefined)
      return {
        ok: false,
        message: `There is a Worker ${name} in this account already, and it is no Tollgate. Choose another name: npm run deploy -- --name my-tollgate`,
      }
    if (isTollgate) return { ok: true, value: { isNew: false, ids, settings } }
  }
  const left = await findLeftKeys(wrangler, name, account)
  if (!left.ok) return left
  const settings = standing.value?.settings ?? new Map()
  return { ok: true, value: { isNew: true, ids: { keys: left.value, database: null }, settings } }
}

/** The ids of what a deployed Worker is bound to. */
export async function idsOf({ wrangler, account }: Target): Promise<Step<ResourceIds>> {
  const standing = await readStanding(wrangler, account)
  if (!standing.ok) return standing
  if (standing.value !== null && standing.value.ids.keys !== null)
    return { ok: true, value: standing.value.ids }
  return {
    ok: false,
    message:
      'The Worker is deployed, but Cloudflare does not tell its KV namespace yet. Run npm run deploy again.',
  }
}
