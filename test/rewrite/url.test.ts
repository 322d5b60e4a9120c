import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { askedQuery, upstreamUrl } from '../../src/rewrite/url.ts'
import { base, gateway, provider } from './sources.ts'

/** A route as it would be if nothing before had refused the path. */
function routeTo(slug: string, path: string): Parameters<typeof upstreamUrl>[0] {
  return {
    provider: provider(slug),
    path,
    options: null,
    door: { decoded: path.split('/').map(decodedFully) },
  }
}

function decodedFully(text: string): string {
  const once = decodeURIComponent(text)
  return once === text ? text : decodedFully(once)
}

function url(slug: string, path: string, query = ''): unknown {
  const made = upstreamUrl(routeTo(slug, path), query, gateway)
  return made.ok ? made.value.href : made.refusal
}

const slash = { reason: 'bad_path', message: 'The path has an encoded slash.' }
const early = { reason: 'bad_path', message: 'The path has an encoded `?` or `#`.' }
const outside = { reason: 'bad_path', message: 'The path leaves its provider.' }

describe('the gateway’s URL', () => {
  test.each([
    ['openai', 'chat/completions', '', 'openai/chat/completions'],
    ['anthropic', 'v1/messages', 'beta=true', 'anthropic/v1/messages?beta=true'],
    [
      'google-ai-studio',
      'v1beta/models/g:streamGenerateContent',
      'alt=sse',
      'google-ai-studio/v1beta/models/g:streamGenerateContent?alt=sse',
    ],
    ['openai', 'chat/completions/', '', 'openai/chat/completions/'],
    ['openai', '', '', 'openai/'],
    ['openai', 'models/%63af%C3%A9', '', 'openai/models/%63af%C3%A9'],
    [
      'aws-bedrock',
      'bedrock-runtime/us-east-1/model/a.b-v1:0/invoke',
      '',
      'aws-bedrock/bedrock-runtime/us-east-1/model/a.b-v1:0/invoke',
    ],
    [
      'aws-bedrock',
      'bedrock-runtime/r/model/arn%3Aaws%3Abedrock%3Ar%3A1%3Ainference-profile%2Fx/converse',
      '',
      'aws-bedrock/bedrock-runtime/r/model/arn%3Aaws%3Abedrock%3Ar%3A1%3Ainference-profile%2Fx/converse',
    ],
    ['workers-ai', '@cf/meta/llama', '', 'workers-ai/@cf/meta/llama'],
  ])('of %s and %s?%s', (slug, path, query, expected) => {
    expect(url(slug, path, query)).toBe(`${base}/${expected}`)
  })

  test('begins with this gateway and this provider for every row', () => {
    for (const { slug } of providers) {
      expect(String(url(slug, 'a/b', 'api-version=1')).split('?')[0]).toBe(`${base}/${slug}/a/b`)
    }
  })

  test('stands behind the path of a gateway at another place', () => {
    const place = { ...gateway, url: 'http://127.0.0.1:8080/deep/v1' }
    const made = upstreamUrl(routeTo('openai', 'models'), '', place)
    expect(made.ok && made.value.href).toBe(
      `http://127.0.0.1:8080/deep/v1/${gateway.account}/default/openai/models`,
    )
  })

  test.each([
    ['..', outside],
    ['../anthropic/v1/messages', outside],
    ['a/../../anthropic/v1/messages', outside],
    ['%2e%2e/anthropic/v1/messages', outside],
    ['..\\anthropic', outside],
    ['a/%2E%2e/..', outside],
    ['a%2fb', slash],
    ['a%2Fb', slash],
    ['a%252fb', slash],
    ['a%25252Fb', slash],
    ['..%2fanthropic', slash],
    ['elsewhere.test%23/x', early],
    ['elsewhere.test%253F/x', early],
    ['a?b', early],
  ])('is refused for %s, also if nothing before saw it', (path, refusal) => {
    expect(url('openai', path)).toEqual(refusal)
  })

  test('cannot be led to another host', () => {
    for (const path of ['/elsewhere.test/x', 'https://elsewhere.test/x', '@elsewhere.test', ':80/x']) {
      expect(String(url('openai', path)).startsWith(`${base}/openai/`)).toBe(true)
    }
  })
})

describe('the query', () => {
  test.each([
    ['key=sk-alice', ''],
    ['alt=sse&key=sk-alice', '?alt=sse'],
    ['KEY=a&api_key=b&API-Key=c&access_token=d', ''],
    ['%6Bey=a&k%65%79=b&api%5fkey=c&api%2Dkey=d&%61ccess_token=e&alt=sse', '?alt=sse'],
    ['monkey=1&keys=2', '?monkey=1&keys=2'],
    ['a=%2F%2f+%20&b', '?a=%2F%2f+%20&b'],
  ])('%j goes as %j', (query, expected) => {
    expect(url('openai', 'models', query)).toBe(`${base}/openai/models${expected}`)
  })

  test.each([
    ['', '?api-version=2024-10-21'],
    ['key=sk-alice', '?api-version=2024-10-21'],
    ['a=b', '?a=b&api-version=2024-10-21'],
    ['api-version=2023-05-15', '?api-version=2023-05-15'],
    ['api%2Dversion=2023-05-15', '?api%2Dversion=2023-05-15'],
    ['api-version=2025-01-01-preview&api-key=sk-alice', '?api-version=2025-01-01-preview'],
  ])('of Azure %j goes as %j', (query, expected) => {
    expect(url('azure-openai', 'res/dep/embeddings', query)).toBe(
      `${base}/azure-openai/res/dep/embeddings${expected}`,
    )
  })
})

describe('an encoded slash', () => {
  test('is found however it is written', () => {
    expect(url('openai', 'chat%25%32%66completions')).toEqual(slash)
  })

  test('is part of a name only in the segment of the name', () => {
    expect(url('aws-bedrock', 'bedrock-runtime/us%2Feast/model/m/invoke')).toEqual(slash)
  })
})

test('a parameter that a row reads may not be there twice', () => {
  expect(
    url('azure-openai', 'r/d/chat/completions', 'api-version=2023-01-01&api-version=2024-10-21'),
  ).toEqual({
    reason: 'bad_request',
    message: 'The query has `api-version` twice. Send it once.',
    param: 'api-version',
  })
})

describe('a field mask', () => {
  const query = 'alt=sse&fields=candidates&%24FIELDS=x&a=1'
  const budget = { usd: 1, per: 'day', mode: 'soft' } as const
  const asked = (slug: string, more: object = {}): string =>
    askedQuery(query, { budget: null, wallet: null, ...more }, provider(slug))

  test('leaves the query of a key that pays, because it can leave out what was consumed', () => {
    for (const slug of ['google-ai-studio', 'google-vertex-ai'])
      expect([asked(slug, { budget }), asked(slug, { wallet: 'research' })]).toEqual([
        'alt=sse&a=1',
        'alt=sse&a=1',
      ])
  })

  test('never makes another request of the one that was read', () => {
    const overriding = 'alt=sse&$httpMethod=DELETE&%24ct=x&%2524REQ={}&callback=f&%24Callback=f&a=1'
    const caller = { budget: null, wallet: null }
    for (const slug of ['google-ai-studio', 'google-vertex-ai'])
      expect(askedQuery(overriding, caller, provider(slug))).toBe('alt=sse&a=1')
    expect(askedQuery(overriding, caller, provider('openai'))).toBe(overriding)
  })

  test('stays where nobody pays from a budget, or the provider has none', () => {
    expect([asked('google-ai-studio'), asked('openai', { budget })]).toEqual([query, query])
  })
})
