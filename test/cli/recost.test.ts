import { describe, expect, test } from 'vitest'
import { recostAt, recostFlags } from '../../src/cli/recost-run.ts'
import { rowsToPrice, updatesOf, type Price, type PricedRow } from '../../src/cli/recost-rows.ts'
import { askedSums, servedSums } from '../../src/cli/reconcile-run.ts'
import type { Row } from '../../src/ledger/row.ts'
import { memoryStores, seedRows, typedAs, type MemoryStores } from './memory-stores.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const old = 'genai-prices/openai/gpt-4o@2026-01-01'
const fresh = 'genai-prices/openai/gpt-4o@2026-11-01'

/** Three nano-USD a token, and nothing known of other models. */
const price = (row: PricedRow): Price =>
  row.model === 'gpt-4o'
    ? { nanoUsd: ((row.input_tokens ?? 0) + (row.output_tokens ?? 0)) * 3, priceId: fresh }
    : { nanoUsd: null, priceId: null }

async function recost(stores: MemoryStores, ...args: string[]) {
  const done = await recostAt(stores, typedAs(recostFlags, '--since=7d', ...args), price, now)
  return done.ok ? done.says : done.message
}

function costs(stores: MemoryStores): unknown[] {
  return stores.database
    .prepare('SELECT cost_nano_usd, price_id FROM requests ORDER BY key_id, id')
    .all()
    .map(({ cost_nano_usd, price_id }) => [cost_nano_usd, price_id])
}

const counted = { key_id: 'alice', at: now, input_tokens: 10, output_tokens: 10 } satisfies Partial<Row>

describe('npm run recost', () => {
  test('prices rows again, daily follows, and the second time nothing changes', async () => {
    const stores = memoryStores()
    seedRows(stores, [
      { ...counted, cost_nano_usd: 100, price_id: old },
      { ...counted, cost_nano_usd: null, price_id: null },
      { ...counted, key_id: 'bob', model: 'unknown', cost_nano_usd: 7, price_id: 'config/unknown' },
    ])
    const report = JSON.parse(await recost(stores, '--json')) as unknown
    expect(report).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
      dry_run: false,
      models: [
        {
          model: 'gpt-4o',
          rows: 2,
          changed: 2,
          cost_nano_usd_before: 100,
          cost_nano_usd_after: 120,
          unpriced_before: 1,
          unpriced_after: 0,
        },
        {
          model: 'unknown',
          rows: 1,
          changed: 1,
          cost_nano_usd_before: 7,
          cost_nano_usd_after: 0,
          unpriced_before: 0,
          unpriced_after: 1,
        },
      ],
      kept: { fixed: 0, estimated: 0 },
    })
    expect(costs(stores)).toEqual([
      [60, fresh],
      [60, fresh],
      [null, null],
    ])
    const daily = stores.database
      .prepare('SELECT model, cost_nano_usd, unpriced FROM daily ORDER BY model')
      .all()
    expect(daily.map(({ model, cost_nano_usd, unpriced }) => [model, cost_nano_usd, unpriced])).toEqual([
      ['gpt-4o', 120, 0],
      ['unknown', 0, 1],
    ])
    expect(await recost(stores)).toBe(
      '3 rows from 2026-11-16 to 2026-11-22 (UTC) were priced again; 0 changed, and daily with them.',
    )
  })

  test('writes nothing with --dry-run and says what it would do', async () => {
    const stores = memoryStores()
    seedRows(stores, [{ ...counted, cost_nano_usd: 100, price_id: old }])
    expect(await recost(stores, '--dry-run')).toBe(
      `model   rows  changed  USD before   USD after   difference  unpriced before  after
gpt-4o     1        1   0.0000001  0.00000006  -0.00000004                0      0

1 rows from 2026-11-16 to 2026-11-22 (UTC) were priced again; 1 would change (--dry-run: nothing is written).`,
    )
    expect(costs(stores)).toEqual([[100, old]])
  })

  test.each<[string, Partial<Row>]>([
    ['the provider stated', { cost_nano_usd: 5, price_id: 'stated' }],
    ['the operator fixed a unit', { cost_nano_usd: 5, price_id: 'config' }],
    ['a cache made free', { cost_nano_usd: 0, price_id: 'gateway-cache' }],
    ['was settled without a price', { cost_nano_usd: 5, price_id: null }],
    [
      'stands for counts that nobody knows',
      { cost_nano_usd: 5, price_id: old, input_tokens: null, output_tokens: null },
    ],
    ['is an estimate', { cost_nano_usd: 5, price_id: old, usage_source: 'estimated' }],
  ])('keeps a cost that %s', async (_, row) => {
    const stores = memoryStores()
    seedRows(stores, [{ ...counted, ...row }])
    await recost(stores)
    expect(costs(stores)).toEqual([[row.cost_nano_usd, row.price_id]])
  })

  test('prices a request without counts again, but not a lost one', async () => {
    const stores = memoryStores()
    const row = {
      key_id: 'alice',
      at: now,
      cost_nano_usd: 5,
      price_id: 'config/gpt-4o',
      usage_source: 'none',
    } as const
    seedRows(stores, [
      { ...row, outcome: 'complete' },
      { ...row, outcome: 'lost' },
    ])
    await recost(stores)
    expect(costs(stores)).toEqual([
      [0, fresh],
      [5, 'config/gpt-4o'],
    ])
  })

  test('stays inside its days, in UTC', async () => {
    const stores = memoryStores()
    const midnight = Date.parse('2026-11-16T00:00:00Z')
    seedRows(stores, [
      { ...counted, at: midnight - 1 },
      { ...counted, at: midnight },
      { ...counted, at: Date.parse('2026-11-20T23:59:59.999Z') },
      { ...counted, at: Date.parse('2026-11-21T00:00:00Z') },
    ])
    const done = await recostAt(
      stores,
      typedAs(recostFlags, '--since=2026-11-16', '--until=2026-11-20'),
      price,
      now,
    )
    expect(done.ok).toBe(true)
    expect(costs(stores)).toEqual([
      [null, null],
      [60, fresh],
      [60, fresh],
      [null, null],
    ])
  })

  test('goes through more rows than one read takes', async () => {
    const stores = memoryStores()
    seedRows(
      stores,
      Array.from({ length: 4_500 }, () => ({ ...counted })),
    )
    expect(await recost(stores)).toContain('4500 rows')
    expect(new Set(costs(stores).map((cost) => JSON.stringify(cost)))).toEqual(
      new Set([JSON.stringify([60, fresh])]),
    )
  })

  test('leaves a row alone that somebody changed meanwhile', async () => {
    const stores = memoryStores()
    const [id = ''] = seedRows(stores, [{ ...counted, cost_nano_usd: 1, price_id: 'stated' }])
    const seen = { ...counted, id, cost_nano_usd: null, price_id: null } as unknown as PricedRow
    await stores.ledger.change(updatesOf('alice', [{ row: seen, price: { nanoUsd: 9, priceId: fresh } }]))
    expect(costs(stores)).toEqual([[1, 'stated']])
  })

  test('finds nothing where nothing was ever written', async () => {
    expect(await recost(memoryStores({}, false))).toContain('0 rows')
  })

  test('wants to know from which day on', async () => {
    const done = await recostAt(memoryStores(), typedAs(recostFlags), price, now)
    expect(done).toEqual({ ok: false, message: 'from which day on? --since 2027-06-30' })
  })
})

describe('updatesOf', () => {
  test('keeps each statement well below the longest that D1 takes', () => {
    const row = { id: 'x'.repeat(36), cost_nano_usd: 1, price_id: `config/${"'".repeat(190)}` } as PricedRow
    const changes = Array.from({ length: 2_000 }, () => ({ row, price: { nanoUsd: 1, priceId: fresh } }))
    const lengths = updatesOf('alice', changes).map(({ parameters }) => String(parameters[0]).length)
    expect(Math.max(...lengths)).toBeLessThan(45_000)
    const items = updatesOf('alice', changes).flatMap(
      ({ parameters }) => JSON.parse(String(parameters[0])) as unknown[],
    )
    expect(items).toHaveLength(2_000)
  })
})

test.each([
  ['rowsToPrice', rowsToPrice],
  [
    'the update',
    updatesOf('a', [{ row: { id: 'b' } as PricedRow, price: { nanoUsd: 1, priceId: 'c' } }])[0]?.sql ?? '',
  ],
  ['servedSums', servedSums],
  ['askedSums', askedSums],
])('%s seeks and never scans', (_, sql) => {
  const { database } = memoryStores()
  const given = Array.from({ length: (sql.match(/\?\d/g) ?? []).length }, () => '[]')
  const count = new Set(sql.match(/\?\d/g)).size
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...given.slice(0, count))
  const steps = plan.map(({ detail }) => String(detail))
  expect(steps.filter((step) => /^SCAN (?!fresh)/.test(step))).toEqual([])
  expect(
    steps.some((step) =>
      /^SEARCH (requests|daily) USING PRIMARY KEY \((key_id=\? AND id(=|>)\?|day>\?)/.test(step),
    ),
  ).toBe(true)
})
