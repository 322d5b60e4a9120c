import * as z from 'zod'
import { jsonSaid } from '../json-said.ts'
import { describeFailure } from './failure.ts'
import type { Step, Wrangler } from './ports.ts'

const deployment = z.object({
  versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })).min(1),
})
const version = z.object({
  resources: z.object({
    bindings: z.array(
      z.object({
        type: z.string(),
        name: z.string(),
        namespace_id: z.string().optional(),
        id: z.string().optional(),
        database_id: z.string().optional(),
      }),
    ),
  }),
})
const secrets = z.array(z.object({ name: z.string() }))
const namespaces = z.array(z.object({ id: z.string(), title: z.string() }))

/** The ids of what the Worker's data is in; null where they are not known. */
export interface ResourceIds {
  keys: string | null
  database: string | null
}

/** A name cannot be both. */
export type Settings = ReadonlyMap<string, 'variable' | 'secret'>

/** The Worker as it is deployed. */
export interface Standing {
  ids: ResourceIds
  /** It has a Meter: it is a Tollgate and not somebody's other Worker. */
  isTollgate: boolean
  /** Its variables and secrets, by name. */
  settings: Settings
}

/** What stands under the name in the configuration; null if there is no such Worker, or one that was never deployed. */
export async function readStanding(wrangler: Wrangler, account: string): Promise<Step<Standing | null>> {
  const doing = 'Looking for the Worker'
  const status = await wrangler(['deployments', 'status', '--json'])
  if (status.status !== 0) {
    const said = `${status.stdout}${status.stderr}`
    if (/\[code: (?:10007|10090)\]|no deployments/i.test(said)) return { ok: true, value: null }
    return { ok: false, message: describeFailure(doing, status, account) }
  }
  const { versions } = deployment.parse(jsonSaid(status.stdout))
  const serving = versions.reduce((one, other) => (other.percentage > one.percentage ? other : one))
  const viewed = await wrangler(['versions', 'view', serving.version_id, '--json'])
  if (viewed.status !== 0) return { ok: false, message: describeFailure(doing, viewed, account) }
  const { bindings } = version.parse(jsonSaid(viewed.stdout)).resources
  const listed = await wrangler(['secret', 'list', '--format', 'json'])
  if (listed.status !== 0) return { ok: false, message: describeFailure(doing, listed, account) }
  const bound = (name: string) => bindings.find((binding) => binding.name === name)
  const database = bound('DB')
  return {
    ok: true,
    value: {
      ids: {
        keys: bound('KEYS')?.namespace_id ?? null,
        database: database?.database_id ?? database?.id ?? null,
      },
      isTollgate: bound('METER') !== undefined,
      settings: new Map([
        ...bindings.flatMap(({ type, name }) => (type === 'plain_text' ? [[name, 'variable'] as const] : [])),
        ...secrets.parse(jsonSaid(listed.stdout)).map(({ name }) => [name, 'secret'] as const),
      ]),
    },
  }
}

/**
 * The namespace that a deploy which was stopped half-way left. Wrangler would try to make it again and fail; a database
 * it finds by its name.
 */
export async function findLeftKeys(
  wrangler: Wrangler,
  worker: string,
  account: string,
): Promise<Step<string | null>> {
  const answer = await wrangler(['kv', 'namespace', 'list'])
  if (answer.status !== 0)
    return { ok: false, message: describeFailure('Listing KV namespaces', answer, account) }
  const found = namespaces.parse(jsonSaid(answer.stdout)).find(({ title }) => title === keysTitle(worker))
  return { ok: true, value: found?.id ?? null }
}

/** As wrangler names what it makes: https://developers.cloudflare.com/workers/wrangler/configuration/#automatic-provisioning */
export function keysTitle(worker: string): string {
  return `${worker}-keys`
}
