import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  digestName,
  isKeyId,
  looksLikeProviderKey,
  makeToken,
  parseToken,
  sameDigest,
} from '../../src/keys/token.ts'

const secret = '0123456789abcdefghijklmnopqrstuvwxyzABCD'
const longId = 'a'.repeat(48)

function digestOf(text: string) {
  return createHash('sha256').update(text).digest('hex')
}

describe('parseToken', () => {
  test.each([
    [`sk-alice-${secret}`, 'alice'],
    [`sk-alice-laptop-2-${secret}`, 'alice-laptop-2'],
    [`sk-${longId}-${secret}`, longId],
    [`sk-proj-${secret}`, 'proj'],
  ])('reads the id of %s', async (token, id) => {
    expect(await parseToken(token)).toEqual({ id, digest: digestOf(token), foreign: false })
  })

  test.each([
    `sk-${longId}a-${secret}`,
    `sk-Alice-${secret}`,
    `sk-alice--b-${secret}`,
    `sk--alice-${secret}`,
    `sk-alice-${secret.slice(1)}`,
    `sk-alice-${secret}x`,
    `sk-alice-${secret.slice(1)}_`,
    `sk-@config-${secret}`,
    `sk-sha256:aa-${secret}`,
    `sk--${secret}`,
    'an imported token, ünïcode too',
    '',
  ])('finds no id in another form: %s', async (token) => {
    expect(await parseToken(token)).toEqual({ id: null, digest: digestOf(token), foreign: false })
  })
})

test('the name in KV of an imported token is its digest', () => {
  expect(digestName('ab')).toBe('sha256:ab')
})

describe('makeToken', () => {
  test('makes a token that parses back to its id', async () => {
    const token = makeToken('alice-2', (count) => crypto.getRandomValues(new Uint8Array(count)))
    expect(token).toMatch(/^sk-alice-2-[A-Za-z0-9]{40}$/)
    expect((await parseToken(token)).id).toBe('alice-2')
  })

  test('takes each character for as many bytes as any other', () => {
    const characters = Array.from({ length: 248 }, (_, byte) =>
      makeToken('a', (count) => new Uint8Array(count).fill(byte)).at(-1),
    )
    const counts = Object.values(Object.groupBy(characters, (character) => character ?? '')).map(
      (same) => same?.length,
    )
    expect(counts).toEqual(Array.from({ length: 62 }, () => 4))
  })

  test('passes over the bytes that would make some characters likelier, and asks for more', () => {
    const handfuls = [Uint8Array.from({ length: 40 }, (_, index) => (index + 248) % 256), new Uint8Array(40)]
    expect(makeToken('a', () => handfuls.shift() ?? new Uint8Array())).toBe(
      'sk-a-0123456789ABCDEFGHIJKLMNOPQRSTUV00000000',
    )
  })

  test.each(['', 'Alice', 'a--b', '@config', 'a'.repeat(49)])('throws for what cannot be an id: %s', (id) => {
    expect(() => makeToken(id, (count) => new Uint8Array(count))).toThrow(RangeError)
  })
})

test('ids are words joined by single dashes', () => {
  expect(['a', 'a-b', '1-2-3', 'a_b', 'a.b', '-a', 'a-', 'A', 'a\n'].filter(isKeyId)).toEqual([
    'a',
    'a-b',
    '1-2-3',
  ])
})

describe('looksLikeProviderKey', () => {
  test.each([
    `sk-proj-${'Ab1_'.repeat(30)}`,
    `sk-ant-api03-${'x'.repeat(93)}AA`,
    `sk-or-v1-${'0'.repeat(64)}`,
    `sk-${'a'.repeat(48)}`,
    'AIzaSyA-example',
    'gsk_example',
    'xai-example',
    'pplx-example',
    'hf_example',
    'r8_example',
    'sk_example',
  ])('knows %s', (token) => {
    expect(looksLikeProviderKey(token)).toBe(true)
  })

  test.each([`sk-ant-${secret}`, 'sk-alice-tooshort', 'dummy', 'sk-local', ''])(
    'does not take %s for one',
    (token) => {
      expect(looksLikeProviderKey(token)).toBe(false)
    },
  )
})

test('digests are equal only whole', () => {
  const digest = digestOf('a')
  const last = `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`
  expect([digest, last, digest.slice(1), ''].map((other) => sameDigest(digest, other))).toEqual([
    true,
    false,
    false,
    false,
  ])
})
