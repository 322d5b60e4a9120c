import { env } from 'cloudflare:workers'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeRows } from '../../src/ledger/d1.ts'
import { noCounts } from '../../src/ledger/merged-sums.ts'
import { createLedgerReader } from '../../src/ledger/reader.ts'
import type { Row } from '../../src/ledger/row.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { labelOf, noon, rowOf } from './rows.ts'

const day = 86_400_000
const today = { from: '2035-06-15', to: '2035-06-15' }
const reader = createLedgerReader(env.DB, () => applySchema(env.DB))

function rowAt(key_id: string, at: number, changes: Partial<Row> = {}): Row {
  return rowOf({ key_id, at, id: v7({ msecs: at }), ...changes })
}

async function write(...rows: Row[]): Promise<void> {
  await writeRows(env.DB, rows, [
    labelOf(),
    labelOf({ key_id: 'bob', name: null, tags: '{"team":"ops","site":"a"}', wallet: 'shared' }),
    labelOf({ key_id: 'carol', tags: null }),
  ])
}

const sums = (requests: number): object => ({
  ...noCounts(),
  requests,
  input_tokens: 100 * requests,
  cache_read_tokens: 40 * requests,
  output_tokens: 20 * requests,
  reasoning_tokens: 5 * requests,
  cost_nano_usd: 450_000 * requests,
})

beforeEach(async () => {
  await emptyBindings()
})

test('a database without tables has nothing to read', async () => {
  const page = { keyId: null, days: null, before: null, limit: 10 }
  expect([
    await reader.usage(today, 'day', null, 10),
    await reader.usage(today, 'all', 'alice', 10),
    await reader.names(['alice']),
    await reader.requests(page),
    await reader.request(v7({ msecs: noon }), null),
  ]).toEqual([[], [], new Map(), [], null])
})

describe('the sums of a period', () => {
  beforeEach(async () => {
    await applySchema(env.DB)
    await write(
      rowAt('alice', noon),
      rowAt('alice', noon, { model: 'o3', provider: 'lab' }),
      rowAt('alice', noon - 40 * day),
      rowAt('bob', noon),
      rowAt('carol', noon + day),
    )
  })

  test.each([
    ['day', [{ day: '2035-06-15', ...sums(3) }]],
    [
      'model',
      [
        { model: 'gpt-4o', ...sums(2) },
        { model: 'o3', ...sums(1) },
      ],
    ],
    [
      'provider',
      [
        { provider: 'lab', ...sums(1) },
        { provider: 'openai', ...sums(2) },
      ],
    ],
    [
      'key',
      [
        { key_id: 'alice', ...sums(2) },
        { key_id: 'bob', ...sums(1) },
      ],
    ],
    [
      'wallet',
      [
        { wallet: '', ...sums(2) },
        { wallet: 'shared', ...sums(1) },
      ],
    ],
    [
      'tag',
      [
        { tag: 'site', value: 'a', ...sums(1) },
        { tag: 'team', value: 'ops', ...sums(1) },
        { tag: 'team', value: 'research', ...sums(2) },
      ],
    ],
    ['all', [sums(3)]],
  ] as const)('are of every key by %s', async (group, expected) => {
    const found = await reader.usage(today, group, null, 10)
    expect(found.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(expected)
  })

  test('are of one key alone, with its days across months', async () => {
    const year = { from: '2034-08-01', to: '2035-08-31' }
    expect([
      await reader.usage(year, 'day', 'alice', 10),
      await reader.usage(year, 'tag', 'alice', 10),
      await reader.usage(year, 'all', 'nobody', 10),
    ]).toEqual([
      [
        { day: '2035-05-06', ...sums(1) },
        { day: '2035-06-15', ...sums(2) },
      ],
      [{ tag: 'team', value: 'research', ...sums(3) }],
      [],
    ])
  })

  test('by wallet are those of the wallets that the keys have now, whatever they had then', async () => {
    await writeRows(env.DB, [rowAt('bob', noon + 1)], [labelOf({ key_id: 'bob', wallet: 'own' })])
    await writeRows(env.DB, [rowAt('bob', noon - 1)], [labelOf({ key_id: 'bob', wallet: 'shared' })])
    const moved = [{ wallet: 'own', ...sums(3) }]
    expect([
      await reader.usage(today, 'wallet', 'bob', 10),
      (await reader.usage(today, 'wallet', null, 10)).filter(({ wallet }) => wallet !== ''),
      await reader.usage(today, 'wallet', 'alice', 10),
    ]).toEqual([moved, moved, [{ wallet: '', ...sums(2) }]])
  })

  test('a group of several months is one sum', async () => {
    const year = { from: '2034-08-01', to: '2035-08-31' }
    const found = await reader.usage(year, 'provider', null, 10)
    expect(found.toSorted((one, other) => other.requests - one.requests)).toEqual([
      { provider: 'openai', ...sums(4) },
      { provider: 'lab', ...sums(1) },
    ])
  })

  test('are more than the most that was asked for where there are more', async () => {
    expect((await reader.usage(today, 'key', null, 1)).length).toBeGreaterThan(1)
  })

  test('keys have the names that they were last seen with', async () => {
    expect(await reader.names(['alice', 'bob', 'nobody'])).toEqual(new Map([['alice', "Alice's laptop"]]))
  })
})

describe('rows', () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    rowAt(['alice', 'bob', 'carol'][index % 3 === 0 ? 0 : index % 2] ?? 'carol', noon - index * 3_600_000),
  )
  const newestFirst = (keyId: string | null): Row[] =>
    rows.filter(({ key_id }) => keyId === null || key_id === keyId).toSorted((a, b) => (a.id < b.id ? 1 : -1))

  beforeEach(async () => {
    await applySchema(env.DB)
    await write(...rows)
  })

  test.each([null, 'alice', 'bob'])('of %s come newest first, page by page, each once', async (keyId) => {
    const read: Row[] = []
    for (let before: string | null = null; ;) {
      const page = await reader.requests({ keyId, days: null, before, limit: 4 })
      read.push(...page)
      if (page.length < 4) break
      before = page.at(-1)?.id ?? null
    }
    expect(read).toEqual(newestFirst(keyId))
  })

  test('are those of whole days in UTC', async () => {
    const found = await reader.requests({ keyId: null, days: today, before: null, limit: 100 })
    expect(found).toEqual(newestFirst(null).filter(({ at }) => at >= Date.UTC(2035, 5, 15)))
  })

  test('a cursor later than the days does not widen them', async () => {
    const yesterday = { from: '2035-06-14', to: '2035-06-14' }
    const before = v7({ msecs: noon + day })
    const found = await reader.requests({ keyId: 'alice', days: yesterday, before, limit: 100 })
    expect(found.map(({ at }) => new Date(at).toISOString().slice(0, 10))).toEqual(
      found.map(() => yesterday.from),
    )
    expect(found.length).toBeGreaterThan(0)
  })

  test('one is found by its id, by its own key or by whoever may see all', async () => {
    const [row] = rows
    const id = row?.id ?? ''
    expect([
      await reader.request(id, 'alice'),
      await reader.request(id, null),
      await reader.request(id, 'bob'),
      await reader.request(v7({ msecs: noon }), null),
    ]).toEqual([row, row, null, null])
  })
})
