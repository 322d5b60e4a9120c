import { expect } from 'vitest'
import { createKeyCache } from '../../src/keys/cache.ts'
import { unknownKey } from '../../src/keys/check.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import { createKeyStore } from '../../src/keys/store.ts'
import { sha256Hex } from '../../src/keys/token.ts'

export const token = 'sk-alice-0123456789abcdefghijklmnopqrstuvwxyzABCD'
export const wrong = 'sk-alice-0123456789abcdefghijklmnopqrstuvwxyzABCE'
export const hash = await sha256Hex(token)
export const record = JSON.stringify({ hash })
export const home = '203.0.113.7'
export const start = 1_800_000_000_000

export const caller = {
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
}
export const admitted = { ok: true, value: { caller, config: builtInConfig, configProblem: null } }
export const unknown = unknownKey({ foreign: false })
export const unavailable = {
  ok: false,
  refusal: {
    reason: 'keys_unavailable',
    message: 'Keys cannot be looked up just now. Try again in a moment.',
    retryAfter: 5,
  },
}

/** A store over a KV in memory, with a clock and a wire that can be cut. */
export function setUp(entries: Record<string, string>, allowedGuesses = Infinity) {
  const state = { entries, now: start, down: false, guessesDown: false }
  const reads: string[][] = []
  const writes: [string, string][] = []
  const warnings: string[] = []
  const guessed: string[] = []
  const pending: Promise<unknown>[] = []
  const kv = {
    async get(names: string[], options: { type: 'text'; cacheTtl: number }) {
      expect(options).toEqual({ type: 'text', cacheTtl: 30 })
      reads.push(names)
      if (state.down) throw new Error('KV GET failed: 500')
      return new Map(names.map((name) => [name, state.entries[name] ?? null]))
    },
    async put(name: string, value: string) {
      if (state.down) throw new Error('KV PUT failed: 429')
      writes.push([name, value])
    },
  }
  const guesses = {
    async limit({ key }: { key: string }) {
      if (state.guessesDown) throw new Error('no limit today')
      guessed.push(key)
      return { success: guessed.filter((other) => other === key).length <= allowedGuesses }
    },
  }
  const cache = createKeyCache()
  const store = createKeyStore(kv, {
    cache,
    now: () => state.now,
    guesses,
    providers: new Set(['openrouter']),
    warn: (message) => warnings.push(message),
  })
  const lookup = async (text: string, address: string | null = home) => {
    const result = await store.lookup(text, address, (work) => pending.push(work))
    await Promise.all(pending)
    return result
  }
  return { state, reads, writes, warnings, guessed, cache, lookup, kv }
}
