import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import { projectFolder, runWrangler } from './wrangler.ts'

export interface LocalWorkerOptions {
  /** Folder that `buildWorker` wrote. */
  built: string
  /** Variables of the Worker. Where given, nothing is read from `.dev.vars`. */
  vars: Readonly<Record<string, string>>
  /** Folder of wrangler's local state (its `--persist-to`); without one, the state lives as long as the Worker. */
  persistTo?: string
  /** Port on 127.0.0.1; 0, the default, is any free one. */
  port?: number
  /** Port of workerd's inspector on 127.0.0.1, 0 for any free one; without it there is none. */
  inspectorPort?: number
  /** Takes each line that the Worker logs; if absent, they go to the terminal, and Miniflare's warnings too. */
  onLog?: (line: string) => void
}

/** A Worker that runs on this machine, with KV, D1, its Durable Object and rate limit as `wrangler.toml` has them. */
export interface LocalWorker {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  url: string
  d1(): ReturnType<Miniflare['getD1Database']>
  kv(): ReturnType<Miniflare['getKVNamespace']>
  /** Of one that was started with a port for it. */
  inspector(): Promise<URL>
  stop(): Promise<void>
}

/** Bundles the Worker as a deploy would, into a folder. */
export async function buildWorker(folder: string): Promise<void> {
  const built = await runWrangler(['deploy', '--dry-run', '--outdir', folder])
  if (built.status !== 0) throw new Error(`The Worker could not be built.\n${built.stdout}${built.stderr}`)
}

/** Runs a built Worker in `workerd`, over the same local state that wrangler's commands read and write. */
export async function runLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  // Loading it takes a second, and a refusal needs none of it.
  const { convertV4MiniflareOptions, Log, LogLevel, Miniflare } = await import('miniflare')
  const { name, vars, workerOptions } = await readWranglerConfig()
  const { onLog } = options
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name,
      modules: await modulesOf(options.built),
      modulesRoot: options.built,
      bindings: { ...vars, ...options.vars },
      host: '127.0.0.1',
      port: options.port ?? 0,
      // Without this it asks workers.cloudflare.com where it is.
      cf: false,
      log: new Log(onLog ? LogLevel.ERROR : LogLevel.WARN),
      logRequests: false,
      ...(options.inspectorPort !== undefined && { inspectorPort: options.inspectorPort }),
      ...(onLog && { handleStructuredLogs: ({ message }: { message: string }) => onLog(message) }),
      // wrangler keeps its state in this folder of `--persist-to`.
      ...(options.persistTo && { resourcePersistencePath: join(options.persistTo, 'v3') }),
    }),
  )
  const url = (await miniflare.ready).origin
  return {
    url,
    d1: () => miniflare.getD1Database('DB'),
    kv: () => miniflare.getKVNamespace('KEYS'),
    inspector: () => miniflare.getInspectorURL(),
    stop: () => miniflare.dispose(),
  }
}

/** The Worker's variables as wrangler's own commands would find them: `wrangler.toml`, then `.dev.vars`. */
export async function readLocalVars(): Promise<Record<string, string>> {
  const { workerOptions } = await readWranglerConfig()
  return Object.fromEntries(
    Object.entries(workerOptions.bindings ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

/** What `wrangler.toml` (and `.dev.vars`) say, as Miniflare takes it. */
export async function readWranglerConfig() {
  // It would tell of each file that it read.
  process.env['WRANGLER_LOG'] ??= 'error'
  // Loading it takes over a second: not before it is needed.
  const { unstable_readConfig, unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const config = unstable_readConfig({ config: join(projectFolder, 'wrangler.toml') }, { hideWarnings: true })
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config)
  // Wrangler names the folder of the Durable Object's state by it.
  return { name: config.name ?? 'worker', vars: config.vars, workerOptions }
}

/** What a build wrote, as Miniflare takes it. */
export async function modulesOf(built: string) {
  const files = await readdir(built)
  const texts = files.filter((file) => file.endsWith('.sql'))
  const others = files.filter((file) => file.endsWith('.js') && file !== 'index.js')
  return [
    // The first one is the entry.
    ...['index.js', ...others].map((file) => ({ type: 'ESModule' as const, path: join(built, file) })),
    ...texts.map((file) => ({ type: 'Text' as const, path: join(built, file) })),
  ]
}
