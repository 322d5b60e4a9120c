import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig, type ParsedConfig } from '../../src/keys/config.ts'
import { parseJsonText } from '../../src/keys/json-text.ts'
import { type ParsedRecord, parseRecord } from '../../src/keys/record.ts'
import { mangled } from './mangled.ts'
import { changed, odd } from './odd-json.ts'
import { cases } from './runs.ts'

const hash = 'ab'.repeat(32)
/** Whatever else is wrong: a text that somebody pasted into the wrong place. */
const secret = 'sk-alice-0123456789abcdefghijABCDEFGHIJ0123456789'

const records: readonly object[] = [
  { hash },
  {
    hash: [hash, 'cd'.repeat(32)],
    name: secret,
    enabled: true,
    expires: '2027-06-30',
    models: ['gpt-4o*', '!o1'],
    budget: { usd: 20, per: 'month', mode: 'soft' },
    limits: { rpm: 60, tpm: 200_000, parallel: 8 },
    tags: { team: 'research', secret },
    on_disconnect: 'cancel',
    usage_chunk: 'show',
    scopes: ['inference', 'storage'],
    ips: ['203.0.113.0/24', '2001:db8::/32', '::ffff:1.2.3.4'],
  },
  { hash, wallet: secret, expires: '2027-06-30T12:00:00.5+02:00' },
]
const configs: readonly object[] = [
  {},
  {
    default_provider: 'openrouter',
    log_payloads: false,
    shared_cache: true,
    wholesale: true,
    claude_cache: '1h',
    unpriced: 'allow',
    models: {
      fast: 'openrouter/x',
      '*': [
        { to: 'openrouter/y', weight: 3, timeout_ms: 500, cache_ttl: 60, query: { a: secret } },
        'openrouter/z',
      ],
    },
    providers: {
      lab: {
        gateway: 'custom-vllm',
        dialect: 'openai',
        prefix: 'api/v1',
        units: { 'POST /mj/*': { unit: 'image', usd: 0.04 } },
      },
    },
    prices: {
      'lab/llama': { input: 0.2, output: 0.6, cache_read: 0.07, cache_write: 1e-9 },
      'mj/*': { usd: 0.04, unit: 'image' },
      x: { free: true },
    },
    wallets: { research: { usd: 500, per: 'month', mode: 'hard' } },
  },
]
const known = new Set(['openrouter', 'openai'])
const names = fc.constantFrom('alice', `sha256:${hash}`, 'sha256:')

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

function message(parsed: ParsedRecord | ParsedConfig): string {
  return parsed.ok ? '' : parsed.message
}

/** The names on the way to every leaf. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  const inner = Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]))
  return inner.length === 0 ? [[...path]] : inner
}

function withLeaf(value: unknown, [name, ...rest]: readonly string[], leaf: unknown): unknown {
  if (name === undefined) return leaf
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) }
  Reflect.set(copy, name, withLeaf(Reflect.get(copy, name), rest, leaf))
  return copy
}

describe('fuzz: a key’s entry and @config', () => {
  test('are read or refused in words, and no word of them is a value', () => {
    const text = fc.oneof(
      changed([...records, ...configs]).map(textOf),
      mangled([...records, ...configs].map(textOf)).map((bytes) => new TextDecoder().decode(bytes)),
    )
    fc.assert(
      fc.property(text, names, (text, name) => {
        for (const parsed of [parseRecord(text, name), parseConfig(text, known)]) {
          expect(parsed.ok || parsed.message !== '').toBe(true)
          expect(message(parsed)).not.toContain(secret.slice(9, 40))
          expect(message(parsed).length).toBeLessThan(4_000)
        }
      }),
      cases(3),
    )
  })

  test('name the field that is wrong, and only that one', () => {
    const places = [...records, ...configs].flatMap((whole) => leaves(whole).map((path) => ({ whole, path })))
    const wrong = fc.constantFrom({ [secret]: secret }, [[secret]], [{}], -1, null)
    fc.assert(
      fc.property(fc.constantFrom(...places), wrong, ({ whole, path }, leaf) => {
        if (path.length === 0) return
        const text = JSON.stringify(withLeaf(whole, path, leaf))
        const parsed = configs.includes(whole) ? parseConfig(text, known) : parseRecord(text, 'alice')
        expect(parsed.ok).toBe(false)
        for (const mistake of message(parsed).split('; ')) expect(mistake).toContain(path[0])
        expect(message(parsed)).not.toContain(secret.slice(0, 30))
      }),
      cases(),
    )
  })

  test('are JSON exactly where JSON.parse says so, but for names that stand twice and depth', () => {
    const text = fc.oneof(
      odd.map(textOf),
      mangled(records.map((value) => JSON.stringify(value, null, 1))).map((bytes) =>
        new TextDecoder().decode(bytes),
      ),
    )
    fc.assert(
      fc.property(text, (text) => {
        const parsed = parseJsonText(text)
        if (/[“”„‟]/.test(text)) return
        let value: unknown
        let isJson = true
        try {
          value = JSON.parse(text.trim())
        } catch {
          isJson = false
        }
        if (parsed.ok) expect([isJson, parsed.value]).toEqual([true, value])
        else if (isJson) expect(parsed.message).toMatch(/stands twice|nested too deeply/)
      }),
      cases(2),
    )
  })
})
