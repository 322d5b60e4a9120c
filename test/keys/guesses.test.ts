import { describe, expect, test } from 'vitest'
import { createKeyCache } from '../../src/keys/cache.ts'
import { createKeyStore } from '../../src/keys/store.ts'
import { admitted, hash, home, record, setUp, start, token, unknown } from './store-in-memory.ts'

describe('an address that guesses', () => {
  const blocked = {
    ok: false,
    refusal: {
      reason: 'too_many_guesses',
      message: 'Too many unknown keys came from your network address. Check the key, and try again later.',
      retryAfter: 60,
    },
  }

  test('is blocked for a minute for tokens that the isolate does not know, without a read', async () => {
    const { state, reads, guessed, lookup } = setUp({ alice: record }, 2)
    await lookup(token)
    for (const guess of ['g1', 'g2', 'g3']) expect(await lookup(guess)).toEqual(unknown)
    expect(guessed).toEqual([home, home, home])
    expect([await lookup('g4'), await lookup('g1')]).toEqual([blocked, blocked])
    expect(reads).toHaveLength(4)

    expect(await lookup('g4', '198.51.100.1')).toEqual(unknown)
    state.now = start + 30_000
    expect(await lookup(token)).toEqual(admitted)
    expect(await lookup('g5')).toEqual({ ok: false, refusal: { ...blocked.refusal, retryAfter: 30 } })
    state.now = start + 60_000
    expect(await lookup('g5')).toEqual(unknown)
  })

  test('is blocked for one wrong token again and again, too', async () => {
    const { reads, lookup } = setUp({}, 2)
    const answers = [await lookup('g'), await lookup('g'), await lookup('g'), await lookup('g')]
    expect(answers).toEqual([unknown, unknown, unknown, blocked])
    expect(reads).toHaveLength(1)
  })

  test('counts as its network of IPv6', async () => {
    const { guessed, lookup } = setUp({}, 0)
    await lookup('g1', '2001:db8::1')
    expect(await lookup('g2', '2001:db8::2')).toEqual(blocked)
    expect(guessed).toEqual(['2001:db8:0:0::/64'])
  })

  test('is not one that shows the right secret of a refused key', async () => {
    const { guessed, lookup } = setUp({ alice: JSON.stringify({ hash, enabled: false }) }, 0)
    expect(await lookup(token)).toMatchObject({ ok: false, refusal: { reason: 'key_disabled' } })
    expect(guessed).toEqual([])
  })

  test('is not blocked while counting fails, or without the binding', async () => {
    const { state, lookup, kv } = setUp({}, 0)
    state.guessesDown = true
    expect([await lookup('g1'), await lookup('g2')]).toEqual([unknown, unknown])
    const store = createKeyStore(kv, {
      cache: createKeyCache(),
      now: () => start,
      providers: new Set<string>(),
    })
    const bare = [await store.lookup('g1', home, () => {}), await store.lookup('g2', home, () => {})]
    expect(bare).toEqual([unknown, unknown])
  })
})
