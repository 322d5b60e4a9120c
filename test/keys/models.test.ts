import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowsModel, matchesGlob } from '../../src/keys/models.ts'

describe('allowsModel', () => {
  test.each([
    ['no list allows everything', null, ['gpt-4o'], true],
    ['no list allows even a request without a model', null, [], true],
    ['a list refuses a request without a model', ['*'], [], false],
    ['one name that matches is enough', ['gpt-4o*'], ['fast', 'openai/gpt-4o-mini', 'gpt-4o-mini'], true],
    ['no name matches', ['gpt-4o*'], ['claude-sonnet-5', 'anthropic/claude-sonnet-5'], false],
    [
      'a refusal beats a permission, whatever the order',
      ['!claude-opus-*', 'claude-*'],
      ['claude-opus-5'],
      false,
    ],
    ['a refusal of any name refuses', ['*', '!openai/*'], ['gpt-4o', 'openai/gpt-4o'], false],
    ['only refusals allow the rest', ['!claude-opus-*'], ['claude-sonnet-5'], true],
    ['only refusals refuse theirs', ['!claude-opus-*'], ['claude-opus-5'], false],
    ['capitals do not slip past a refusal', ['!gpt-4o'], ['GPT-4o'], false],
    ['capitals do not count in a permission', ['GPT-4o'], ['gpt-4O'], true],
    [
      'the list of the design',
      ['gpt-4o*', 'claude-*', '!claude-opus-*'],
      ['anthropic/claude-opus-5', 'claude-opus-5'],
      false,
    ],
  ])('%s', (_, globs, names, allowed) => {
    expect(allowsModel(globs, names)).toBe(allowed)
  })
})

test.each([
  ['', '', true],
  ['*', '', true],
  ['?', '', false],
  ['gpt-4?', 'gpt-4o', true],
  ['gpt-4?', 'gpt-4', false],
  ['*/llama-*', 'groq/llama-3.3', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['gpt.4o', 'gpt-4o', false],
  ['[a]', 'a', false],
])('glob %j against %j', (glob, name, matches) => {
  expect(matchesGlob(glob, name)).toBe(matches)
})

test('the matcher agrees with a regular expression', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 })
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', 'A'), maxLength: 12 })
  fc.assert(
    fc.property(glob, name, (pattern, text) => {
      const reference = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
      expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${reference}$`, 'i').test(text))
    }),
    { numRuns: 5000 },
  )
})

test('a pattern that would keep a backtracking matcher busy for years is answered', () => {
  expect(matchesGlob('a*'.repeat(99) + 'b', 'a'.repeat(5000))).toBe(false)
})
