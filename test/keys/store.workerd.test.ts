import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { createKeyCache } from '../../src/keys/cache.ts'
import { unknownKey } from '../../src/keys/check.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import { createKeyStore } from '../../src/keys/store.ts'
import { makeToken, sha256Hex } from '../../src/keys/token.ts'

test('the real bindings take the bulk read, its cacheTtl, the copy of the configuration and the count of guesses', async () => {
  const token = makeToken('alice', (count) => crypto.getRandomValues(new Uint8Array(count)))
  const digest = await sha256Hex(token)
  await env.KEYS.put('alice', JSON.stringify({ hash: digest, ips: ['203.0.113.0/24'] }))
  await env.KEYS.put('@config', '{"wholesale": true}')
  const later: Promise<unknown>[] = []
  const store = createKeyStore(env.KEYS, {
    cache: createKeyCache(),
    now: () => Date.now(),
    guesses: env.GUESSES,
    providers: new Set<string>(),
  })
  const lookup = (text: string) => store.lookup(text, '203.0.113.7', (work) => later.push(work))

  expect(await lookup(token)).toEqual({
    ok: true,
    value: {
      caller: {
        id: 'alice',
        kvName: 'alice',
        name: null,
        tags: {},
        label: { key_id: 'alice', name: null, tags: null, wallet: null },
        models: null,
        budget: null,
        wallet: null,
        limits: null,
        expiresAt: null,
        scopes: ['inference'],
        onDisconnect: 'drain',
        usageChunk: null,
      },
      config: { ...builtInConfig, wholesale: true },
      configProblem: null,
    },
  })
  await Promise.all(later)
  expect(await env.KEYS.get('@config.good')).toBe('{"wholesale": true}')
  expect(await lookup(`${token.slice(0, -1)}!`)).toEqual(unknownKey({ foreign: false }))
})
