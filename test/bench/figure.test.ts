import { describe, expect, test } from 'vitest'
import { boundsInWords, type Figure, valuesInWords, verdictOf } from './figure.ts'

const figure = (values: number[], bounds?: number[]): Figure => ({
  what: '',
  unit: 'ms',
  values,
  ...(bounds && { bounds }),
})

describe('a figure', () => {
  test('passes at its bound, and is short above it', () => {
    expect(verdictOf(figure([2], [2]))).toBe('pass')
    expect(verdictOf(figure([2.001], [2]))).toBe('short')
  })

  test('passes only with all of its values', () => {
    expect(verdictOf(figure([1, 2], [1, 2]))).toBe('pass')
    expect(verdictOf(figure([1, 3], [1, 2]))).toBe('short')
    expect(verdictOf(figure([1, Number.NaN], [1, 2]))).toBe('not measured')
    expect(verdictOf(figure([3, Number.NaN], [1, 2]))).toBe('short')
  })

  test('has nothing to pass without a bound', () => {
    expect([verdictOf(figure([1])), verdictOf(figure([Number.NaN]))]).toEqual(['', ''])
  })

  test('is read with its unit, and with a dash for what was not measured', () => {
    expect(valuesInWords(figure([1.005, Number.NaN]))).toBe('1.00 / – ms')
    expect(valuesInWords(figure([Number.NaN, Number.NaN]))).toBe('–')
    expect(valuesInWords({ what: '', unit: 'MB', values: [99.6] })).toBe('100 MB')
  })

  test('says its bounds with their unit, one that all share once', () => {
    expect(boundsInWords(figure([1, 2], [1, 2]))).toBe('≤ 1 / ≤ 2 ms')
    expect(boundsInWords(figure([1, 2], [128, 128]))).toBe('≤ 128 ms')
    expect(boundsInWords({ what: '', unit: '×', values: [0.2], bounds: [0.25] })).toBe('≤ 1/4')
    expect(boundsInWords(figure([1]))).toBe('')
  })
})
