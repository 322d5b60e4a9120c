import { describe, expect, test } from 'vitest'
import { answerHeaders } from '../../src/upstream/answer-headers.ts'

const gatewayPlace = 'https://gateway.test/v1/account/gateway/'

const added = {
  'content-security-policy': 'sandbox',
  'tollgate-request-id': 'req-1',
  'x-content-type-options': 'nosniff',
}

function answered(
  upstream: Record<string, string>,
  body: 'untouched' | 'remade' = 'untouched',
): Record<string, string> {
  return Object.fromEntries(answerHeaders(new Headers(upstream), { requestId: 'req-1', gatewayPlace, body }))
}

test('what a client needs of the upstream passes', () => {
  const passing = {
    'cache-control': 'no-cache',
    'cf-aig-cache-status': 'HIT',
    'cf-aig-log-id': '0192',
    'character-cost': '12',
    'content-disposition': 'attachment',
    'content-type': 'text/event-stream',
    date: 'Sat, 21 Nov 2026 12:00:00 GMT',
    location: 'https://files.example/1',
    'openai-processing-ms': '12',
    'request-id': 'req_upstream',
    'retry-after': '2',
    'sec-websocket-protocol': 'realtime',
    vary: 'accept-encoding',
    'x-request-id': 'req_upstream',
    'x-should-retry': 'true',
  }
  expect(answered(passing)).toEqual({ ...passing, ...added })
})

test('headers that Connection names end at this hop too', () => {
  expect(answered({ connection: 'close, X-Hop', 'x-hop': '1', 'x-kept': '2' })).toEqual({
    'x-kept': '2',
    ...added,
  })
})

test('every cookie goes, however many there are', () => {
  const upstream = new Headers([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ])
  expect(
    Object.fromEntries(answerHeaders(upstream, { requestId: 'req-1', gatewayPlace, body: 'untouched' })),
  ).toEqual(added)
})

test('the upstream cannot loosen the sandbox', () => {
  expect(
    answered({
      'content-security-policy': 'default-src *',
      'x-content-type-options': 'off',
      'tollgate-request-id': 'forged',
    }),
  ).toEqual(added)
})

describe('headers that describe the bytes', () => {
  const described = { 'content-encoding': 'gzip', 'content-length': '12', digest: 'x', etag: '"1"' }

  test('stay with a body that nobody touched', () => {
    expect(answered(described)).toEqual({ ...described, ...added })
  })

  test('go with a body that was made anew', () => {
    expect(answered({ ...described, 'content-type': 'application/json' }, 'remade')).toEqual({
      'content-type': 'application/json',
      ...added,
    })
  })
})

test('our timing joins the upstream’s, and our own headers win', () => {
  const headers = answerHeaders(
    new Headers({ 'server-timing': 'model;dur=5', 'x-ratelimit-limit-requests': '9' }),
    {
      requestId: 'req-1',
      gatewayPlace,
      body: 'untouched',
      serverTiming: 'tollgate;dur=1',
      more: [
        ['tollgate-target', 'a/b'],
        ['x-ratelimit-limit-requests', '60'],
      ],
    },
  )
  expect(Object.fromEntries(headers)).toEqual({
    ...added,
    'server-timing': 'model;dur=5, tollgate;dur=1',
    'tollgate-target': 'a/b',
    'x-ratelimit-limit-requests': '60',
  })
})

test('the upstream’s own headers are not changed', () => {
  const upstream = new Headers({ 'set-cookie': 'a=1' })
  answerHeaders(upstream, { requestId: 'req-1', gatewayPlace, body: 'remade' })
  expect(Object.fromEntries(upstream)).toEqual({ 'set-cookie': 'a=1' })
})

test('a redirect within the gateway leads to an own door, and does not show account and gateway', () => {
  const moved = (location: string): string | null =>
    answerHeaders(new Headers({ location }), { requestId: 'req-1', gatewayPlace, body: 'untouched' }).get(
      'location',
    )
  expect(moved('https://gateway.test/v1/account/gateway/openai/files/x')).toBe('/openai/files/x')
  expect(moved('https://cdn.test/file')).toBe('https://cdn.test/file')
})

test('a redirect that a client would follow with its key stays here', () => {
  const moved = (location: string): string | null =>
    answerHeaders(new Headers({ location }), {
      requestId: 'req-1',
      gatewayPlace,
      body: 'untouched',
      keyFollows: true,
    }).get('location')
  expect(moved('https://gateway.test/v1/account/gateway/openai/files/x')).toBe('/openai/files/x')
  expect(['/v1/files/x', 'x?y'].map(moved)).toEqual(['/v1/files/x', 'x?y'])
  const elsewhere = ['https://cdn.test/file', '//cdn.test/file', '/\\cdn.test/file', 'http://[', 'mailto:x']
  expect(elsewhere.map(moved)).toEqual(elsewhere.map(() => null))
})
