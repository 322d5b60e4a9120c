import { expect, test } from 'vitest'
import { chanceOf } from './chance.ts'
import { costOf, noCounts } from './counts.ts'
import { keysFor } from './keys.ts'
import { planOf } from './plan.ts'
import { growthOf } from './slope.ts'

const { keys } = keysFor(100)
const plans = (seed: number) =>
  Array.from({ length: 200 }, (_, number) => planOf({ seed, keys, stalls: true }, number))

test('a seed says everything about a request, whatever came before it', () => {
  const all = plans(7)
  expect(plans(7)).toEqual(all)
  expect(planOf({ seed: 7, keys, stalls: true }, 150)).toEqual(all[150])
  expect(plans(8)).not.toEqual(all)
})

test('names come about as often as their weights say', () => {
  const chance = chanceOf(1)
  const names = Array.from({ length: 4_000 }, () => chance.byWeight({ often: 3, seldom: 1, never: 0 }))
  const often = names.filter((name) => name === 'often').length
  expect([names.includes('never'), Math.round(often / 100)]).toEqual([false, 30])
})

test('a cost is rounded once, half up', () => {
  const counts = { ...noCounts, input: 3, cacheRead: 2, output: 1 }
  expect(costOf(counts, { input: 0.0005, cache_read: 0.0002, output: 0.0006 })).toBe(2)
  expect(costOf({ ...noCounts, units: 3 }, { usd: 0.04 })).toBe(120_000_000)
  expect(costOf(noCounts, {})).toBe(0)
})

test('growth is what the least readings of the second half say, whatever garbage stood beside them', () => {
  const sample = (minutes: number, heapMb: number | null) => ({
    minutes,
    heapMb,
    residentMb: 900 - minutes,
    open: 0,
    waiting: 0,
    kept: 0,
  })
  const readings = [10, 10, 10, 10, 20, 120, 21, 180, 22, 22.5, 90, 200]
  expect(growthOf(readings.map((heapMb, minute) => sample(minute, heapMb)))).toBeCloseTo(30)
  expect([growthOf([]), growthOf([sample(1, 10)]), growthOf([sample(1, null), sample(2, null)])]).toEqual([
    null,
    null,
    null,
  ])
})
