import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Aliases, AliasTarget } from '../../src/keys/aliases.ts'
import { matchesGlob } from '../../src/keys/models.ts'
import { chainOf, inOrder } from '../../src/route/alias.ts'

function target(to: string, weight: number | null = null): AliasTarget {
  return { to, weight, timeoutMs: null, cacheTtl: null, query: {} }
}

function aliases(...names: string[]): Aliases {
  const all = names.map((glob) => ({ glob, chain: [target(`groq/${glob}`)] }))
  return {
    exact: new Map(all.map(({ glob, chain }) => [glob, chain])),
    globs: all.filter(({ glob }) => /[*?]/.test(glob)),
  }
}

/** The alias that decides about a name. */
function decided(name: string, ...names: string[]): string | null {
  return chainOf(name, aliases(...names))?.[0]?.to.slice('groq/'.length) ?? null
}

describe('a name stands for the chain', () => {
  test.each([
    ['of the same name', 'fast', ['fast'], 'fast'],
    ['of the same name before a pattern that stands earlier', 'gpt-4o', ['gpt-*', 'gpt-4o'], 'gpt-4o'],
    ['of the first pattern that fits', 'gpt-4o-mini', ['claude-*', 'gpt-*', 'gpt-4o*'], 'gpt-*'],
    ['of a pattern, whatever its capitals', 'GPT-4o', ['gpt-*'], 'gpt-*'],
    ['of a pattern that begins with its star', 'acme/gpt-4o', ['*/gpt-4o'], '*/gpt-4o'],
    ['of a pattern with a question mark', 'o3', ['o?'], 'o?'],
    ['of nothing', 'slow', ['fast', 'fas*', 'slo?er'], null],
    ['of nothing, if only the capitals differ', 'Fast', ['fast'], null],
    ['of nothing, where no name can be as long', 'x'.repeat(501), ['*'], null],
    ['of nothing, where it is a member of every object', 'constructor', ['fast'], null],
  ])('%s: %s', (_, name, names, expected) => {
    expect(decided(name, ...names)).toBe(expected)
  })

  test('that its patterns say, one after the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '*', '?', '-'), minLength: 1, maxLength: 6 })
    const name = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '-'), maxLength: 6 })
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 5 }), name, (globs, asked) => {
        const all = aliases(...globs)
        const plain = globs.includes(asked)
          ? asked
          : all.globs.find(({ glob }) => matchesGlob(glob, asked))?.glob
        expect(chainOf(asked, all)?.[0]?.to).toBe(plain === undefined ? undefined : `groq/${plain}`)
      }),
    )
  })
})

describe('a chain is tried', () => {
  const order = (weights: (number | null)[], random: number): string => {
    const chain = weights.map((weight, index) => target(`groq/${index}`, weight))
    return inOrder(chain, () => random)
      .map(({ to }) => to.slice('groq/'.length))
      .join(' ')
  }

  test.each([
    ['as written, without weights', [null, null, null], 0.99, '0 1 2'],
    ['with the first of its share', [3, 1], 0.74, '0 1'],
    ['with the second of its share', [3, 1], 0.75, '1 0'],
    ['the others as written, behind the one chosen', [1, 1, 1, 1], 0.5, '2 0 1 3'],
    ['at the lowest chance', [1, 1], 0, '0 1'],
    ['at the highest chance', [0.1, 0.2, 0.3], 1 - Number.EPSILON / 2, '2 0 1'],
    ['alone', [5], 0.9, '0'],
  ])('%s', (_, weights, random, expected) => {
    expect(order(weights, random)).toBe(expected)
  })

  test('first by every target as often as its weight says', () => {
    const firsts = Array.from({ length: 100 }, (_, index) => order([7, 2, 1], (index + 0.5) / 100).charAt(0))
    expect(['0', '1', '2'].map((name) => firsts.filter((first) => first === name).length)).toEqual([
      70, 20, 10,
    ])
  })

  test('with each of its targets once, whatever the weights', () => {
    const weight = fc.double({ min: 1e-9, max: 1e6, noNaN: true })
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 16 }), chance, (weights, random) => {
        const tried = order(weights, random).split(' ').map(Number)
        expect(tried.toSorted((a, b) => a - b)).toEqual(weights.map((_, index) => index))
      }),
    )
  })
})
