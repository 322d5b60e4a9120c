import { expect, test } from 'vitest'
import { examineGateway } from '../../src/api/doctor/gateway.ts'
import { readSettings } from '../../src/settings.ts'
import { goodSettings } from './stage.ts'

const own = (code: number, message: string): object => ({
  success: false,
  result: [],
  messages: [],
  error: [{ code, message }],
})

function answering(status: number, body: object | string | null): () => Promise<Response> {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body)
  return async () => new Response(text, { status })
}

async function told(fetch: () => Promise<Response>): Promise<[string, string][]> {
  const { findings } = await examineGateway({ settings: goodSettings, fetch })
  return findings.map(({ level, what, fix }) => [level, `${what} | ${fix}`])
}

test('one request goes to the gateway, with its token and without Unified Billing', async () => {
  const sent: [string, RequestInit][] = []
  await examineGateway({
    settings: goodSettings,
    fetch: async (url, init) => {
      sent.push([url.href, init])
      return Response.json({})
    },
  })
  const [[url, init] = ['', {}], ...more] = sent
  expect([url, more]).toEqual(['https://gateway.ai.cloudflare.com/v1/account/default/openai/models', []])
  expect([Object.fromEntries(new Headers(init.headers)), init.redirect]).toEqual([
    {
      accept: 'application/json',
      'cf-aig-authorization': 'Bearer gateway-token',
      'cf-aig-no-wholesale': 'true',
    },
    'manual',
  ])
})

test('a list of models is not read, and lets its connection go', async () => {
  let cancelled = false
  const body = new ReadableStream({ cancel: () => void (cancelled = true) })
  const { findings } = await examineGateway({ settings: goodSettings, fetch: async () => new Response(body) })
  expect([findings, cancelled]).toEqual([[], true])
})

test('without an account there is nothing to ask', async () => {
  const fetch = () => Promise.reject(new Error('must not be asked'))
  expect(await examineGateway({ settings: readSettings({}), fetch })).toEqual({ findings: [] })
})

test.each([
  ['a list of models', answering(200, { data: [] })],
  [
    'a provider that refuses its credential',
    answering(401, { error: { message: 'Incorrect API key', type: 'x' } }),
  ],
  ['a gateway that has no key of that provider', answering(400, own(0, 'Provider credentials are required'))],
  ['a gateway without credit', answering(402, own(2021, 'Insufficient credits'))],
])('%s shows that the gateway lets requests pass', async (_name, fetch) => {
  expect(await told(fetch)).toEqual([])
})

test.each([
  [
    answering(400, own(2001, 'Please configure AI Gateway')),
    'error',
    /status 400 code 2001: Please configure AI Gateway \| .*GATEWAY_ID/,
  ],
  [
    answering(401, own(2009, 'Unauthorized')),
    'error',
    /status 401 code 2009: Unauthorized \| .*CF_AIG_TOKEN/,
  ],
  [
    answering(401, { success: false, error: { message: 'Unauthorized' } }),
    'error',
    /status 401: Unauthorized \| .*CF_AIG_TOKEN/,
  ],
  [
    answering(403, { success: false, error: { message: 'Access denied by policy' } }),
    'warning',
    /status 403: Access denied by policy \| .*policies/,
  ],
  [answering(404, '<html>'), 'warning', /without JSON \(status 404\).*GATEWAY_URL/],
  [answering(502, 'x'.repeat(100_000)), 'warning', /without JSON \(status 502\)/],
  [answering(302, null), 'warning', /redirects \(status 302\)/],
  [() => Promise.reject(new TypeError('fetch failed')), 'error', /did not answer within 5 s.*GATEWAY_URL/],
] as const)('what is wrong with the gateway is told with its own words (%#)', async (fetch, level, what) => {
  expect(await told(fetch)).toEqual([[level, expect.stringMatching(what)]])
})
