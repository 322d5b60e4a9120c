import { describe, expect, test } from 'vitest'
import { unknownKey } from '../../src/keys/check.ts'
import { sha256Hex } from '../../src/keys/token.ts'
import { admitted, caller, hash, record, setUp, start, token, unknown, wrong } from './store-in-memory.ts'

describe('a lookup', () => {
  test('is one bulk read of id, digest and configuration', async () => {
    const { lookup, reads } = setUp({ alice: record })
    expect(await lookup(token)).toEqual(admitted)
    expect(reads).toEqual([['alice', `sha256:${hash}`, '@config', '@config.good']])
  })

  test('finds an imported token under its digest', async () => {
    const digest = await sha256Hex('imported')
    const { lookup, reads } = setUp({ [`sha256:${digest}`]: '{"id": "bob"}' })
    expect(await lookup('imported')).toEqual({
      ok: true,
      value: {
        ...admitted.value,
        caller: {
          ...caller,
          id: 'bob',
          kvName: `sha256:${digest}`,
          label: { key_id: 'bob', name: null, tags: null, wallet: null },
        },
      },
    })
    expect(reads).toEqual([[`sha256:${digest}`, '@config', '@config.good']])
  })

  test('finds an imported token that looks like one of ours, whoever has the id', async () => {
    const kvName = `sha256:${await sha256Hex(wrong)}`
    const { lookup } = setUp({ alice: record, [kvName]: '{"id": "bob"}' })
    const found = await lookup(wrong)
    expect(found.ok && found.value.caller.id).toBe('bob')
  })

  test('goes by the entry of the id where its secret fits, whatever else there is', async () => {
    const disabled = JSON.stringify({ hash, enabled: false })
    const { lookup } = setUp({ alice: disabled, [`sha256:${hash}`]: '{"id": "bob"}' })
    expect(await lookup(token)).toMatchObject({ ok: false, refusal: { reason: 'key_disabled' } })
  })

  test('gives an unknown id and a wrong secret the same answer', async () => {
    const { lookup } = setUp({ alice: record })
    const answers = [await lookup(wrong), await lookup(token.replace('alice', 'nobody'))]
    expect(answers).toEqual([unknown, unknown])
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]))
  })

  test('of a token beyond 1,024 characters reads nothing', async () => {
    const { lookup, reads } = setUp({})
    expect(await lookup('x'.repeat(1025))).toEqual(unknown)
    expect(reads).toEqual([])
  })

  test('tells a provider’s own key apart', async () => {
    expect(await setUp({}).lookup('gsk_example')).toEqual(unknownKey({ foreign: true }))
  })
})

describe('what the isolate remembers', () => {
  test('a record serves 30 s without a read, then a change is seen', async () => {
    const { state, reads, lookup } = setUp({ alice: record })
    await lookup(token)
    state.entries = {}
    state.now = start + 29_999
    expect(await lookup(token)).toEqual(admitted)
    expect(reads).toHaveLength(1)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(unknown)
    expect(reads).toHaveLength(2)
  })

  test('an unknown token is remembered 30 s, then a new record is seen', async () => {
    const { state, reads, lookup } = setUp({})
    await lookup(token)
    state.entries = { alice: record }
    state.now = start + 29_999
    expect(await lookup(token)).toEqual(unknown)
    expect(reads).toHaveLength(1)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(admitted)
  })

  test('a wrong secret does not push the right one out', async () => {
    const { reads, lookup } = setUp({ alice: record })
    await lookup(token)
    await lookup(wrong)
    expect(await lookup(token)).toEqual(admitted)
    expect(reads).toHaveLength(2)
  })

  test('a key expires while its record is remembered', async () => {
    const { state, lookup } = setUp({
      alice: JSON.stringify({ hash, expires: new Date(start + 1000).toISOString() }),
    })
    expect((await lookup(token)).ok).toBe(true)
    state.now = start + 1000
    expect(await lookup(token)).toMatchObject({ ok: false, refusal: { reason: 'key_expired' } })
  })

  test('its table of unknown tokens is bounded', async () => {
    const { cache, lookup } = setUp({})
    for (let index = 0; index < 5010; index++) await lookup(`x${index}`)
    expect(cache.strangers.size).toBe(5000)
    expect(cache.strangers.has(await sha256Hex('x5009'))).toBe(true)
    expect(cache.strangers.has(await sha256Hex('x0'))).toBe(false)
  })
})
