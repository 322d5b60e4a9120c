import { applyD1Migrations, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { writeDirectly } from '../../src/ledger/direct.ts'
import { inspectLedger } from '../../src/ledger/inspection.ts'
import { noCounts } from '../../src/ledger/merged-sums.ts'
import { createLedgerReader } from '../../src/ledger/reader.ts'
import { applySchema, migrations } from '../../src/ledger/schema.ts'
import { statements } from '../../src/ledger/statements.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all } from './database.ts'
import { idOf, labelOf, noon, rowOf } from './rows.ts'

const wranglers = migrations.map(({ name, sql }) => ({ name, queries: statements(sql) }))
const day = { from: '2035-06-15', to: '2035-06-15' }
const reader = createLedgerReader(env.DB, () => applySchema(env.DB))
const keys = 'SELECT * FROM keys'
const row = rowOf({ id: idOf(2), at: noon + 1 })
const label = labelOf({ wallet: 'research' })

/** The database of somebody who had the first version only, and who has deployed this one. */
beforeEach(async () => {
  await emptyBindings()
  await applyD1Migrations(env.DB, wranglers.slice(0, 1))
  await env.DB.exec(`INSERT INTO keys (key_id, name, last_at) VALUES ('alice', 'Alice', ${noon})`)
  await env.DB.exec(
    "INSERT INTO daily VALUES ('2035-06-15', 'alice', 'openai', 'gpt-4o', 1, 0, 0, 0, 0, 0, 0, 0, 0, 7)",
  )
})

/** What the database has. */
async function found(): Promise<unknown[]> {
  const [sums] = await reader.usage(day, 'wallet', null, 10)
  const applied = await all('SELECT id, name FROM d1_migrations ORDER BY id')
  return [await all(keys), applied, sums?.['wallet'], sums?.requests, sums?.cost_nano_usd]
}

const upToDate = [
  [{ ...label, last_at: noon + 1 }],
  migrations.map(({ name }, index) => ({ id: index + 1, name })),
  'research',
  2,
  7 + (row.cost_nano_usd ?? 0),
]

test('the doctor tells what a database that is behind lacks, until it is asked for that', async () => {
  const lookedFor = { today: day.from, since: day.from, mostModels: 2, mostKeys: 2 }
  const lacking = async (): Promise<string[]> => (await inspectLedger(env.DB, lookedFor)).lacking
  const before = await lacking()
  const sums = { ...noCounts(), requests: 1, cost_nano_usd: 7 }
  expect([
    await reader.usage(day, 'day', null, 10),
    before,
    await lacking(),
    await reader.usage(day, 'wallet', null, 10),
    await lacking(),
  ]).toEqual([
    [{ day: day.from, ...sums }],
    migrations.slice(1).map(({ name }) => name),
    before,
    [{ wallet: '', ...sums }],
    [],
  ])
})

test('a Meter’s first write brings a database that is behind up to date', async () => {
  const meter = env.METER.getByName('wallet/research')
  await meter.close(row, label)
  await runDurableObjectAlarm(meter)
  expect(await found()).toEqual(upToDate)
})

test('a row that is written without a Meter brings a database that is behind up to date', async () => {
  await writeDirectly(env.DB, row, label)
  expect(await found()).toEqual(upToDate)
})

test('Wrangler brings a database that is behind up to date', async () => {
  await applyD1Migrations(env.DB, wranglers)
  await writeDirectly(env.DB, row, label)
  expect(await found()).toEqual(upToDate)
})
