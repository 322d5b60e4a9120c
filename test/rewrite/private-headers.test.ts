import { describe, expect, test } from 'vitest'
import { privateHeaders, unread } from '../../src/rewrite/private-headers.ts'

type Asked = Parameters<typeof privateHeaders>[1]

const request: Asked = {
  keyId: 'alice',
  path: '/v1/a/default/openai/chat/completions',
  body: '{"a":1}',
  shared: false,
}
const hash = expect.stringMatching(/^[0-9a-f]{64}$/)

function made(client: Record<string, string>, more: Partial<Asked> = {}): ReturnType<typeof privateHeaders> {
  return privateHeaders(new Headers(client), { ...request, ...more })
}

/** The value of a header in each of these cases. */
async function values(
  name: 'cf-aig-cache-key' | 'idempotency-key',
  cases: ReturnType<typeof privateHeaders>[],
): Promise<(string | undefined)[]> {
  return (await Promise.all(cases)).map((headers) => headers[name])
}

test('a request that asks for nothing gets nothing', async () => {
  expect(await made({})).toEqual({})
  expect(await made({ 'cf-aig-skip-cache': 'true' })).toEqual({})
})

describe('a cache key', () => {
  const ttl = { 'cf-aig-cache-ttl': '60' }
  const own = { 'cf-aig-cache-key': 'k' }

  test('is a hash, of the client’s or of path and body', async () => {
    expect(await made(own)).toEqual({ 'cf-aig-cache-key': hash })
    expect(await made(ttl)).toEqual({ 'cf-aig-cache-key': hash })
    expect(await made({ ...own, ...ttl })).toEqual(await made(own))
  })

  test('is the same for the same request of the same key', async () => {
    expect(await made(ttl)).toEqual(await made({ 'cf-aig-cache-ttl': '3600' }))
    expect(await made(own, { body: 'x' })).toEqual(await made(own))
  })

  test('is never that of another key, path, body or value', async () => {
    const all = await values('cf-aig-cache-key', [
      made(ttl),
      made(ttl, { keyId: 'bob' }),
      made(ttl, { path: '/v1/a/default/openai/chat/completions?x=1' }),
      made(ttl, { body: '{"a":2}' }),
      made(ttl, { body: null }),
      made(own),
      made(own, { keyId: 'bob' }),
      made({ 'cf-aig-cache-key': 'k2' }),
      made({ 'cf-aig-cache-key': request.path }, { body: '' }),
      made(ttl, { keyId: 'ali', path: `ce${request.path}` }),
      made(ttl, { path: `${request.path}{"a"`, body: ':1}' }),
      made({ 'cf-aig-cache-key': '","' }, { keyId: 'a' }),
      made({ 'cf-aig-cache-key': '' }, { keyId: 'a","' }),
    ])
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(all.map(() => hash))
  })

  test('cannot be made of a body that nobody read: then nothing is cached', async () => {
    expect(await made(ttl, { body: unread })).toEqual({ 'cf-aig-skip-cache': 'true' })
    expect(await made(own, { body: unread })).toEqual(await made(own))
  })

  test('is the client’s own, or the gateway’s, where the operator shares the cache', async () => {
    expect(await made({ ...own, ...ttl }, { shared: true })).toEqual(own)
    expect(await made(ttl, { shared: true, body: unread })).toEqual({})
  })
})

describe('an idempotency key', () => {
  const own = { 'idempotency-key': 'k' }

  test('is a hash of the key’s id and the value, in another space than the cache’s', async () => {
    const all = await values('idempotency-key', [
      made(own),
      made(own, { keyId: 'bob' }),
      made({ 'idempotency-key': 'k2' }),
    ])
    const cache = await values('cf-aig-cache-key', [made({ 'cf-aig-cache-key': 'k' })])
    expect(all.concat(cache)).toEqual([hash, hash, hash, hash])
    expect(new Set(all.concat(cache)).size).toBe(4)
  })

  test('is the same for a second try', async () => {
    expect(await made(own, { body: unread })).toEqual(await made(own))
    expect(await made({ ...own, 'cf-aig-cache-ttl': '1' }, { body: unread })).toEqual({
      ...(await made(own)),
      'cf-aig-skip-cache': 'true',
    })
  })
})
