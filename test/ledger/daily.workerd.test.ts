import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeRows } from '../../src/ledger/d1.ts'
import type { Row } from '../../src/ledger/row.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all, dailyRows, recount } from './database.ts'
import { idOf, labelOf, noon, openRowOf, rowOf } from './rows.ts'

const day = 86_400_000
const sums = {
  day: '2035-06-15',
  key_id: 'alice',
  provider: 'openai',
  model: 'gpt-4o',
  requests: 1,
  errors: 0,
  unpriced: 0,
  input_tokens: 100,
  cache_read_tokens: 40,
  cache_write_tokens: 0,
  output_tokens: 20,
  reasoning_tokens: 5,
  units: 0,
  cost_nano_usd: 450_000,
}

beforeEach(async () => {
  await emptyBindings()
  await applySchema(env.DB)
})

describe('the sums of a day', () => {
  test('an unknown count is taken as 0, an unknown cost is counted', async () => {
    await writeRows(env.DB, [rowOf({ id: idOf(1) }), openRowOf({ id: idOf(2), outcome: 'client_gone' })], [])
    expect(await all(dailyRows)).toEqual([{ ...sums, requests: 2, unpriced: 1 }])
  })

  test('errors are what did not answer: upstream_error, refused_upstream and lost, not a client that left', async () => {
    const outcomes = ['complete', 'client_gone', 'upstream_error', 'refused_upstream', 'lost'] as const
    await writeRows(
      env.DB,
      outcomes.map((outcome, index) => rowOf({ id: idOf(index), outcome })),
      [],
    )
    expect(await all('SELECT model, requests, errors FROM daily ORDER BY model')).toEqual([
      { model: '(refused)', requests: 1, errors: 1 },
      { model: 'gpt-4o', requests: 4, errors: 2 },
    ])
  })

  test('a request without a model has the empty one, and a model that was refused has none of its own', async () => {
    const rows = [
      rowOf({ id: idOf(1), model: null }),
      rowOf({ id: idOf(2), model: 'made-up-1', outcome: 'refused_upstream' }),
      rowOf({ id: idOf(3), model: 'made-up-2', outcome: 'refused_upstream' }),
    ]
    await writeRows(env.DB, rows, [])
    expect(await all('SELECT model, requests FROM daily ORDER BY model')).toEqual([
      { model: '', requests: 1 },
      { model: '(refused)', requests: 2 },
    ])
  })

  test('days turn at 00:00 UTC', async () => {
    const midnight = Date.UTC(2035, 5, 16)
    await writeRows(
      env.DB,
      [rowOf({ id: idOf(1), at: midnight - 1 }), rowOf({ id: idOf(2), at: midnight })],
      [],
    )
    expect(await all('SELECT day, requests FROM daily ORDER BY day')).toEqual([
      { day: '2035-06-15', requests: 1 },
      { day: '2035-06-16', requests: 1 },
    ])
  })

  test('a lost row that turns out as refused moves to its new sum, and leaves no empty one', async () => {
    await writeRows(env.DB, [openRowOf()], [])
    await writeRows(env.DB, [rowOf({ outcome: 'refused_upstream' })], [])
    expect(await all(dailyRows)).toEqual([{ ...sums, model: '(refused)', errors: 1 }])
  })

  test('retention takes the rows and leaves the sums', async () => {
    await writeRows(env.DB, [rowOf()], [])
    await env.DB.exec('DELETE FROM requests')
    expect(await all(dailyRows)).toEqual([sums])
  })
})

/** Small alphabets, so that keys meet; halves, so that sums of units are exact. */
const count = fc.option(fc.nat(1000))
const anyRow: fc.Arbitrary<Row> = fc
  .record({
    key_id: fc.constantFrom('alice', 'bob'),
    id: fc.nat(7).map(idOf),
    at: fc.constantFrom(noon, noon + 1, noon + day),
    provider: fc.constantFrom('openai', 'lab'),
    model: fc.constantFrom(null, 'a', 'b'),
    outcome: fc.constantFrom('complete', 'client_gone', 'upstream_error', 'refused_upstream', 'lost', 'lost'),
    input_tokens: count,
    cache_read_tokens: count,
    cache_write_tokens: count,
    output_tokens: count,
    reasoning_tokens: count,
    units: fc.option(fc.nat(20).map((halves) => halves / 2)),
    cost_nano_usd: count,
  })
  .map((fields) => rowOf(fields))
type Step = { write: Row[] } | { update: Row }
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ write: fc.array(anyRow, { maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ update: anyRow }) },
)

test('whatever is written, in whatever order, the sums are those of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 8 }), async (steps) => {
      await env.DB.batch([env.DB.prepare('DELETE FROM requests'), env.DB.prepare('DELETE FROM daily')])
      for (const step of steps) {
        await ('write' in step ? writeRows(env.DB, step.write, [labelOf()]) : correct(step.update))
      }
      expect(await all(dailyRows)).toEqual(await all(recount))
    }),
    { numRuns: 40 },
  )
})

/** As a later pricing of the history does. */
async function correct({ key_id, id, cost_nano_usd, model, at }: Row): Promise<void> {
  await env.DB.prepare(
    'UPDATE requests SET cost_nano_usd = ?3, model = ?4, at = ?5 WHERE key_id = ?1 AND id = ?2',
  )
    .bind(key_id, id, cost_nano_usd, model, at)
    .run()
}
