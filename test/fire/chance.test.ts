import { expect, test } from 'vitest'
import { chanceOf } from './chance.ts'
import { costOf, noCounts } from './counts.ts'
import { keysFor } from './keys.ts'
import { planOf } from './plan.ts'
import { growthOf, slopeOf } from './slope.ts'

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

test('growth is the slope of the second half alone', () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBe(2)
  const sample = (minutes: number, heapMb: number | null) => ({
    minutes,
    heapMb,
    residentMb: 900 - minutes,
    open: 0,
    waiting: 0,
    kept: 0,
  })
  expect(
    growthOf([sample(1, 10), sample(2, 90), sample(3, 100), sample(4, 101), sample(5, 102)]),
  ).toBeCloseTo(60)
  expect([growthOf([]), growthOf([sample(1, 10)]), growthOf([sample(1, null), sample(2, null)])]).toEqual([
    null,
    null,
    null,
  ])
})
