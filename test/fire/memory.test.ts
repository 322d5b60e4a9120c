import { expect, test } from 'vitest'
import { isSettled, mostGrowthMb } from './memory.ts'

const heap = (heapMb: number | null) => ({ heapMb, residentMb: 9_000 })

test('memory is where it was if the heap has hardly grown, whatever is resident', () => {
  const after = [10 + mostGrowthMb, 10 + mostGrowthMb + 1, 1]
  expect(after.map((mb) => isSettled({ warm: heap(10), settled: heap(mb) }))).toEqual([true, false, true])
})

test('memory that nobody told of is not', () => {
  expect([
    isSettled({ warm: null, settled: heap(10) }),
    isSettled({ warm: heap(null), settled: heap(10) }),
    isSettled({ warm: heap(10), settled: heap(null) }),
  ]).toEqual([false, false, false])
})
