import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { writeRows } from '../../src/ledger/d1.ts'
import { inspectLedger } from '../../src/ledger/inspection.ts'
import { applySchema, migrations } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { idOf, labelOf, noon, rowOf } from './rows.ts'

const lookedFor = { today: '2035-06-15', since: '2035-05-17', mostModels: 2, mostKeys: 2 }

beforeEach(async () => {
  await emptyBindings()
})

test('a database without tables lacks every migration', async () => {
  expect(await inspectLedger(env.DB, lookedFor)).toEqual({
    lacking: migrations.map(({ name }) => name),
    bytes: 0,
    requestsToday: 0,
    unpriced: [],
    recent: [],
  })
})

test('the ledger tells its size, its day, its models without a cost, and the keys that were used last', async () => {
  await applySchema(env.DB)
  const unpriced = { cost_nano_usd: null }
  const rows = [
    rowOf({ id: idOf(1) }),
    rowOf({ id: idOf(2), model: 'new', ...unpriced }),
    rowOf({ id: idOf(3), model: 'new', ...unpriced, outcome: 'lost' }),
    rowOf({ id: idOf(4), model: 'newer', ...unpriced, key_id: 'bob', at: noon - 1 }),
    rowOf({ id: idOf(5), model: null, ...unpriced }),
    rowOf({ id: idOf(6), model: 'made-up', ...unpriced, outcome: 'refused_upstream' }),
    rowOf({ id: idOf(7), model: 'old', ...unpriced, key_id: 'carol', at: noon - 40 * 86_400_000 }),
  ]
  await writeRows(
    env.DB,
    rows,
    ['alice', 'bob', 'carol'].map((key_id) => labelOf({ key_id })),
  )
  expect(await inspectLedger(env.DB, lookedFor)).toEqual({
    lacking: [],
    bytes: expect.any(Number),
    requestsToday: 6,
    unpriced: [
      { provider: 'openai', model: 'new', requests: 2, answered: 1 },
      { provider: 'openai', model: 'newer', requests: 1, answered: 1 },
    ],
    recent: ['alice', 'bob'],
  })
})
