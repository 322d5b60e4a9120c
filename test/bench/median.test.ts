import { describe, expect, test } from 'vitest'
import { median } from './median.ts'

describe('the median', () => {
  test('is the value in the middle, in whatever order they come', () => {
    expect(median([9, 1, 10])).toBe(9)
    expect(median([7])).toBe(7)
  })

  test('lies between the two in the middle', () => {
    expect(median([4, 1, 2, 100])).toBe(3)
  })

  test('is not a number where nothing was measured', () => {
    expect([median([]), median([1, Number.NaN, Number.NaN])]).toEqual([Number.NaN, Number.NaN])
  })
})
