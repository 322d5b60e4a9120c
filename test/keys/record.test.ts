import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/keys/addresses.ts'
import { parseRecord } from '../../src/keys/record.ts'

const hash = 'ab'.repeat(32)
const other = 'cd'.repeat(32)

const plain = {
  id: 'alice',
  kvName: 'alice',
  name: null,
  tags: {},
  label: { key_id: 'alice', name: null, tags: null, wallet: null },
  hashes: [hash],
  enabled: true,
  expiresAt: null,
  models: null,
  budget: null,
  wallet: null,
  limits: null,
  onDisconnect: 'drain',
  usageChunk: null,
  scopes: ['inference'],
  ips: null,
}

function parse(fields: object, kvName = 'alice') {
  return parseRecord(JSON.stringify({ hash, ...fields }), kvName)
}

describe('a record that is understood', () => {
  test('needs a hash and nothing else', () => {
    expect(parse({})).toEqual({ ok: true, record: plain })
  })

  test('may have everything, typed by hand', () => {
    const text = `\uFEFF
      { “hash”: ["${hash.toUpperCase()}", "${other}"],
        "name": " Alice's laptop ",             "enabled": false,
        "expires": "2027-06-30",                "models": ["gpt-4o*", "claude-*", "!claude-opus-*"],
        "budget": { "usd": 20, "per": "month" },"limits": { "rpm": 60, "tpm": 200000, "parallel": 8 },
        "tags": { "team": "research" },         "on_disconnect": "cancel",
        "scopes": ["inference", "storage", "storage"], "usage_chunk": "show",
        "ips": ["203.0.113.0/24", "2001:db8::/32"] }
      `
    expect(parseRecord(text, 'alice')).toEqual({
      ok: true,
      record: {
        id: 'alice',
        kvName: 'alice',
        name: "Alice's laptop",
        tags: { team: 'research' },
        label: { key_id: 'alice', name: "Alice's laptop", tags: '{"team":"research"}', wallet: null },
        hashes: [hash, other],
        enabled: false,
        expiresAt: Date.UTC(2027, 6, 1),
        models: ['gpt-4o*', 'claude-*', '!claude-opus-*'],
        budget: { usd: 20, per: 'month', mode: 'hard' },
        wallet: null,
        limits: { rpm: 60, tpm: 200000, parallel: 8 },
        onDisconnect: 'cancel',
        usageChunk: 'show',
        scopes: ['inference', 'storage'],
        ips: [parseRange('203.0.113.0/24'), parseRange('2001:db8::/32')],
      },
    })
  })

  test.each([
    ['2027-06-30', Date.UTC(2027, 6, 1)],
    ['2028-02-29', Date.UTC(2028, 2, 1)],
    ['2027-12-31', Date.UTC(2028, 0, 1)],
    ['2027-06-30T12:00:00Z', Date.UTC(2027, 5, 30, 12)],
    ['2027-06-30T12:00Z', Date.UTC(2027, 5, 30, 12)],
    ['2027-06-30T12:00:00.5+02:00', Date.UTC(2027, 5, 30, 10, 0, 0, 500)],
  ])('expires %s', (expires, expiresAt) => {
    expect(parse({ expires })).toEqual({ ok: true, record: { ...plain, expiresAt } })
  })

  test('of an imported token needs no hash and is named by its entry, or by its id', () => {
    const kvName = `sha256:${hash}`
    const named = {
      ...plain,
      kvName,
      id: kvName,
      label: { key_id: kvName, name: null, tags: null, wallet: null },
    }
    expect(parseRecord('{}', kvName)).toEqual({ ok: true, record: named })
    expect(parse({}, kvName)).toEqual({ ok: true, record: named })
    expect(parseRecord('{"id": "bob"}', kvName)).toEqual({
      ok: true,
      record: { ...named, id: 'bob', label: { key_id: 'bob', name: null, tags: null, wallet: null } },
    })
  })
})

test('no text makes it throw, and no message quotes what was written', () => {
  const fields = [
    'hash',
    'name',
    'expires',
    'models',
    'budget',
    'limits',
    'tags',
    'scopes',
    'ips',
    'usd',
    'rpm',
    'x',
  ]
  const secret = fc.constantFrom(
    'zz-secret-zz',
    -31337,
    ['zz-secret-zz'],
    { usd: 'zz-secret-zz' },
    { rpm: -31337 },
  )
  const record = fc.dictionary(fc.constantFrom(...fields), secret).map((value) => JSON.stringify(value))
  fc.assert(
    fc.property(
      fc.oneof(record, fc.json(), fc.string()),
      fc.constantFrom('alice', `sha256:${hash}`),
      (text, kvName) => {
        const parsed = parseRecord(text, kvName)
        expect(parsed.ok ? '' : parsed.message).not.toMatch(/zz-secret-zz|31337/)
      },
    ),
    { numRuns: 1000 },
  )
})
