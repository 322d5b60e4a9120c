import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { exchange, jsonOf } from './exchange.ts'
import { anyId, wholeRow } from './keys-and-rows.ts'
import { examples, strayHeaders } from './provider-examples.ts'
import { type Guest, type Stage, startStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

const slugs = providers.map(({ slug }) => slug)
const secretOf = (slug: string): string => `operators-own-${slug}`
const wide = { scopes: ['inference', 'storage'] }

let stage: Stage
beforeAll(async () => {
  const secrets = slugs.map((slug) => [`${slug.toUpperCase().replaceAll('-', '_')}_API_KEY`, secretOf(slug)])
  stage = await startStage(Object.fromEntries(secrets) as Record<string, string>)
})
afterAll(() => stage.stop())

/** JSON that no serialiser would write: whoever parses and writes it again is found out. */
const oddJson =
  '\n{ "messages" :[ ],"model":"m\\u0061x",\t"contents": [],"n":1.0,"e":1E2, "ä":"é\\u00e9" }\r\n'

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

test('every provider of the table has its example', () => {
  expect(Object.keys(examples).sort()).toEqual([...slugs].sort())
})

describe.concurrent.each(slugs)('the door of %s', (slug) => {
  test('passes path, query and bytes, with the operator’s credential and nothing of the client’s', async () => {
    const example = examples[slug]
    if (!example) throw new Error(`no example of ${slug}`)
    const [header, scheme] = example.credential
    const id = `door-${slug}`
    const guest = await stage.guest(id, { ...wide, tags: { team: 'été' } })
    guest.answerWith((reply) => reply.answer(200, { fine: true }))
    const answer = await exchange(stage.url, {
      path: `/${slug}/${example.sent}`,
      headers: {
        ...strayHeaders,
        authorization: `Bearer ${guest.token}`,
        'content-type': 'application/json',
        'user-agent': 'a-client/1.0',
        'cf-aig-skip-cache': 'true',
        'cf-aig-collect-log-payload': 'false',
      },
      body: oddJson,
    })
    expect([answer.status, jsonOf(answer)]).toEqual([200, { fine: true }])
    const [arrival] = guest.arrivals()
    expect(arrival?.method).toBe('POST')
    expect(arrival?.url).toBe(`/v1/local/default/${slug}/${example.got}`)
    expect(String(await arrival?.body)).toBe(oddJson)
    const { host: _host, connection: _connection, 'cf-worker': _worker, ...headers } = arrival?.headers ?? {}
    expect(headers).toEqual({
      'accept-encoding': 'identity',
      'cf-aig-authorization': 'Bearer stand-in',
      'cf-aig-collect-log-payload': 'false',
      'cf-aig-metadata': expect.any(String),
      'cf-aig-no-wholesale': 'true',
      'cf-aig-skip-cache': 'true',
      'content-length': String(Buffer.byteLength(oddJson)),
      'content-type': 'application/json',
      'user-agent': 'a-client/1.0',
      [header]: scheme + secretOf(slug),
      ...example.added,
    })
    const [row] = await guest.rows(1)
    expect(row).toMatchObject({
      key_id: id,
      door: 'provider',
      endpoint: pathOf(example.got),
      provider: slug,
      status: 200,
      outcome: 'complete',
    })
    expect(JSON.parse(String(arrival?.headers['cf-aig-metadata']))).toEqual({
      key: id,
      request: row?.id,
      team: 'été',
    })
  })

  test('passes what no table knows, bytes that are no text both ways', async () => {
    const id = `bytes-${slug}`
    const guest = await stage.guest(id, wide)
    const [sent, given] = [randomBytes(70_000), randomBytes(90_000)]
    guest.answerWith(async (reply, { body }) => {
      // An answer that comes early ends the upload.
      await body
      reply.answer(200, given, { 'content-type': 'audio/mpeg' })
    })
    const answer = await exchange(stage.url, {
      method: 'PUT',
      path: `/${slug}/nobody/knows:this/?a=1&a=2&b=%2F..%2f&&c`,
      headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'audio/wav' },
      body: sent,
    })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'audio/mpeg'])
    expect(answer.body.equals(given)).toBe(true)
    const [arrival] = guest.arrivals()
    const query = slug === 'azure-openai' ? '&api-version=2024-10-21' : ''
    expect(arrival?.url).toBe(`/v1/local/default/${slug}/nobody/knows:this/?a=1&a=2&b=%2F..%2f&&c${query}`)
    expect((await arrival?.body)?.equals(sent)).toBe(true)
    expect(await guest.rows(1)).toEqual([
      wholeRow({ key_id: id, door: 'provider', endpoint: 'nobody/knows:this/', provider: slug }),
    ])
  })
})

/** Everywhere that a client may put its key. */
const keyPlaces: readonly (readonly [
  string,
  (key: string) => { headers?: Record<string, string>; query?: string },
])[] = [
  ['authorization: Bearer', (key) => ({ headers: { authorization: `Bearer ${key}` } })],
  ['authorization: bearer, oddly spaced', (key) => ({ headers: { authorization: `bearer   ${key} ` } })],
  ['authorization: Token', (key) => ({ headers: { authorization: `Token ${key}` } })],
  ['authorization: Key', (key) => ({ headers: { authorization: `Key ${key}` } })],
  [
    'authorization: Basic, as the password',
    (key) => ({ headers: { authorization: `Basic ${Buffer.from(`me:${key}`).toString('base64')}` } }),
  ],
  ['x-api-key', (key) => ({ headers: { 'x-api-key': key } })],
  ['api-key', (key) => ({ headers: { 'api-key': key } })],
  ['x-goog-api-key', (key) => ({ headers: { 'x-goog-api-key': key } })],
  ['xi-api-key', (key) => ({ headers: { 'xi-api-key': key } })],
  ['?key=', (key) => ({ query: `key=${key}` })],
  ['?api_key=', (key) => ({ query: `api_key=${key}` })],
  ['?api-key=', (key) => ({ query: `api-key=${key}` })],
  ['?KEY, percent-encoded', (key) => ({ query: `key=${key}&%4bEY=${key}` })],
  [
    'everywhere at once',
    (key) => ({
      headers: {
        authorization: `Bearer ${key}`,
        'x-api-key': key,
        'api-key': key,
        'x-goog-api-key': key,
        'xi-api-key': key,
      },
      query: `key=${key}&api_key=${key}&api-key=${key}`,
    }),
  ],
]

const toldApart = [
  'openai/chat/completions',
  'anthropic/v1/messages',
  'google-ai-studio/v1beta/models/gemini-2.5-flash:generateContent',
  'elevenlabs/v1/voices',
  'replicate/predictions',
]

describe.concurrent('the client’s key', () => {
  test.each(keyPlaces)('in %s opens every door and goes no further', async (place, put) => {
    const id = `place-${keyPlaces.findIndex(([name]) => name === place)}`
    const guest = await stage.guest(id, wide)
    guest.answerWith((reply) => reply.answer(200, {}))
    const { headers = {}, query } = put(guest.token)
    const answers = await Promise.all(
      toldApart.map((path) =>
        exchange(stage.url, {
          path: `/${path}${query === undefined ? '' : `?${query}&kept=1`}`,
          headers: { ...strayHeaders, ...headers },
          body: '{"model":"m","messages":[]}',
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(toldApart.map(() => 200))
    const seen = await Promise.all(
      guest
        .arrivals()
        .map(async ({ url, rawHeaders, body }) => [url, ...rawHeaders, String(await body)].join('\n')),
    )
    expect(seen).toHaveLength(toldApart.length)
    expect(
      seen.filter(
        (text) =>
          text.includes('kkkkk') || text.includes(Buffer.from(guest.token).toString('base64').slice(4, -4)),
      ),
    ).toEqual([])
    expect(seen.filter((text) => text.includes('evil'))).toEqual([])
    expect(
      guest
        .arrivals()
        .map(({ url }) => url)
        .sort(),
    ).toEqual(
      toldApart.map((path) => `/v1/local/default/${path}${query === undefined ? '' : '?kept=1'}`).sort(),
    )
  })

  test('is refused beside another one', async () => {
    const guest = await stage.guest('two-keys', wide)
    const answer = await exchange(stage.url, {
      path: `/openai/chat/completions?key=sk-other-${'x'.repeat(40)}`,
      headers: { 'x-api-key': guest.token },
      body: '{"model":"m"}',
    })
    expect([answer.status, jsonOf(answer)]).toMatchObject([401, { error: { code: 'invalid_api_key' } }])
    expect(guest.arrivals()).toEqual([])
  })
})

test('of an answer the client gets status, bytes and harmless headers, and nothing of the operator’s account', async () => {
  const guest = await stage.guest('answer-headers', wide)
  const given = randomBytes(10_000)
  const kept = {
    'content-type': 'image/png',
    'x-request-id': 'req_1',
    'openai-processing-ms': '12',
    'retry-after': '3',
    'cf-aig-log-id': 'log-1',
    'content-disposition': 'inline',
  }
  guest.answerWith((reply) => {
    reply.head(201, {
      ...kept,
      'set-cookie': ['a=1', 'b=2'],
      'openai-organization': 'org-operator',
      'openai-project': 'proj-operator',
      'anthropic-organization-id': 'operator',
      'anthropic-workspace-id': 'operator',
      authorization: 'Bearer operator',
      'x-api-key': 'operator',
      'cf-aig-authorization': 'operator',
      'cf-aig-metadata': '{"key":"operator"}',
      'x-ratelimit-remaining-requests': '9',
      'anthropic-ratelimit-tokens-limit': '9',
      'clear-site-data': '"*"',
      refresh: '0; url=https://operator.example',
      link: '<https://operator.example>; rel=preload',
      'service-worker-allowed': '/',
      'strict-transport-security': 'max-age=1',
      'access-control-allow-origin': 'https://operator.example',
      'content-security-policy': "default-src 'operator'",
      'tollgate-request-id': 'operator',
    })
    reply.end(given)
  })
  const answer = await exchange(stage.url, {
    method: 'GET',
    path: '/openai/files/file-1/content',
    headers: { authorization: `Bearer ${guest.token}` },
  })
  expect(answer.status).toBe(201)
  expect(answer.body.equals(given)).toBe(true)
  const { connection: _connection, date: _date, 'transfer-encoding': _coding, ...headers } = answer.headers
  expect(headers).toEqual({
    ...kept,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
    'content-security-policy': 'sandbox',
    'server-timing': expect.stringMatching(/^key;dur=\d+, admission;dur=\d+, upstream;dur=\d+$/),
    'tollgate-request-id': anyId,
    'x-content-type-options': 'nosniff',
  })
})

test('what would make two keys’ requests one at the gateway or the provider goes up as a digest of the key’s own', async () => {
  const headers = { 'idempotency-key': 'evil-1', 'cf-aig-cache-key': 'evil-2', 'cf-aig-cache-ttl': '60' }
  const seen = await Promise.all(
    ['digest-a', 'digest-b'].map(async (id) => {
      const guest = await stage.guest(id, wide)
      guest.answerWith((reply) => reply.answer(200, {}))
      const authorization = `Bearer ${guest.token}`
      const asked = {
        path: '/openai/chat/completions',
        headers: { ...headers, authorization },
        body: '{"model":"m"}',
      }
      await exchange(stage.url, asked)
      await exchange(stage.url, asked)
      return guest
        .arrivals()
        .map(({ headers: got }) => [got['idempotency-key'], got['cf-aig-cache-key'], got['cf-aig-cache-ttl']])
    }),
  )
  const digest: unknown = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(seen.flat()).toEqual(Array.from({ length: 4 }, () => [digest, digest, '60']))
  const [[one, again] = [], [other] = []] = seen
  expect(again).toEqual(one)
  expect(other?.slice(0, 2).filter((value) => one?.includes(value))).toEqual([])
})

describe.concurrent('only the host is swapped', () => {
  async function ask(guest: Guest, path: string) {
    guest.answerWith((reply) => reply.answer(200, {}))
    const { status } = await exchange(stage.url, {
      path,
      headers: { authorization: `Bearer ${guest.token}` },
      body: '{"model":"m","messages":[]}',
    })
    return [status, ...guest.arrivals().map(({ url }) => url)]
  }

  test.each(slugs)('a gateway URL of %s goes to the same place', async (slug) => {
    const path = `/v1/local/default/${slug}/${examples[slug]?.got}`
    expect(await ask(await stage.guest(`swap-${slug}`, wide), path)).toEqual([200, path])
  })

  test.each([
    ['another account', '/v1/0123456789abcdef0123456789abcdef/default/openai/chat/completions'],
    ['another gateway', '/v1/local/other/openai/chat/completions'],
    ['no provider', '/v1/local/default/'],
    ['an unknown provider', '/v1/local/default/nobody/chat/completions'],
    ['a custom provider without a mount', '/v1/local/default/custom-secret/chat/completions'],
    ['a custom provider’s own door', '/custom-secret/chat/completions'],
  ])('%s is 404', async (what, path) => {
    const id = `swap-404-${what.replaceAll(/[^a-z]+/g, '-').replace(/^-|-$/g, '')}`
    expect(await ask(await stage.guest(id, wide), path)).toEqual([404])
  })
})
