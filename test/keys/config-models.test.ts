import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/keys/config.ts'

const known = new Set(['openai', 'groq', 'azure-openai', 'azure'])

function parse(models: unknown, more: object = {}) {
  return parseConfig(JSON.stringify({ models, ...more }), known)
}

/** The chains of a valid configuration. */
function chains(models: unknown, more: object = {}) {
  const parsed = parse(models, more)
  if (!parsed.ok) throw new Error(parsed.message)
  return Object.fromEntries(parsed.config.aliases.exact)
}

function mistake(models: unknown): string | null {
  const parsed = parse(models)
  return parsed.ok ? null : parsed.message
}

const plain = { weight: null, timeoutMs: null, cacheTtl: null, query: {} }

describe('an alias', () => {
  test('is a target, or a list of them', () => {
    const models = { one: 'groq/a', list: ['groq/a', { to: 'openai/b' }], object: { to: 'groq/c' } }
    expect(chains(models)).toEqual({
      one: [{ ...plain, to: 'groq/a' }],
      list: [
        { ...plain, to: 'groq/a' },
        { ...plain, to: 'openai/b' },
      ],
      object: [{ ...plain, to: 'groq/c' }],
    })
  })

  test('has whatever its targets say', () => {
    const target = {
      to: 'azure-openai/res/deploy',
      weight: 3,
      timeout_ms: 20000,
      cache_ttl: 3600,
      query: { 'api-version': '2024-10-21' },
    }
    expect(chains({ a: target })).toEqual({
      a: [
        {
          to: 'azure-openai/res/deploy',
          weight: 3,
          timeoutMs: 20_000,
          cacheTtl: 3600,
          query: { 'api-version': '2024-10-21' },
        },
      ],
    })
  })

  test('that has a weight anywhere gives 1 to the others', () => {
    expect(chains({ a: ['groq/a', { to: 'groq/b', weight: 2.5 }] })).toEqual({
      a: [
        { ...plain, to: 'groq/a', weight: 1 },
        { ...plain, to: 'groq/b', weight: 2.5 },
      ],
    })
  })

  test('may be a pattern, in the order in which they are written', () => {
    const parsed = parse({ 'gpt-*': 'groq/a', fast: 'groq/b', 'o?': 'groq/c' })
    expect(parsed.ok && parsed.config.aliases.globs.map(({ glob }) => glob)).toEqual(['gpt-*', 'o?'])
  })

  test('may go to a custom provider that speaks an API, or to any name of a provider', () => {
    const lab = { providers: { lab: { gateway: 'custom-lab', dialect: 'openai' } } }
    expect(Object.keys(chains({ a: 'lab/llama', b: 'azure/r/d', c: 'Groq/x' }, lab))).toEqual(['a', 'b', 'c'])
  })

  test('may have the name of its own target: targets are no aliases, so there is no circle', () => {
    const circle = { 'openai/a': 'groq/b', 'groq/b': 'openai/a', 'groq/c': 'groq/c' }
    expect(Object.keys(chains(circle))).toEqual(['openai/a', 'groq/b', 'groq/c'])
  })

  test('can be one of 10,000, and of no more', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'groq/x']))
    expect(Object.keys(chains(many(10_000)))).toHaveLength(10_000)
    expect(mistake(many(10_001))).toBe('models must be an object of at most 10,000 names')
  })
})

const form = 'must be "provider/model", as "openai/gpt-4o-mini"'
const orList = `${form}, or an object with "to", or a list of 1 to 16 of them`
const noProvider = 'must go to a provider of AI Gateway, or to a custom one that has "dialect"'
const named = 'must be named in 1 to 200 characters without blank space'

describe('a mistake is named by its field', () => {
  test.each<[string, unknown, string]>([
    ['itself', { fast: 'fast' }, `models.fast[0].to ${form}`],
    ['another alias', { fast: ['slow'], slow: 'groq/x' }, `models.fast[0].to ${form}`],
    ['an empty chain', { fast: [] }, `models.fast ${orList}`],
    ['17 targets', { fast: Array.from({ length: 17 }, () => 'groq/x') }, `models.fast ${orList}`],
    ['no target', { fast: null }, `models.fast[0] ${form}, or an object with "to"`],
    ['a target without a model', { fast: 'groq/' }, `models.fast[0].to ${form}`],
    ['a target with a blank', { fast: 'groq/a b' }, `models.fast[0].to ${form}`],
    ['an unknown provider', { fast: 'grok/x' }, `models.fast ${noProvider} (did you mean "groq/…"?)`],
    ['an unknown provider without a like', { fast: 'nobody/x' }, `models.fast ${noProvider}`],
    [
      'a weight of 0',
      { a: { to: 'groq/x', weight: 0 } },
      'models.a[0].weight must be a number above 0, at most 1,000,000',
    ],
    [
      'a weight below 0',
      { a: { to: 'groq/x', weight: -1 } },
      'models.a[0].weight must be a number above 0, at most 1,000,000',
    ],
    [
      'no time',
      { a: { to: 'groq/x', timeout_ms: 0 } },
      'models.a[0].timeout_ms must be a whole number of milliseconds from 100 to 600,000',
    ],
    [
      'a short cache',
      { a: { to: 'groq/x', cache_ttl: 1 } },
      'models.a[0].cache_ttl must be a whole number of seconds from 60 to 2,592,000',
    ],
    ['a query of numbers', { a: { to: 'groq/x', query: { v: 1 } } }, 'models.a[0].query.v must be a text'],
    [
      'a misspelt field',
      { a: ['groq/x', { to: 'groq/y', wieght: 1 }] },
      'unknown field "wieght" in models.a[1] (did you mean "weight"?)',
    ],
    ['a name with a blank', { 'a b': 'groq/x' }, `models."a b" ${named}`],
    ['no name', { '': 'groq/x' }, `models.with a name of 0 characters ${named}`],
    ['a list of models', ['groq/x'], 'models must be an object of at most 10,000 names'],
  ])('%s', (_, models, message) => {
    expect(mistake(models)).toBe(message)
  })
})
