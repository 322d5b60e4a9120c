import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chat, keys, secrets, startTarget, type Target } from './stage.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target.stop())

const path = '/v1/chat/completions'

/** Names that a client may well send, none of which means anything to whoever is upstream. */
const smuggled = `
  cf-aig-authorization cf-aig-metadata cf-aig-no-wholesale cf-aig-byok-alias cf-aig-custom-cost cf-aig-zdr
  cf-aig-event-id cf-aig-gateway-id cf-aig-request-id cf-aig-anything cf-connecting-ip cf-ray cf-access-jwt-assertion
  x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-prefix forwarded via x-real-ip true-client-ip
  x-portkey-api-key x-portkey-config x-portkey-custom-host helicone-auth helicone-target-url x-litellm-api-key
  cookie openai-organization openai-project anthropic-organization-id anthropic-version anthropic-beta
  x-amz-security-token x-amz-date x-amz-content-sha256 x-goog-user-project x-goog-fieldmask x-fal-target-url
  x-http-method-override x-http-method x-method-override x-original-url x-rewrite-url x-original-host
  proxy-authorization proxy-connection keep-alive te origin referer priority sec-fetch-site traceparent
  tollgate-request-id tollgate-target azureml-model-deployment x-ms-useragent x-stripe-anything x-target-url`
  .trim()
  .split(/\s+/)

describe('a client’s headers', () => {
  test('steer neither the gateway nor the provider, whatever they are called and however they are written', async () => {
    const odd = (name: string): string =>
      name.replace(/[a-z]/g, (letter, at: number) => (at % 2 ? letter : letter.toUpperCase()))
    const headers = Object.fromEntries(smuggled.map((name) => [odd(name), `smuggled ${name}`]))
    const { status, sent } = await target.attack('guest', { path, headers, body: chat() })
    const arrived = sent.map(({ headers: { host: _host, ...given } }) => given)
    expect([status, arrived]).toEqual([
      200,
      [
        {
          'content-length': String(chat().length),
          'content-type': 'application/json',
          'accept-encoding': 'identity',
          'cf-worker': expect.any(String),
          authorization: `Bearer ${secrets.OPENAI_API_KEY}`,
          'cf-aig-authorization': `Bearer ${secrets.CF_AIG_TOKEN}`,
          'cf-aig-metadata': expect.stringMatching(/^\{"key":"guest","request":"[\da-f-]{36}"\}$/),
          'cf-aig-no-wholesale': 'true',
        },
      ],
    ])
  })

  test('that `Connection` names are neither dropped nor added by it', async () => {
    const headers = {
      connection: 'close, cf-aig-authorization, authorization, content-type, x-smuggled',
      'x-smuggled': '1',
    }
    const { sent } = await target.attack('guest', { path, headers, body: chat() })
    expect(
      sent.map(({ headers: given }) => [
        given['cf-aig-authorization'],
        given['content-type'],
        given['x-smuggled'],
      ]),
    ).toEqual([[`Bearer ${secrets.CF_AIG_TOKEN}`, 'application/json', undefined]])
  })

  test.each([
    ['authorization twice', { authorization: [`Bearer ${keys.guest.token}`, 'Bearer sk-other'] }],
    ['two places', { 'X-Api-Key': 'sk-other' }],
    ['two places in odd case', { 'aPi-KeY': 'sk-other' }],
    ['another place twice', { 'x-goog-api-key': [keys.guest.token, 'sk-other'] }],
    ['a list in one', { authorization: `Bearer ${keys.guest.token}, Bearer sk-other` }],
    ['a subprotocol', { 'sec-websocket-protocol': 'openai-insecure-api-key.sk-other' }],
  ])('with two different keys are nobody’s: %s', async (_, headers) => {
    const { status, code, sent } = await target.attack('guest', { path, headers, body: chat() })
    expect([status, code, sent]).toEqual([401, 'invalid_api_key', []])
  })

  test('with one key in five places are its holder’s, and it goes up in none of them', async () => {
    const { token } = keys.guest
    const headers = { 'x-api-key': token, 'api-key': token, 'x-goog-api-key': token, 'xi-api-key': token }
    const { status, sent } = await target.attack('guest', {
      path: `${path}?key=${token}`,
      headers,
      body: chat(),
    })
    expect([status, sent.length]).toEqual([200, 1])
    expect(JSON.stringify(sent.map(({ url, rawHeaders }) => [url, rawHeaders]))).not.toContain('kkkk')
  })

  test('make no line of their own out of what an operator wrote', async () => {
    const { sent } = await target.attack('marked', { path, body: chat() })
    const [metadata] = sent.map(({ headers }) => String(headers['cf-aig-metadata']))
    expect(metadata).toMatch(/^[ -~]+$/)
    expect(JSON.parse(metadata ?? '')).toEqual({
      key: 'marked',
      request: expect.any(String),
      team: '"},"key":"root',
      other: 'é\u2028\\',
      'cf-aig': '</script>',
    })
  })
})

const head = [
  `POST ${path} HTTP/1.1`,
  'Host: tollgate.test',
  `Authorization: Bearer ${keys.guest.token}`,
  'Content-Type: application/json',
  '',
].join('\r\n')
const body = chat()
const length = `Content-Length: ${body.length}\r\n`
const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
const hidden = 'GET /openai/models HTTP/1.1\r\nHost: x\r\n\r\n'

describe('bytes on a connection', () => {
  test.each([
    ['a folded header', `${head}X-Stainless-A: a\r\n cf-aig-byok-alias: x\r\n${length}\r\n${body}`],
    ['a blank before the colon', `${head}Cf-Aig-Byok-Alias : x\r\n${length}\r\n${body}`],
    ['a NUL in a header', `${head}X-Stainless-A: a\0b\r\n${length}\r\n${body}`],
    ['two lengths', `${head}${length}Content-Length: 4\r\n\r\n${body}`],
    ['a coding that is none', `${head}${length}Transfer-Encoding: xchunked\r\n\r\n${body}`],
    ['a NUL in a path', head.replace('chat', 'ch\0at') + `${length}\r\n${body}`],
  ])('that two parsers could read differently are refused: %s', async (_, bytes) => {
    expect(await target.raw(bytes)).toEqual({ answers: ['HTTP/1.1 400'], sent: [] })
  })

  test.each([
    [
      'both a length and chunks',
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${hidden}`,
    ],
    [
      'a trailer',
      `${head}Transfer-Encoding: chunked\r\nTrailer: cf-aig-byok-alias\r\n\r\n${chunk.slice(0, -2)}cf-aig-byok-alias: x\r\n\r\n`,
    ],
    ['a bare line feed', `${head}X-Stainless-A: a\nCf-Aig-Byok-Alias: x\r\n${length}\r\n${body}`],
  ])('carry one request up and nothing beside it: %s', async (_, bytes) => {
    const { sent } = await target.raw(bytes)
    const arrived = await Promise.all(
      sent.map(async (one) => [one.method, String(await one.body), one.headers['cf-aig-byok-alias']]),
    )
    expect(arrived).toEqual([['POST', body, undefined]])
  })

  test.each(['CONNECT evil.example:443', 'OPTIONS *', 'GET evil.example:80', 'TRACE /openai/models'])(
    'that ask for another host or an echo reach nobody: %s',
    async (line) => {
      const { sent } = await target.raw(`${line} HTTP/1.1\r\n${head.slice(head.indexOf('Host'))}\r\n`)
      expect(sent).toEqual([])
    },
  )
})

const hostile = {
  'set-cookie': 'session=theirs',
  'clear-site-data': '"*"',
  'strict-transport-security': 'max-age=1',
  'service-worker-allowed': '/',
  refresh: '0;url=https://evil.example/',
  link: '</x>; rel=preload',
  'content-security-policy': 'script-src *',
  'content-security-policy-report-only': "default-src 'none'; report-uri https://evil.example/",
  'access-control-allow-origin': 'https://evil.example',
  'access-control-allow-credentials': 'true',
  'cross-origin-opener-policy': 'unsafe-none',
  'cross-origin-resource-policy': 'cross-origin',
  'www-authenticate': 'Basic realm="Your password, please"',
  'proxy-authenticate': 'Basic',
  'referrer-policy': 'unsafe-url',
  'x-content-type-options': 'sniff',
  'login-status': 'logged-in',
  'attribution-reporting-register-source': '{}',
  'speculation-rules': '"/x"',
  'reporting-endpoints': 'x="https://evil.example/"',
  nel: '{}',
  'alt-svc': 'h3=":443"',
  'openai-organization': 'org-of-the-operator',
  'cf-aig-authorization': 'theirs',
  'tollgate-target': 'theirs',
  'x-goog-upload-url': 'https://evil.example/upload',
  'operation-location': 'https://evil.example/operations/1',
}

describe('an upstream’s answer', () => {
  test.each(['text/html', 'image/svg+xml', 'text/javascript', 'application/xhtml+xml', 'application/pdf'])(
    'in %s runs nowhere, and does nothing to this origin',
    async (type) => {
      target.answerWith((reply) =>
        reply.answer(401, '<script>alert(1)</script>', { ...hostile, 'content-type': type }),
      )
      const { status, headers } = await target.attack('guest', { method: 'GET', path: '/openai/models' })
      const { date: _date, connection: _connection, ...told } = headers
      expect([status, told]).toEqual([
        401,
        {
          'content-type': type,
          'content-length': '25',
          'content-security-policy': 'sandbox',
          'x-content-type-options': 'nosniff',
          'access-control-allow-origin': '*',
          'access-control-expose-headers': '*',
          'tollgate-request-id': expect.any(String),
          'server-timing': expect.any(String),
        },
      ])
    },
  )

  test.each(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'xi-api-key'])(
    'sends nobody elsewhere with a key in %s that would go along',
    async (name) => {
      const elsewhere = ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'http://127.0.0.1/']
      const told: unknown[] = []
      for (const location of [...elsewhere, '/v1/files/x']) {
        target.answerWith((reply) => reply.answer(307, '', { location }))
        const headers = {
          authorization: [],
          [name]: name === 'authorization' ? `Bearer ${keys.guest.token}` : keys.guest.token,
        }
        const { headers: given, sent } = await target.attack('guest', {
          method: 'GET',
          path: '/openai/models',
          headers,
        })
        told.push([given['location'], sent.length])
      }
      // Browsers and HTTP clients drop `authorization` on the way to another origin, and nothing else.
      const there = name === 'authorization' ? elsewhere : elsewhere.map(() => undefined)
      expect(told).toEqual([...there, '/v1/files/x'].map((location) => [location, 1]))
    },
  )
})
