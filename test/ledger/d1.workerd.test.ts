import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeRows } from '../../src/ledger/d1.ts'
import { writeDirectly } from '../../src/ledger/direct.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all, allRequests } from './database.ts'
import { idOf, labelOf, noon, openRowOf, rowOf, rowsOf } from './rows.ts'

beforeEach(async () => {
  await emptyBindings()
  await applySchema(env.DB)
})

describe('writing rows', () => {
  test('a row comes back as it went in', async () => {
    const rows = [rowOf({ id: idOf(1) }), openRowOf({ id: idOf(2), units: 1.5, unit: 'second', model: '42' })]
    await writeRows(env.DB, rows, [labelOf()])
    expect(await allRequests()).toEqual(rows)
  })

  test('500 rows of a usual size are one write', async () => {
    const rows = rowsOf(500)
    await writeRows(env.DB, rows, [labelOf()])
    expect(await allRequests()).toEqual(rows)
  })

  test('a second write changes nothing, even with other counts', async () => {
    await writeRows(env.DB, [rowOf()], [labelOf()])
    await writeRows(env.DB, [rowOf({ input_tokens: 7, outcome: 'client_gone' })], [labelOf()])
    expect(await allRequests()).toEqual([rowOf()])
  })

  test('a lost row is replaced by its end, and nothing is replaced by a lost row', async () => {
    await writeRows(env.DB, [openRowOf({ input_tokens: 1 })], [labelOf()])
    await writeRows(env.DB, [openRowOf({ input_tokens: 2 })], [labelOf()])
    expect(await allRequests()).toEqual([openRowOf({ input_tokens: 1 })])
    await writeRows(env.DB, [rowOf()], [labelOf()])
    await writeRows(env.DB, [openRowOf()], [labelOf()])
    expect(await allRequests()).toEqual([rowOf()])
  })

  test('one bad row keeps the whole batch out', async () => {
    await expect(writeRows(env.DB, [rowOf(), rowOf({ id: idOf(2), at: 1.5 })], [labelOf()])).rejects.toThrow(
      'cannot store REAL value in INTEGER column requests.at',
    )
    expect([await allRequests(), await all('SELECT * FROM keys')]).toEqual([[], []])
  })
})

describe('the labels of keys', () => {
  const keys = 'SELECT * FROM keys ORDER BY key_id'

  test('each key has its last label and the time of its newest row', async () => {
    const rows = [
      rowOf({ id: idOf(1), at: noon + 5 }),
      rowOf({ id: idOf(2), at: noon }),
      rowOf({ id: idOf(3), key_id: 'bob', at: noon + 1 }),
    ]
    await writeRows(env.DB, rows, [
      labelOf({ name: 'old' }),
      labelOf({ key_id: 'bob', name: null, tags: null }),
      labelOf(),
    ])
    expect(await all(keys)).toEqual([
      { ...labelOf(), last_at: noon + 5 },
      { key_id: 'bob', name: null, tags: null, wallet: null, last_at: noon + 1 },
    ])
  })

  test('a batch that comes late does not bring an old name back', async () => {
    await writeRows(env.DB, [rowOf({ id: idOf(2), at: noon })], [labelOf({ name: 'new' })])
    await writeRows(env.DB, [rowOf({ id: idOf(1), at: noon - 1 })], [labelOf({ name: 'old' })])
    expect(await all(keys)).toEqual([{ ...labelOf({ name: 'new' }), last_at: noon }])
  })
})

test('the view reads well at the console', async () => {
  const refused = rowOf({ id: idOf(2), outcome: 'refused_upstream', cost_nano_usd: null, input_tokens: null })
  await writeRows(env.DB, [rowOf({ id: idOf(1), cost_nano_usd: 1_500_000_000 }), refused], [labelOf()])
  expect(await all(`SELECT * FROM usage WHERE key = 'alice'`)).toEqual([
    {
      time: '2035-06-15 12:00:00',
      key: 'alice',
      model: 'gpt-4o',
      input: 100,
      output: 20,
      usd: 1.5,
      outcome: 'complete',
    },
    {
      time: '2035-06-15 12:00:00',
      key: 'alice',
      model: 'gpt-4o',
      input: null,
      output: 20,
      usd: null,
      outcome: 'refused_upstream',
    },
  ])
})

describe('writing one row without a Meter', () => {
  test('creates the tables of a database that has none', async () => {
    await emptyBindings()
    await writeDirectly(env.DB, rowOf(), labelOf())
    expect(await allRequests()).toEqual([rowOf()])
  })

  test('throws what waiting cannot mend', async () => {
    await expect(writeDirectly(env.DB, rowOf({ at: 1.5 }), labelOf())).rejects.toThrow(
      'cannot store REAL value',
    )
  })
})
