import { describe, expect, test } from 'vitest'
import { admitted, hash, record, setUp, start, token, unavailable, unknown } from './store-in-memory.ts'

describe('while KV fails', () => {
  test('a record seen in the last hour serves, and no longer', async () => {
    const { state, reads, warnings, lookup } = setUp({ alice: record })
    await lookup(token)
    state.down = true
    state.now = start + 3_599_999
    expect(await lookup(token)).toEqual(admitted)
    expect(await lookup(token)).toEqual(admitted)
    expect(reads).toHaveLength(2)
    state.now = start + 3_602_000
    expect(await lookup(token)).toEqual(unavailable)
    expect(warnings).toEqual(['KEYS could not be read', 'KEYS could not be read'])
  })

  test('a record seen an hour ago does not serve', async () => {
    const { state, lookup } = setUp({ alice: record })
    await lookup(token)
    state.down = true
    state.now = start + 3_600_000
    expect(await lookup(token)).toEqual(unavailable)
  })

  test('a record that was taken away before does not serve', async () => {
    const { state, lookup } = setUp({ alice: record })
    await lookup(token)
    state.entries = {}
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(unknown)
    state.down = true
    state.now = start + 60_000
    expect(await lookup(token)).toEqual(unavailable)
  })

  test('a token never seen is 503 and no guess', async () => {
    const { state, guessed, lookup } = setUp({ alice: record })
    state.down = true
    expect(await lookup(token)).toEqual(unavailable)
    expect(guessed).toEqual([])
  })

  test('an unknown token is 503 once the memory of it is over', async () => {
    const { state, lookup } = setUp({})
    await lookup(token)
    state.down = true
    expect(await lookup(token)).toEqual(unknown)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(unavailable)
  })

  test('the last record comes back into force with KV', async () => {
    const { state, lookup } = setUp({ alice: record })
    await lookup(token)
    state.down = true
    state.now = start + 60_000
    await lookup(token)
    state.down = false
    state.entries = { alice: JSON.stringify({ hash, enabled: false }) }
    state.now = start + 62_000
    expect(await lookup(token)).toMatchObject({ ok: false, refusal: { reason: 'key_disabled' } })
  })
})
