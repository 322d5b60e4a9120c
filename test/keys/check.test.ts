import { describe, expect, test } from 'vitest'
import { checkRecord, unknownKey } from '../../src/keys/check.ts'
import { parseRecord } from '../../src/keys/record.ts'

const digest = 'ab'.repeat(32)
const other = 'cd'.repeat(32)
const now = Date.UTC(2027, 0, 1)
const mine = { digest, foreign: false }
const wrong = { digest: other, foreign: false }

function check(fields: object, token = mine, address: string | null = '203.0.113.7') {
  return checkRecord(parseRecord(JSON.stringify({ hash: digest, ...fields }), 'alice'), token, now, address)
}

const caller = {
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

describe('who shows the right secret', () => {
  test('is the caller', () => {
    const fields = {
      models: ['gpt-4o'],
      tags: { team: 'a' },
      name: 'Alice',
      on_disconnect: 'cancel',
      usage_chunk: 'show',
      scopes: ['storage'],
    }
    expect(check({})).toEqual({ ok: true, value: caller })
    expect(check(fields)).toEqual({
      ok: true,
      value: {
        ...caller,
        name: 'Alice',
        tags: { team: 'a' },
        label: { key_id: 'alice', name: 'Alice', tags: '{"team":"a"}', wallet: null },
        models: ['gpt-4o'],
        scopes: ['storage'],
        onDisconnect: 'cancel',
        usageChunk: 'show',
      },
    })
  })

  test('may have any of several', () => {
    expect([mine, wrong].map((token) => check({ hash: [other, digest] }, token))).toEqual([
      { ok: true, value: caller },
      { ok: true, value: caller },
    ])
  })

  test.each([
    [
      { enabled: false },
      {
        reason: 'key_disabled',
        message: 'This key is switched off. Ask whoever runs this gateway to enable it again.',
      },
    ],
    [
      { expires: '2026-12-31' },
      {
        reason: 'key_expired',
        message: 'This key has expired. Ask whoever runs this gateway for a new one.',
      },
    ],
    [
      { ips: ['198.51.100.0/24'] },
      {
        reason: 'address_not_allowed',
        message:
          'This key may not be used from your network address. Ask whoever runs this gateway to add it to `ips`.',
      },
    ],
    [
      { limts: {} },
      {
        reason: 'key_misconfigured',
        message:
          'This key is misconfigured: unknown field "limts" (did you mean "limits"?). Whoever runs this gateway has to correct its entry in KV.',
      },
    ],
  ])('is told why the key is refused: %j', (fields, refusal) => {
    expect(check(fields)).toEqual({ ok: false, refusal })
    expect(check(fields, wrong)).toEqual(unknownKey(wrong))
  })

  test('is told the first reason of several', () => {
    const fields = [
      { limts: 1, enabled: false, expires: '2020-01-01', ips: ['198.51.100.1'], wallet: 'a' },
      { enabled: false, expires: '2020-01-01', ips: ['198.51.100.1'], wallet: 'a' },
      { expires: '2020-01-01', ips: ['198.51.100.1'], wallet: 'a' },
      { ips: ['198.51.100.1'], wallet: 'a' },
    ]
    const reasons = ['key_misconfigured', 'key_disabled', 'key_expired', 'address_not_allowed']
    expect(fields.map((each) => check(each))).toMatchObject(
      reasons.map((reason) => ({ refusal: { reason } })),
    )
  })

  test('is refused from the very end of the last day on', () => {
    const record = parseRecord(JSON.stringify({ hash: digest, expires: '2026-12-31' }), 'alice')
    expect([now - 1, now].map((at) => checkRecord(record, mine, at, null).ok)).toEqual([true, false])
  })

  test('is refused without an address where the key has a list', () => {
    const ips = ['203.0.113.0/24']
    expect([check({ ips }), check({ ips }, mine, null)].map(({ ok }) => ok)).toEqual([true, false])
  })
})

test('an entry whose hash cannot be read tells its mistake to whoever knows the id', () => {
  expect(checkRecord(parseRecord('{"hash"', 'alice'), wrong, now, null)).toEqual({
    ok: false,
    refusal: {
      reason: 'key_misconfigured',
      message:
        'This key is misconfigured: line 1, column 8: the text ends too early. Whoever runs this gateway has to correct its entry in KV.',
    },
  })
})

test('an unknown key is told what to look at, and whether it looks like a provider’s own', () => {
  expect([unknownKey({ foreign: false }), unknownKey({ foreign: true })]).toEqual([
    {
      ok: false,
      refusal: {
        reason: 'invalid_api_key',
        message:
          'This key is not known here. Check that it was copied whole. A key that was made in the last minute may not be known everywhere yet: try again in a minute.',
      },
    },
    {
      ok: false,
      refusal: {
        reason: 'invalid_api_key',
        message:
          "This key is not known here. It looks like a provider's own key: this gateway wants a key of its own (sk-…) in its place. A key that was made in the last minute may not be known everywhere yet: try again in a minute.",
      },
    },
  ])
})
