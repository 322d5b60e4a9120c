import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nanoUsd, nanoUsdOf, nanoUsdOfTicks } from '../../src/usage/money.ts'

describe('an amount in USD', () => {
  test.each([
    [0, 0],
    [-0, 0],
    [1, 1_000_000_000],
    [0.07, 70_000_000],
    [0.1 + 0.2, 300_000_000],
    [1.1, 1_100_000_000],
    [4.35, 4_350_000_000],
    [1e-7, 100],
    [2.5e-9, 3],
    [4e-10, 1],
    [5e-10, 1],
    [1e-300, 1],
    [1.5e3, 1_500_000_000_000],
    [9_007_199.25474099, 9_007_199_254_740_990],
  ])('%s is %s nano-USD', (usd, nano) => {
    expect(nanoUsd(usd)).toBe(nano)
  })

  test.each([
    -1,
    -1e-12,
    Number.NaN,
    Infinity,
    1e300,
    9_007_199.254740993,
    '1',
    null,
    undefined,
    [1],
    1n,
    {},
  ])('%s is none', (value) => {
    expect(nanoUsd(value)).toBeUndefined()
  })

  test('written in decimals comes back exactly, however many there are', () => {
    const nano = fc.nat({ max: 999_999_999_999_999 })
    fc.assert(
      fc.property(nano, (amount) => {
        const text = `${amount}`.padStart(10, '0').replace(/(?=.{9}$)/, '.')
        expect(nanoUsd(Number(text))).toBe(amount)
        expect(nanoUsdOf(text, 1_000_000_000n)).toBe(amount)
      }),
    )
  })

  test('is a safe integer ≥ 0, no more than half a nano-USD away from what is more than that, or none', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9_000_000, noNaN: true }), (usd) => {
        const nano = nanoUsd(usd) ?? Number.NaN
        expect(Number.isSafeInteger(nano) && nano >= 0).toBe(true)
        expect(Math.abs(nano - Math.max(usd * 1e9, usd > 0 ? 1 : 0))).toBeLessThanOrEqual(
          0.5 + usd * 1e9 * Number.EPSILON * 2,
        )
      }),
    )
  })

  test('is 0 only where it is nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e-8, noNaN: true }), (usd) => {
        expect(nanoUsd(usd) === 0).toBe(usd === 0)
      }),
    )
  })

  test('never falls as the amount rises', () => {
    const amount = fc.double({ min: 0, max: 1_000_000, noNaN: true })
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        expect(nanoUsd(less)).toBeLessThanOrEqual(nanoUsd(more) ?? -1)
      }),
    )
  })
})

describe('an amount in another unit', () => {
  test.each([
    ['1000', 11_000_000],
    ['0.0375', 413],
    [' 2.5 ', 27_500],
    ['1e2', 1_100_000],
  ])('%s neurons are %s nano-USD', (neurons, nano) => {
    expect(nanoUsdOf(neurons, 11_000n)).toBe(nano)
  })

  test.each(['', ' ', '-1', 'NaN', '1,5', '0x10', '1e9999', '.', '1 2', 'undefined'])(
    '%j is none',
    (text) => {
      expect(nanoUsdOf(text, 11_000n)).toBeUndefined()
    },
  )

  test.each([
    [158_500_000, 15_850_000],
    [5, 1],
    [4, 1],
    [Number.MAX_SAFE_INTEGER, 900_719_925_474_099],
    [1.5, undefined],
    [-10, undefined],
    ['10', undefined],
  ])('%s ticks of a tenth are %s', (ticks, nano) => {
    expect(nanoUsdOfTicks(ticks, 10n)).toBe(nano)
  })
})
