import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { columns } from '../../src/ledger/columns.ts'
import * as queries from '../../src/ledger/queries.ts'
import { applySchema, migrations } from '../../src/ledger/schema.ts'
import { statements } from '../../src/ledger/statements.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all } from './database.ts'

const wranglers = migrations.map(({ name, sql }) => ({ name, queries: statements(sql) }))
const names = migrations.map(({ name }) => ({ name }))
const objects = `SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' ORDER BY 1, 2`
const applied = 'SELECT id, name, applied_at FROM d1_migrations ORDER BY id'

beforeEach(emptyBindings)

test('an empty database gets the tables, the triggers and the view, and the name of each migration', async () => {
  await applySchema(env.DB)
  const found = await all<{ type: string; name: string }>(objects)
  expect(found.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'table d1_migrations',
    'table daily',
    'table keys',
    'table requests',
    'trigger requests_insert',
    'trigger requests_update',
    'view usage',
  ])
  expect((await all<{ name: string }>(applied)).map(({ name }) => ({ name }))).toEqual(names)
})

test('Wrangler finds nothing to do after us, and we find nothing to do after Wrangler', async () => {
  await applySchema(env.DB)
  const ours = [await all(objects), await all(applied)]
  await applyD1Migrations(env.DB, wranglers)
  expect([await all(objects), await all(applied)]).toEqual(ours)

  await emptyBindings()
  await applyD1Migrations(env.DB, wranglers)
  const theirs = [await all(objects), await all(applied)]
  await applySchema(env.DB)
  expect([await all(objects), await all(applied)]).toEqual(theirs)
  expect((await all<{ name: string }>(applied)).map(({ name }) => ({ name }))).toEqual(names)
})

test('Meters that race end well, all of them', async () => {
  await Promise.all(Array.from({ length: 8 }, () => applySchema(env.DB)))
  expect((await all<{ name: string }>(applied)).map(({ name }) => ({ name }))).toEqual(names)
})

test('a migration that fails leaves nothing of itself behind, and says why', async () => {
  await env.DB.exec('CREATE TABLE keys (mine)')
  await expect(applySchema(env.DB)).rejects.toThrow('table keys already exists')
  const found = await all<{ type: string; name: string }>(objects)
  expect(found.map(({ type, name }) => `${type} ${name}`)).toEqual(['table d1_migrations', 'table keys'])
  expect(await all(applied)).toEqual([])
})

test('the columns of the code are those of the table, in its order and with its types', async () => {
  await applySchema(env.DB)
  const info = await all<{ name: string; type: string }>(
    `SELECT name, type FROM pragma_table_info('requests')`,
  )
  expect(info).toEqual(Object.entries(columns).map(([name, type]) => ({ name, type })))
})

test('no table has an index besides its primary key', async () => {
  await applySchema(env.DB)
  const indexes = await all<{ tbl_name: string }>(
    `SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND tbl_name <> 'd1_migrations'`,
  )
  expect(indexes).toEqual([])
})

test.each(Object.entries(queries))('%s does not scan the table of requests', async (_name, query) => {
  await applySchema(env.DB)
  const parameters = Array.from({ length: new Set(query.match(/\?\d+/g)).size }, () => '[]')
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
    .bind(...parameters)
    .all<{ detail: string }>()
  const steps = plan.results.map(({ detail }) => detail)
  expect(steps).not.toEqual([])
  expect(steps.filter((step) => /^SCAN requests\b/.test(step))).toEqual([])
})
