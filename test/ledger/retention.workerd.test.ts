import { env } from 'cloudflare:workers'
import { reset } from 'cloudflare:test'
import { v7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { prune } from '../../src/ledger/retention.ts'
import { writeRows } from '../../src/ledger/d1.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { all, dailyRows } from './database.ts'
import { labelOf, noon, rowOf } from './rows.ts'

const day = 24 * 60 * 60_000

beforeEach(async () => {
  await reset()
})

function rowsAt(key_id: string, at: number, count: number) {
  return Array.from({ length: count }, () => rowOf({ key_id, at, id: v7({ msecs: at }) }))
}

test('rows older than the days kept are forgotten, more than one chunk of them, and the daily sums stay', async () => {
  await applySchema(env.DB)
  const old = [...rowsAt('alice', noon - 91 * day, 1_500), ...rowsAt('bob', noon - 200 * day, 3)]
  const young = [...rowsAt('alice', noon - 89 * day, 2), ...rowsAt('carol', noon, 1)]
  for (let from = 0; from < old.length; from += 400) {
    await writeRows(env.DB, old.slice(from, from + 400), [labelOf(), labelOf({ key_id: 'bob' })])
  }
  await writeRows(env.DB, young, [labelOf(), labelOf({ key_id: 'carol' })])
  const before = await all(dailyRows)

  expect(await prune(env.DB, 90, noon)).toBe(1_503)
  expect(await all('SELECT key_id, id FROM requests ORDER BY key_id, id')).toEqual(
    young.map(({ key_id, id }) => ({ key_id, id })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  expect(await all(dailyRows)).toEqual(before)
  expect(await prune(env.DB, 90, noon)).toBe(0)
})

test('a database without tables has nothing to forget', async () => {
  expect(await prune(env.DB, 90, noon)).toBe(0)
})
