import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectFolder } from '../../src/cli/wrangler.ts'
import type { Peer } from './peers.ts'
import { mainModules, peerModule } from './rivals.ts'

/** What `npm run build` wrote. */
const built = join(projectFolder, 'dist')
/** The main file of the built Worker. */
export const builtIndex = join(built, 'index.js')

/** What all Workers here have in common. */
const shared = {
  serviceBindings: { UPSTREAM: { network: { allow: ['local', 'private', 'public'] } } },
  // Straight to the Worker: the usual way in leads through one of Miniflare's own.
  unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
}

/** A Worker of one module, as Miniflare takes it. */
export async function plainWorker(name: 'bare' | 'transform') {
  const { compatibilityDate } = await readWranglerConfig()
  return { ...shared, name, compatibilityDate, modulesRoot: built, modules: [mainModule(name)] }
}

/** The built Worker as Miniflare takes it, or the bare one with the same bindings. */
export async function tollgateWorker(gatewayUrl: string, main: 'tollgate' | 'furnished' = 'tollgate') {
  const { name, compatibilityDate, workerOptions } = await readWranglerConfig()
  return {
    ...workerOptions,
    ...shared,
    name,
    compatibilityDate,
    modulesRoot: built,
    modules: [mainModule(main), ...(main === 'tollgate' ? await builtModules() : [])],
    bindings: {
      ACCOUNT_ID: 'account',
      GATEWAY_ID: 'gateway',
      CF_AIG_TOKEN: 'gateway-token',
      GATEWAY_URL: gatewayUrl,
    },
  }
}

/** A peer's Worker as Miniflare takes it. */
export async function peerWorker({ file, bindings }: Peer) {
  const { compatibilityDate } = await readWranglerConfig()
  const main = join(dirname(file), 'main-of-bench.js')
  return {
    ...shared,
    name: 'peer',
    compatibilityDate,
    compatibilityFlags: ['nodejs_compat'],
    modulesRoot: dirname(file),
    modules: [
      { type: 'ESModule' as const, path: main, contents: peerModule(basename(file)) },
      { type: 'ESModule' as const, path: file },
    ],
    bindings,
  }
}

/** The size of a file in KB of 1,024 bytes, gzip. */
export async function gzipKb(file: string): Promise<number> {
  return gzipSync(await readFile(file)).length / 1024
}

function mainModule(name: keyof typeof mainModules) {
  return { type: 'ESModule' as const, path: join(built, `${name}.js`), contents: mainModules[name] }
}

async function builtModules() {
  const texts = (await readdir(built)).filter((file) => file.endsWith('.sql'))
  return [
    { type: 'ESModule' as const, path: builtIndex },
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
