import { expect, test } from 'vitest'
import { fire } from './fire.ts'
import { faultsIn } from './report.ts'

test('three hundred requests of all kinds, a kill, evictions and a D1 that goes away leave two books that agree', async () => {
  const said: string[] = []
  const { found, sums, seen, happened, dispatches, rows } = await fire({
    seed: 1,
    requests: 300,
    atOnce: 40,
    kills: 1,
    evictEvery: 60,
    outages: 1,
    stalls: false,
    say: (text) => said.push(text),
  })
  expect([faultsIn(found), sums]).toEqual([[], []])
  expect(seen.length).toBe(300)
  expect(new Set(happened.map(({ what }) => what))).toEqual(
    new Set(['kill', 'evict', 'database away', 'database late', 'database back']),
  )
  // Else the books would agree about nothing.
  expect(new Set(dispatches.map(({ kind }) => kind)).size).toBeGreaterThan(15)
  expect(rows.filter(({ usage_source: source }) => source === 'reported').length).toBeGreaterThan(60)
}, 180_000)
