import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { mainModules, type Rival } from './rivals.ts'
import { meterOf, type ProcessMeter, withWorkerd } from './workerd-process.ts'

/** All rivals side by side in one `workerd`, with Tollgate's KV, D1 and Meter in the same process. */
export interface Ring {
  ports: Readonly<Record<Rival, number>>
  workerd: ProcessMeter
  kv(): ReturnType<Miniflare['getKVNamespace']>
  d1(): ReturnType<Miniflare['getD1Database']>
  stop(): Promise<void>
}

export interface RingOptions {
  /** For `GATEWAY_URL`, with its `/v1`. */
  gatewayUrl: string
  /** Opens workerd's inspector there, to see where the time goes. */
  inspectorPort?: number | undefined
}

const built = join(projectFolder, 'dist')
/** In memory where there is such a folder: the Meter's commits would wait for this machine's disk, with everything else. */
const stateParent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const everywhere = { network: { allow: ['local', 'private', 'public'] } }

/** Starts them over what `npm run build` left in `dist/`. */
export async function startRing({ gatewayUrl, inspectorPort }: RingOptions): Promise<Ring> {
  const { name, compatibilityDate, workerOptions } = await readWranglerConfig()
  const shared = {
    compatibilityDate,
    modulesRoot: built,
    serviceBindings: { UPSTREAM: everywhere },
    // Straight to the Worker: the usual way in leads through one of Miniflare's own.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  }
  const rival = (rival: Rival) => ({
    type: 'ESModule' as const,
    path: join(built, `${rival}.js`),
    contents: mainModules[rival],
  })
  const tollgate = {
    ...workerOptions,
    ...shared,
    name,
    modules: [rival('tollgate'), ...(await builtModules())],
    bindings: {
      ACCOUNT_ID: 'account',
      GATEWAY_ID: 'gateway',
      CF_AIG_TOKEN: 'gateway-token',
      GATEWAY_URL: gatewayUrl,
    },
  }
  const state = await mkdtemp(join(stateParent, 'tollgate-bench-'))
  const [miniflare, pid] = await withWorkerd(async () => {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        host: '127.0.0.1',
        port: 0,
        cf: false,
        log: new Log(LogLevel.WARN),
        logRequests: false,
        resourcePersistencePath: state,
        ...(inspectorPort !== undefined && { inspectorPort }),
        workers: [
          tollgate,
          { ...shared, name: 'bare', modules: [rival('bare')] },
          { ...shared, name: 'transform', modules: [rival('transform')] },
        ],
      }),
    )
    await miniflare.ready
    return miniflare
  })
  const portOf = async (worker: string) => Number((await miniflare.unsafeGetDirectURL(worker)).port)
  return {
    ports: { bare: await portOf('bare'), transform: await portOf('transform'), tollgate: await portOf(name) },
    workerd: meterOf(pid),
    kv: () => miniflare.getKVNamespace('KEYS', name),
    d1: () => miniflare.getD1Database('DB', name),
    async stop() {
      await miniflare.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}

async function builtModules() {
  const texts = (await readdir(built)).filter((file) => file.endsWith('.sql'))
  return [
    { type: 'ESModule' as const, path: join(built, 'index.js') },
    ...texts.map((file) => ({ type: 'Text' as const, path: join(built, file) })),
  ]
}

async function readWranglerConfig() {
  process.env['WRANGLER_LOG'] ??= 'error'
  const { unstable_readConfig, unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const config = unstable_readConfig({ config: join(projectFolder, 'wrangler.toml') }, { hideWarnings: true })
  // For the pages Miniflare would put two Workers of its own in front, which are no part of what is measured.
  const { assets: _pages, ...workerOptions } = unstable_getMiniflareWorkerOptions(config).workerOptions
  return {
    name: config.name ?? 'tollgate',
    compatibilityDate: config.compatibility_date ?? '',
    workerOptions,
  }
}
