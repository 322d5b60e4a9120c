import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { modulesOf } from '../../src/cli/local-worker.ts'
import { projectFolder } from '../../src/cli/wrangler.ts'
import type { Row } from '../../src/ledger/row.ts'
import { withFaults } from '../support/faults.ts'
import { codeOfPage, configWithQueue } from './scale-page.ts'

/** The built Worker with its queue bound, and the reader of the page on scale beside it. */
export interface ReaderStage {
  url: string
  kv(): ReturnType<Miniflare['getKVNamespace']>
  /** Rows of D1, in the order of keys and ids; none before there are tables. */
  ledger(): Promise<Row[]>
  /** Texts of the objects that the reader has written below this folder. */
  objects(folder: 'requests' | 'keys'): Promise<string[]>
  stop(): Promise<void>
}

export async function startReaderStage(gatewayUrl: string): Promise<ReaderStage> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-queue-'))
  const built = await withFaults(join(projectFolder, 'dist'))
  const tollgate = await optionsOf(folder, 'tollgate', await configWithQueue())
  const reader = await optionsOf(folder, 'reader', await codeOfPage('toml'))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [
        {
          ...tollgate.options,
          modules: await modulesOf(built),
          modulesRoot: built,
          bindings: { ACCOUNT_ID: 'account', CF_AIG_TOKEN: 'gateway-token', GATEWAY_URL: gatewayUrl },
        },
        {
          ...reader.options,
          modules: [{ type: 'ESModule', path: join(folder, 'reader.js'), contents: await codeOfPage('js') }],
          modulesRoot: folder,
          // As they stand there, but for the half minute.
          queueConsumers: Object.fromEntries(
            reader.consumers.map(({ queue, max_batch_size: maxBatchSize, dead_letter_queue }) => [
              queue,
              { maxBatchSize, maxBatchTimeout: 1, deadLetterQueue: dead_letter_queue },
            ]),
          ),
        },
      ],
      host: '127.0.0.1',
      port: 0,
      cf: false,
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      handleStructuredLogs: () => undefined,
    }),
  )
  const url = (await miniflare.ready).origin
  return {
    url,
    kv: () => miniflare.getKVNamespace('KEYS', 'tollgate'),
    async ledger() {
      const database = await miniflare.getD1Database('DB', 'tollgate')
      const tables = await database.prepare("SELECT name FROM sqlite_master WHERE name = 'requests'").all()
      if (tables.results.length === 0) return []
      return (await database.prepare('SELECT * FROM requests ORDER BY key_id, id').all<Row>()).results
    },
    async objects(below) {
      const bucket = await miniflare.getR2Bucket('USAGE', 'reader')
      const { objects } = await bucket.list({ prefix: `${below}/` })
      const texts = objects.map(async ({ key }) => (await bucket.get(key))?.text() ?? '')
      return Promise.all(texts)
    },
    async stop() {
      await miniflare.dispose()
      await rm(built, { recursive: true })
      await rm(folder, { recursive: true })
    },
  }
}

interface Consumer {
  queue: string
  max_batch_size: number
  dead_letter_queue: string
}

/** A configuration of wrangler's as Miniflare takes it. Pages would put Workers of Miniflare's own in front. */
async function optionsOf(folder: string, name: string, toml: string) {
  const path = join(folder, `${name}.toml`)
  await writeFile(path, toml)
  const config = unstable_readConfig({ config: path }, { hideWarnings: true })
  const { assets: _pages, ...options } = unstable_getMiniflareWorkerOptions(config).workerOptions
  const compatibilityDate: string = config.compatibility_date ?? ''
  const consumers: Consumer[] = config.queues.consumers ?? []
  return { options: { ...options, name, compatibilityDate }, consumers }
}
