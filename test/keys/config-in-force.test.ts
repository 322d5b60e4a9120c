import { describe, expect, test } from 'vitest'
import { builtInConfig } from '../../src/keys/config.ts'
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

  test.each([[{}], [{ '@config.good': '{"models": {}}' }]])(
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
