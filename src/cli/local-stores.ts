import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import * as z from 'zod'
import { slicesOf, type Entries, type EntryName } from './entries.ts'
import { isWithoutTables, type Ledger } from './ledger.ts'
import { readWranglerConfig } from './local-worker.ts'

const named = z.object({ id: z.string() })
const atOnce = 100

/** The same KV and D1 as a local Worker has on this folder of state, which may run meanwhile. */
export async function openLocalStores(
  stateFolder: string,
): Promise<{ entries: Entries; ledger: Ledger; close(): Promise<void> }> {
  const { convertV4MiniflareOptions, Log, LogLevel, Miniflare } = await import('miniflare')
  const { name, workerOptions } = await readWranglerConfig()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name,
      // Nothing is served: only its KV and D1 are wanted.
      durableObjects: {},
      ratelimits: {},
      modules: [{ type: 'ESModule', path: 'nothing.js', contents: 'export default {}' }],
      resourcePersistencePath: join(stateFolder, 'v3'),
      cf: false,
      log: new Log(LogLevel.ERROR),
    }),
  )
  return {
    entries: localEntries(await miniflare.getKVNamespace('KEYS')),
    ledger: localLedger(await miniflare.getD1Database('DB')),
    close: () => miniflare.dispose(),
  }
}

type Namespace = Awaited<ReturnType<Miniflare['getKVNamespace']>>
type Database = Awaited<ReturnType<Miniflare['getD1Database']>>

function localEntries(kv: Namespace): Entries {
  return {
    async list(prefix) {
      const found: EntryName[] = []
      for (let cursor: string | undefined, more = true; more;) {
        const page = await kv.list({ prefix, ...(cursor !== undefined && { cursor }) })
        for (const { name, metadata } of page.keys) {
          const written = named.safeParse(metadata)
          found.push({ name, id: written.success ? written.data.id : null })
        }
        more = !page.list_complete
        cursor = page.list_complete ? undefined : page.cursor
      }
      return found
    },
    async read(names) {
      const found = new Map<string, string | null>()
      for (const slice of slicesOf(names, atOnce)) {
        const values = await Promise.all(slice.map((name) => kv.get(name, 'text')))
        for (const [index, name] of slice.entries()) found.set(name, values[index] ?? null)
      }
      return found
    },
    async write(entries) {
      for (const slice of slicesOf(entries, atOnce))
        await Promise.all(
          slice.map(({ name, value, id }) => kv.put(name, value, id === null ? {} : { metadata: { id } })),
        )
    },
    async remove(names) {
      for (const slice of slicesOf(names, atOnce)) await Promise.all(slice.map((name) => kv.delete(name)))
    },
  }
}

function localLedger(db: Database): Ledger {
  return {
    async read(row, sql, ...parameters) {
      try {
        const { results } = await db
          .prepare(sql)
          .bind(...parameters)
          .all()
        return results.map((result) => row.parse(result))
      } catch (error) {
        if (isWithoutTables(String(error))) return []
        throw error
      }
    },
    async change(statements) {
      for (const { sql, parameters } of statements)
        await db
          .prepare(sql)
          .bind(...parameters)
          .run()
    },
  }
}
