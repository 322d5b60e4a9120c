import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, label } from '../../src/usage/count.ts'

describe('count', () => {
  test('believes every integer from 0 to 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(count(value)).toBe(value)
      }),
    )
  })

  test('believes nothing else that JSON can hold', () => {
    const other = fc.jsonValue().filter((value) => !(Number.isSafeInteger(value) && Number(value) >= 0))
    fc.assert(
      fc.property(other, (value) => {
        expect(count(value)).toBeUndefined()
      }),
    )
  })

  test.each([-1, 0.5, 2 ** 53, 1e300, Infinity, NaN, '12', '0x10', true, null, undefined, [3], 5n])(
    'does not believe %s',
    (value) => {
      expect(count(value)).toBeUndefined()
    },
  )

  test('takes minus zero for zero', () => {
    expect(count(-0)).toBe(0)
  })
})

describe('label', () => {
  test('keeps a name, and drops what is empty, overlong or no text', () => {
    const values = ['flex', '', 'x'.repeat(200), 'x'.repeat(201), 7, null, {}]
    expect(values.map(label)).toStrictEqual([
      'flex',
      undefined,
      'x'.repeat(200),
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
