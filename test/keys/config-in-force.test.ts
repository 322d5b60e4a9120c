import { describe, expect, test } from 'vitest'
import { createKeyCache } from '../../src/keys/cache.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import { type ConfigInForce, decideConfig } from '../../src/keys/config-in-force.ts'
import { admitted, record, setUp, start, token } from './store-in-memory.ts'

describe('the configuration', () => {
  const shared = '{"shared_cache": true}'
  const inForce = { ok: true, value: { ...admitted.value, config: { ...builtInConfig, sharedCache: true } } }

  test('is in force from the same read, and a changed one is copied once', async () => {
    const { state, writes, lookup } = setUp({ alice: record, '@config': shared })
    expect(await lookup(token)).toEqual(inForce)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(inForce)
    expect(writes).toEqual([['@config.good', shared]])
    state.entries = { alice: record, '@config': '{}', '@config.good': shared }
    state.now = start + 60_000
    expect(await lookup(token)).toEqual(admitted)
    expect(writes).toEqual([
      ['@config.good', shared],
      ['@config.good', '{}'],
    ])
  })

  test('is not copied where the copy is the same', async () => {
    const { writes, lookup } = setUp({ alice: record, '@config': shared, '@config.good': shared })
    expect(await lookup(token)).toEqual(inForce)
    expect(writes).toEqual([])
  })

  test('with a mistake gives way to its copy, and the mistake is logged once', async () => {
    const entries = { alice: record, '@config': '{"shared_cahce": true}', '@config.good': shared }
    const { state, writes, warnings, cache, lookup } = setUp(entries)
    expect(await lookup(token)).toEqual(inForce)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(inForce)
    const mistake = 'unknown field "shared_cahce" (did you mean "shared_cache"?)'
    expect(warnings).toEqual([`@config is not valid: ${mistake}`])
    expect(cache.config).toMatchObject({ mistake, problem: null })
    expect(writes).toEqual([])
  })

  test.each([[{}], [{ '@config.good': '{"nodels": {}}' }]])(
    'with a mistake and without a valid copy leaves the built-in rules, and the problem goes with them: %j',
    async (more) => {
      const { lookup } = setUp({ alice: record, '@config': '{"wholesale": "yes"}', ...more })
      const configProblem = 'wholesale must be true or false'
      expect(await lookup(token)).toEqual({ ok: true, value: { ...admitted.value, configProblem } })
    },
  )

  test('that is gone is no mistake: the built-in rules hold again, not the copy', async () => {
    const { state, lookup } = setUp({ alice: record, '@config': shared, '@config.good': shared })
    expect(await lookup(token)).toEqual(inForce)
    state.entries = { alice: record, '@config.good': shared }
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(admitted)
  })

  test('that could not be copied is in force all the same', async () => {
    const { kv, lookup, warnings } = setUp({ alice: record, '@config': shared })
    kv.put = () => Promise.reject(new Error('429'))
    expect(await lookup(token)).toEqual(inForce)
    expect(warnings).toEqual(['@config.good could not be written'])
  })
})

describe('what holds after a read', () => {
  const known = new Set(['groq'])
  const fast = '{"models": {"fast": "groq/a"}}'
  const faster = '{"models": {"fast": "groq/b"}}'
  const entries = (config: string | null, good: string | null = null) =>
    new Map([
      ['@config', config],
      ['@config.good', good],
    ])
  const none = createKeyCache().config
  const targetOf = ({ config }: ConfigInForce) => config.aliases.exact.get('fast')?.[0]?.to ?? null

  test('is the changed text, and who began under the other one keeps it', () => {
    const before = decideConfig(none, entries(fast), known)
    const after = decideConfig(before, entries(faster, fast), known)
    expect([targetOf(before), targetOf(after)]).toEqual(['groq/a', 'groq/b'])
  })

  test('is the same object, with all that was made of it, while the text is the same and its copy comes', () => {
    const first = decideConfig(none, entries(fast), known)
    const copied = decideConfig(first, entries(fast, fast), known)
    expect(copied).toEqual({ ...first, goodText: fast })
    expect(copied.config).toBe(first.config)
    expect(decideConfig(copied, entries(fast, fast), known)).toBe(copied)
  })

  test('is the copy once the text is no longer valid, and the text again once it is', () => {
    const valid = decideConfig(none, entries(fast, fast), known)
    const broken = decideConfig(valid, entries('{"models": {"fast": []}}', fast), known)
    expect([targetOf(broken), broken.problem]).toEqual(['groq/a', null])
    expect(broken.mistake).toMatch(/^models\.fast must be/)
    const mended = decideConfig(broken, entries(faster, fast), known)
    expect([targetOf(mended), mended.mistake]).toEqual(['groq/b', null])
  })

  test('is a copy that another isolate wrote while the text was not valid', () => {
    const broken = decideConfig(none, entries('{', null), known)
    const helped = decideConfig(broken, entries('{', fast), known)
    expect([targetOf(broken), broken.problem, targetOf(helped), helped.problem]).toEqual([
      null,
      'line 1, column 2: the text ends too early',
      'groq/a',
      null,
    ])
  })
})
