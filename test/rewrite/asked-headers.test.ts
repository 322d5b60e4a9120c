import { describe, expect, test } from 'vitest'
import { fileRead } from '../../src/endpoints/stored.ts'
import { askedHeaders } from '../../src/rewrite/asked-headers.ts'

const free = { budget: null, wallet: null }
const none = { options: null, endpoint: null }
const options = { timeoutMs: null, cacheTtl: 3600, query: {} }

function asked(client: Record<string, string>, who = free, of: typeof options | null = null) {
  return Object.fromEntries(askedHeaders(new Headers(client), who, { options: of, endpoint: null }))
}

describe('an alias says how long the gateway may keep an answer', () => {
  test('to a client that does not', () => {
    expect(asked({ accept: '*/*' }, free, options)).toEqual({ accept: '*/*', 'cf-aig-cache-ttl': '3600' })
  })

  test('and not to one that does', () => {
    const client = { 'cf-aig-cache-ttl': '60' }
    expect(asked(client, free, options)).toEqual(client)
  })

  test('and leaves what the client asks beside it', () => {
    expect(asked({ 'cf-aig-skip-cache': 'true' }, free, options)).toEqual({
      'cf-aig-skip-cache': 'true',
      'cf-aig-cache-ttl': '3600',
    })
  })
})

describe('what would let the gateway send a request several times', () => {
  const repeating = { 'cf-aig-max-attempts': '5', 'cf-aig-request-timeout': '10', 'cf-aig-cache-ttl': '60' }

  test('passes from a key without a budget', () => {
    expect(asked(repeating)).toEqual(repeating)
  })

  test.each([
    { budget: { usd: 1, per: 'day', mode: 'hard' } as const, wallet: null },
    { budget: null, wallet: 'research' },
  ])('does not from %j', (who) => {
    const headers = askedHeaders(new Headers(repeating), who as Parameters<typeof askedHeaders>[1], none)
    expect(Object.fromEntries(headers)).toEqual({ 'cf-aig-cache-ttl': '60' })
  })
})

test('a part of an answer can be asked for where no job is paid by all of it', () => {
  const client = new Headers({ range: 'bytes=0-99', accept: '*/*' })
  const file = fileRead('files/{id}/content', 'openai-batch-output')
  const sent = [file, null].map((endpoint) => askedHeaders(client, free, { options: null, endpoint }))
  expect(sent.map((headers) => Object.fromEntries(headers))).toEqual([
    { accept: '*/*' },
    { range: 'bytes=0-99', accept: '*/*' },
  ])
})

test('the client’s own headers are never changed', () => {
  const client = new Headers({ 'cf-aig-max-attempts': '5' })
  askedHeaders(client, { budget: null, wallet: 'research' }, { options, endpoint: null })
  expect(Object.fromEntries(client)).toEqual({ 'cf-aig-max-attempts': '5' })
})
