import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Entries } from '../../src/cli/entries.ts'
import { readFlags, type Flags, type Typed } from '../../src/cli/flags.ts'
import { isWithoutTables, type Ledger } from '../../src/cli/ledger.ts'
import type { Stores } from '../../src/cli/place.ts'
import { columns } from '../../src/ledger/columns.ts'
import { insertRows, upsertKeys } from '../../src/ledger/queries.ts'
import type { Row } from '../../src/ledger/row.ts'

export interface MemoryStores extends Stores {
  /** The texts in KV, by name. */
  texts: Map<string, string>
  /** The ids in their metadata. */
  ids: Map<string, string>
  database: DatabaseSync
}

/** KV as a map and D1 as SQLite in this process, with the ledger's own tables unless `tables` is false. */
export function memoryStores(texts: Record<string, string> = {}, tables = true): MemoryStores {
  const database = new DatabaseSync(':memory:')
  const migrations = tables ? readdirSync('src/ledger/migrations').sort() : []
  for (const file of migrations) database.exec(readFileSync(`src/ledger/migrations/${file}`, 'utf8'))
  const kv = { texts: new Map(Object.entries(texts)), ids: new Map<string, string>() }
  const stores = { ...kv, database, entries: memoryEntries(kv), ledger: memoryLedger(database) }
  return { ...stores, place: { remote: false, stateFolder: '/nowhere' } }
}

function memoryEntries({ texts, ids }: Pick<MemoryStores, 'texts' | 'ids'>): Entries {
  return {
    async list(prefix) {
      const names = [...texts.keys()].filter((name) => name.startsWith(prefix)).sort()
      return names.map((name) => ({ name, id: ids.get(name) ?? null }))
    },
    async read(names) {
      return new Map(names.map((name) => [name, texts.get(name) ?? null]))
    },
    async write(entries) {
      for (const { name, value, id } of entries) {
        texts.set(name, value)
        if (id === null) ids.delete(name)
        else ids.set(name, id)
      }
    },
    async remove(names) {
      for (const name of names) texts.delete(name)
    },
  }
}

function memoryLedger(database: DatabaseSync): Ledger {
  return {
    async read(row, sql, ...parameters) {
      try {
        return database
          .prepare(sql)
          .all(...parameters)
          .map((read) => row.parse({ ...read }))
      } catch (error) {
        if (isWithoutTables(String(error))) return []
        throw error
      }
    },
    async change(statements) {
      for (const { sql, parameters } of statements) database.prepare(sql).run(...parameters)
    },
  }
}

const emptyRow = {
  ...Object.fromEntries(Object.keys(columns).map((name) => [name, null])),
  door: 'openai',
  endpoint: 'chat/completions',
  provider: 'openai',
  model: 'gpt-4o',
  status: 200,
  stream: 0,
  outcome: 'complete',
  usage_source: 'reported',
  attempts: 1,
}

/** Writes rows as the Worker would, and the labels of their keys. Ids are numbered at the row's time. */
export function seedRows(
  { database }: MemoryStores,
  rows: readonly (Partial<Row> & Pick<Row, 'key_id' | 'at'>)[],
  tags: Record<string, string> = {},
): string[] {
  const whole = rows.map((row, index) => ({ ...emptyRow, id: idAt(row.at, index), ...row }))
  database.prepare(insertRows).run(JSON.stringify(whole))
  const labels = whole.map(({ key_id, at }) => ({
    key_id,
    name: null,
    tags: tags[key_id] ?? null,
    last_at: at,
  }))
  database.prepare(upsertKeys).run(JSON.stringify(labels))
  return whole.map(({ id }) => id)
}

function idAt(ms: number, index: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${(index + 1).toString(16).padStart(12, '0')}`
}

/** A command line as a command gets it. */
export function typedAs(flags: Flags, ...args: string[]): Typed {
  const typed = readFlags(args, flags)
  if (!typed.ok) throw new Error(typed.message)
  return typed.value
}
