import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import type { ResourceIds } from './standing.ts'

const binding = z.looseObject({ binding: z.string() })
const trackedSchema = z.looseObject({
  name: z.string(),
  main: z.string(),
  vars: z.record(z.string(), z.unknown()).optional(),
  assets: z.looseObject({ directory: z.string().optional() }).optional(),
  kv_namespaces: z.array(binding),
  d1_databases: z.array(
    z.looseObject({
      binding: z.string(),
      database_name: z.string().optional(),
      migrations_dir: z.string().optional(),
    }),
  ),
})

/** `wrangler.toml` as it is tracked. */
export type TrackedConfiguration = z.infer<typeof trackedSchema>

/** Reads `wrangler.toml`. Throws what wrangler or zod throws. */
export async function readTracked(folder: string): Promise<TrackedConfiguration> {
  // Loading it takes over a second: not before it is needed.
  const { experimental_readRawConfig } = await import('wrangler')
  return trackedSchema.parse(experimental_readRawConfig({ config: join(folder, 'wrangler.toml') }).rawConfig)
}

export interface CopyOptions {
  /** What the paths in the tracked file start from. */
  folder: string
  name: string
  account: string | null
  ids: ResourceIds
  /** Variables to set; those that the Worker has besides stay (`keep_vars`). */
  vars: Readonly<Record<string, string>>
}

/** The configuration to deploy by: the tracked one with this account's names and ids in it. */
export function copyOf(tracked: TrackedConfiguration, options: CopyOptions): object {
  const { folder, name, account, ids, vars } = options
  const from = (path: string) => resolve(folder, path)
  return {
    ...tracked,
    name,
    ...(account !== null && { account_id: account }),
    main: from(tracked.main),
    vars: { ...tracked.vars, ...vars },
    ...(tracked.assets && {
      assets: {
        ...tracked.assets,
        ...(tracked.assets.directory !== undefined && { directory: from(tracked.assets.directory) }),
      },
    }),
    kv_namespaces: tracked.kv_namespaces.map((space) =>
      space.binding === 'KEYS' && ids.keys !== null ? { ...space, id: ids.keys } : space,
    ),
    d1_databases: tracked.d1_databases.map((database) => ({
      ...database,
      // A second Tollgate in the same account must not write into the ledger of the first.
      ...(name !== tracked.name && { database_name: name }),
      ...(database.migrations_dir !== undefined && { migrations_dir: from(database.migrations_dir) }),
      ...(database.binding === 'DB' && ids.database !== null && { database_id: ids.database }),
    })),
  }
}

/** Writes a copy to its place. */
export async function writeCopy(file: string, copy: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(copy, null, 2)}\n`)
}
