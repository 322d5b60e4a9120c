import { expect, test } from 'vitest'
import { growthOf, type Sample } from './slope.ts'

const sample = (minutes: number, heapMb: number | null, kept = 0): Sample => {
  return { minutes, heapMb, kept, residentMb: 1, open: 0, waiting: 0 }
}

test('the heap grows by what the second half adds to it', () => {
  const heaps = [1, 9, 10, 11, 12, 14]
  expect(growthOf(heaps.map((mb, minute) => sample(minute, mb)))).toBe(60)
})

test('rows that Meters keep for an hour are no growth', () => {
  const samples = [0, 1, 2, 3, 4, 5, 6, 7].map((minute) => sample(minute, 10 + minute * 0.3, minute * 1024))
  expect(growthOf(samples)).toBeCloseTo(0)
})

test('nobody knows how a heap grows that told of too little', () => {
  expect([growthOf([]), growthOf([sample(0, 1), sample(1, 2), sample(2, null), sample(3, null)])]).toEqual([
    null,
    null,
  ])
})
