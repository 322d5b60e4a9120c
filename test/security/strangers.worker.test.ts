import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange } from '../doors/exchange.ts'
import { makeKey } from '../support/token.ts'
import { chat, keys, startTarget, type Target } from './stage.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target.stop())

const path = '/v1/chat/completions'

async function show(token: string, headers: Record<string, string | string[]> = {}) {
  const given = { authorization: `Bearer ${token}`, 'cf-connecting-ip': '198.51.100.1', ...headers }
  const answer = await exchange(target.url, { path, headers: given, body: chat() })
  const { error } = JSON.parse(answer.body.toString()) as { error?: unknown }
  const {
    date: _date,
    'tollgate-request-id': _one,
    'x-request-id': _two,
    'request-id': _three,
    ...told
  } = answer.headers
  return { status: answer.status, error, told: { ...told, 'server-timing': '' } }
}

const wrong = `${'k'.repeat(39)}x`

describe('who guesses', () => {
  test('is told the same of a key that exists and of one that does not', async () => {
    const known = await show(`sk-guest-${wrong}`)
    const unknown = await show(`sk-nobody-${wrong}`)
    expect(known.status).toBe(401)
    expect(unknown).toEqual(known)
  })

  test.each([
    ['the configuration', '@config'],
    ['its copy', '@config.good'],
    ['the digests of what was imported', '@imported'],
    ['a digest', `sha256:${createHash('sha256').update(keys.guest.token).digest('hex')}`],
    ['the id alone', 'guest'],
    ['the hash of a record', createHash('sha256').update(keys.guest.token).digest('hex')],
    ['a name of JavaScript', 'constructor'],
    ['another name of JavaScript', `sk-constructor-${wrong}`],
    ['a prototype', `sk---proto---${wrong}`],
    ['the configuration as an id', `sk-@config-${wrong}`],
    ['an id in capitals', keys.guest.token.replace('guest', 'Guest')],
    ['a token and a blank in it', keys.guest.token.replace('-k', '- k')],
    ['a part of a token', keys.guest.token.slice(0, -1)],
    ['more than a token', `${keys.guest.token}k`],
    ['a token and a NUL', `${keys.guest.token}%00`],
    ['far too much', 'k'.repeat(12_000)],
    ['a token behind far too much', `${' '.repeat(8000)}x${keys.guest.token}`],
    ['a wildcard', '*'],
    ['a path', '../guest'],
  ])('opens nothing with %s', async (_, token) => {
    expect(await show(token, { 'cf-connecting-ip': '198.51.100.2' })).toMatchObject({ status: 401 })
  })

  test.each([
    'x-auth-token',
    'x-authorization',
    'proxy-authorization',
    'cf-aig-authorization',
    'cookie',
    'x-goog-user-project',
  ])('opens nothing with a key in %s', async (name) => {
    const { status, code, sent } = await target.attack('guest', {
      path,
      headers: { authorization: [], [name]: keys.guest.token },
      body: chat(),
    })
    expect([status, code, sent]).toEqual([401, 'invalid_api_key', []])
  })

  test('is slowed down by address, and nobody beside them', async () => {
    const from = { 'cf-connecting-ip': '203.0.113.9' }
    await show(keys.guest.token, from)
    const statuses = new Set<number>()
    for (let guess = 0; guess < 30; guess += 1)
      statuses.add((await show(`sk-guest-${'k'.repeat(37)}${guess + 100}`, from)).status)
    expect(statuses).toEqual(new Set([401, 429]))
    // A right token that this isolate has not seen waits as well: the answer to a guess says nothing.
    const fresh = makeKey('fresh')
    await (await target.worker.kv()).put('fresh', JSON.stringify(fresh.record))
    expect([(await show(fresh.token, from)).status, (await show(keys.guest.token, from)).status]).toEqual([
      429, 200,
    ])
    expect([
      (await show(fresh.token)).status,
      (await show(`sk-x-${wrong}`, { 'cf-connecting-ip': '203.0.113.10' })).status,
    ]).toEqual([200, 401])
  })
})

const evil = 'https://evil.example'

function crossOrigin(headers: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'))
}

describe('a page of another origin', () => {
  test.each([
    '/api/key',
    '/%61pi/key',
    '/%61%70%69/key',
    '//api/key',
    '/API/key',
    '/api/requests',
    '/api/openapi.json',
    '/',
    '/dashboard',
    '/%64ashboard',
    '/dashboard/shared.js',
    '/health',
    '/%68ealth',
    '/x/../api/key',
  ])('may read nothing of Tollgate’s own at %s', async (at) => {
    const headers = { origin: evil }
    const got = await target.attack('operator', { method: 'GET', path: at, headers })
    const asked = await target.attack('operator', {
      method: 'OPTIONS',
      path: at,
      headers: {
        ...headers,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    })
    expect([crossOrigin(got.headers), crossOrigin(asked.headers), asked.status === 204]).toEqual([
      [],
      [],
      false,
    ])
  })

  test('may use a door with a key, and never with what its browser remembers', async () => {
    const { headers } = await target.attack('guest', {
      path,
      headers: { origin: evil, cookie: 'a=b' },
      body: chat(),
    })
    expect([headers['access-control-allow-origin'], headers['access-control-allow-credentials']]).toEqual([
      '*',
      undefined,
    ])
  })
})

describe('Tollgate’s own origin', () => {
  test.each(['/', '/dashboard', '/dashboard/', '/dashboard/home.js', '/dashboard/pages.css'])(
    'runs its own scripts at %s, stands in no frame and tells nobody where it was',
    async (at) => {
      const { status, headers } = await target.attack('guest', { method: 'GET', path: at })
      const [whole = '', filesOnly] = String(headers['content-security-policy']).split(', ')
      const policy = whole.split('; ')
      expect([status, filesOnly, policy]).toEqual([
        200,
        'script-src *:*/dashboard/; style-src *:*/dashboard/',
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'",
        ]),
      ])
      expect(policy.join()).not.toMatch(/unsafe|https?:|\*/)
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
    },
  )

  test.each(['/api/key', '/api/usage', '/api/requests', '/api/openapi.json', '/api/none', '/health', path])(
    'answers data as data at %s',
    async (at) => {
      const { headers } = await target.attack('operator', { method: 'GET', path: at })
      expect([headers['content-type'], headers['x-content-type-options']]).toEqual([
        'application/json',
        'nosniff',
      ])
    },
  )

  test('says a name with markup in it as data', async () => {
    const { body, headers } = await target.attack('marked', { method: 'GET', path: '/api/key' })
    expect([(JSON.parse(body) as { name: string }).name, headers['content-type']]).toEqual([
      '<img src=x onerror=alert(1)>',
      'application/json',
    ])
  })

  test('is read with a key in a header: one in the address opens nothing', async () => {
    const { token } = keys.operator
    const headers = { authorization: [] }
    const seen = await target.attack('operator', { method: 'GET', path: `/api/usage?key=${token}`, headers })
    expect([seen.status, seen.body.includes(token)]).toEqual([401, false])
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('changes nothing by %s', async (method) => {
    const { status, sent } = await target.attack('operator', { method, path: '/api/requests', body: '{}' })
    expect([status, sent]).toEqual([400, []])
  })
})
