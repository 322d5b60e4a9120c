import { env } from 'cloudflare:workers'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, test } from 'vitest'
import { prune } from '../../src/ledger/retention.ts'
import { writeRows } from '../../src/ledger/d1.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all, dailyRows } from './database.ts'
import { labelOf, noon, rowOf } from './rows.ts'

const day = 24 * 60 * 60_000

beforeEach(async () => {
  await emptyBindings()
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

describe('a year of rows', () => {
  const keys = ['alice', 'bob', 'carol']
  const year = Array.from({ length: 365 }, (_, age) => noon - age * day)
  const rows = year.flatMap((at) => keys.flatMap((key_id) => rowsAt(key_id, at, 4)))
  const young = rows.filter(({ at }) => at >= noon - 90 * day).length

  beforeEach(async () => {
    await applySchema(env.DB)
    const labels = keys.map((key_id) => labelOf({ key_id }))
    for (let from = 0; from < rows.length; from += 450)
      await writeRows(env.DB, rows.slice(from, from + 450), labels)
  })

  test('is cut to the days kept, and its daily sums are those of the year', async () => {
    const before = await all(dailyRows)
    expect(before.length).toBe(365 * 3)
    expect(await prune(env.DB, 90, noon)).toBe(rows.length - young)
    expect(await all('SELECT count(*) AS rows, min(at) AS oldest FROM requests')).toEqual([
      { rows: young, oldest: noon - 90 * day },
    ])
    expect(await all(dailyRows)).toEqual(before)
  })

  test.each([
    ['D1 fails', 'D1_ERROR: D1 DB is overloaded.', 'throws'],
    ['the free plan’s queries are used up', 'Too many API requests by single worker invocation.', 2_000],
  ])('is cut by the next run where %s in the middle', async (_, message, outcome) => {
    const before = await all(dailyRows)
    const first = await prune(failingFrom(3, message), 90, noon).catch(() => 'throws')
    expect(first).toBe(outcome)
    expect(await prune(env.DB, 90, noon)).toBe(rows.length - young - 2_000)
    expect(await all('SELECT count(*) AS rows FROM requests')).toEqual([{ rows: young }])
    expect(await all(dailyRows)).toEqual(before)
  })

  /** The database, whose runs fail from the nth on. */
  function failingFrom(failing: number, message: string): D1Database {
    let runs = 0
    const countsRuns = (statement: D1PreparedStatement): D1PreparedStatement =>
      new Proxy(statement, {
        get(target, name) {
          if (name === 'bind') return (...values: unknown[]) => countsRuns(target.bind(...values))
          if (name === 'run' && ++runs >= failing) return () => Promise.reject(new Error(message))
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      })
    return new Proxy(env.DB, {
      get: (target, name) =>
        name === 'prepare'
          ? (sql: string) => countsRuns(target.prepare(sql))
          : (Reflect.get(target, name) as unknown),
    })
  }
})
