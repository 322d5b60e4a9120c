import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstGlob, indexGlobs } from '../../src/keys/globs.ts'
import { matchesGlob } from '../../src/keys/models.ts'

describe('the first of many globs that fits', () => {
  test('is the one that is found by trying them one after the other', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'B', '*', '?', '-', 'ſ', 'İ'), maxLength: 8 })
    const name = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '-', '*', '?', 'ſ', 'İ'), maxLength: 10 })
    fc.assert(
      fc.property(fc.array(glob, { maxLength: 12 }), name, (globs, asked) => {
        const one = globs.findIndex((tried) => matchesGlob(tried, asked))
        expect(firstGlob(indexGlobs(globs), asked).place).toBe(one === -1 ? null : one)
      }),
      { numRuns: 5_000 },
    )
  })

  test('is none of none', () => {
    expect(firstGlob(indexGlobs([]), 'gpt-4o')).toEqual({ place: null, steps: 0 })
  })
})

describe('the letters that are looked at among 10,000 globs, for a name of 490', () => {
  const long = 'a'.repeat(490)
  const globs = (write: (index: number) => string) =>
    Array.from({ length: 10_000 }, (_, index) => write(index))

  // One after the other they would be 4.9 million at least.
  test.each<[string, string[], string, number | null]>([
    ['that all end otherwise', globs((index) => `*-${index}`), long, null],
    ['that all are somewhere in it or nowhere', globs((index) => `*${index}*`), `${long.slice(4)}9999`, 9],
    ['that all begin as it goes on', globs((index) => `*${'a'.repeat(index % 90)}${index}`), long, null],
    ['that have two parts', globs((index) => `*a*${index}`), `${long.slice(4)}9999`, 9],
    ['that have places for any letter', globs((index) => `*?${index}?*`), long, null],
    ['of which the last one fits', [...globs((index) => `${index}*`).slice(1), 'a*'], long, 9_999],
  ])('%s, are less than 200,000', (_, written, name, expected) => {
    const { place, steps } = firstGlob(indexGlobs(written), name)
    expect(place).toBe(expected)
    expect(steps).toBeLessThan(200_000)
  })
})
