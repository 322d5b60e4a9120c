import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { type HeaderSources, upstreamHeaders } from '../../src/rewrite/headers.ts'
import { secretHeaders as secret } from './secret-headers.ts'
import { sourcesFor } from './sources.ts'

function sent(client: Record<string, string>, sources: HeaderSources): Record<string, string> {
  return Object.fromEntries(upstreamHeaders(new Headers(client), sources))
}

/** What stands in every request. */
const always = {
  'accept-encoding': 'identity',
  'cf-aig-authorization': 'Bearer gateway-token',
  'cf-aig-metadata': '{"key":"alice","request":"r1","team":"research"}',
  'cf-aig-no-wholesale': 'true',
}

/** Headers that mean the same to everybody. */
const plain = {
  accept: 'text/event-stream',
  'accept-language': 'de',
  'content-type': 'application/json; charset=utf-8',
  'content-language': 'de',
  'if-none-match': '"x"',
  range: 'bytes=0-1',
  'user-agent': 'OpenAI/JS 7.57.0',
  'x-client-request-id': 'c1',
  'x-fern-language': 'JavaScript',
  'x-stainless-retry-count': '0',
}

describe('a client’s headers', () => {
  test.each(providers.map(({ slug }) => slug))('to %s arrive by the allow-list only', (slug) => {
    const sources = sourcesFor(slug)
    expect(sent({ ...secret, ...plain }, sources)).toEqual({
      ...sources.provider.defaultHeaders,
      ...always,
      ...plain,
    })
  })

  test('that name another model than the path does not arrive', () => {
    const client = { 'azureml-model-deployment': 'gpt-5', 'extra-parameters': 'drop' }
    expect(sent(client, sourcesFor('azure-openai'))).toEqual({ ...always, 'extra-parameters': 'drop' })
  })

  test.each([
    ['openai', { 'openai-beta': 'responses=v1', 'x-codex-turn': '1', session_id: 's' }],
    ['anthropic', { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'x', 'x-app': 'cli' }],
    ['google-ai-studio', { 'x-goog-api-client': 'google-genai-sdk/3.1', 'x-server-timeout': '60' }],
    ['openrouter', { 'http-referer': 'https://a.test', 'x-title': 'A' }],
    ['aws-bedrock', { 'x-amzn-bedrock-trace': 'ENABLED' }],
    ['replicate', { prefer: 'wait' }],
    ['deepgram', { 'x-deepgram-session-id': 's' }],
    ['cartesia', { 'cartesia-version': '2025-04-16' }],
    ['fal', { 'x-fal-queue-priority': 'low' }],
  ])('of %s’s own %j arrive there and nowhere else', (slug, own) => {
    expect(sent(own, sourcesFor(slug))).toEqual({ ...always, ...own })
    expect(sent(own, sourcesFor('parallel'))).toEqual(always)
  })

  test('to Anthropic get a version where they have none', () => {
    expect(sent({}, sourcesFor('anthropic'))).toEqual({ ...always, 'anthropic-version': '2023-06-01' })
  })
})

describe('what a client may tell the gateway', () => {
  test('is how to cache, to wait and to try again', () => {
    const asked = {
      'cf-aig-cache-ttl': '60',
      'cf-aig-skip-cache': 'true',
      'cf-aig-request-timeout': '1000',
      'cf-aig-max-attempts': '2',
    }
    expect(sent(asked, sourcesFor('openai'))).toEqual({ ...always, ...asked })
  })

  test('is to log less, never more', () => {
    for (const name of ['cf-aig-collect-log', 'cf-aig-collect-log-payload']) {
      for (const value of ['false', 'FALSE']) {
        expect(sent({ [name]: value }, sourcesFor('openai'))).toEqual({ ...always, [name]: value })
      }
      for (const value of ['true', '1', '', 'false, true']) {
        expect(sent({ [name]: value }, sourcesFor('openai'))).toEqual(always)
      }
    }
  })

  test.each([
    [true, {}, 'true'],
    [false, {}, 'false'],
    [true, { 'cf-aig-collect-log-payload': 'false' }, 'false'],
    [false, { 'cf-aig-collect-log-payload': 'true' }, 'false'],
  ])('where the operator has set payloads to %s and the client says %j', (logPayloads, client, expected) => {
    const sources = sourcesFor('openai', { config: { wholesale: false, logPayloads } })
    expect(sent(client, sources)).toEqual({ ...always, 'cf-aig-collect-log-payload': expected })
  })
})

describe('what Tollgate adds', () => {
  test.each([
    ['openai', 'authorization', 'Bearer sk-operator'],
    ['anthropic', 'x-api-key', 'sk-operator'],
    ['google-ai-studio', 'x-goog-api-key', 'sk-operator'],
    ['azure-openai', 'api-key', 'sk-operator'],
    ['fal', 'authorization', 'Key sk-operator'],
    ['deepgram', 'authorization', 'Token sk-operator'],
    ['elevenlabs', 'xi-api-key', 'sk-operator'],
    ['ideogram', 'api-key', 'sk-operator'],
  ])('is the key of %s in %s', (slug, header, value) => {
    const sources = sourcesFor(slug, { providerKey: 'sk-operator' })
    expect(sent(secret, sources)).toEqual({ ...sources.provider.defaultHeaders, ...always, [header]: value })
  })

  test('is no token for a gateway without one, and no ban on its credits where they are allowed', () => {
    const sources = sourcesFor('openai', {
      gatewayToken: null,
      config: { wholesale: true, logPayloads: null },
    })
    const { 'accept-encoding': encoding, 'cf-aig-metadata': metadata } = always
    expect(sent(secret, sources)).toEqual({ 'accept-encoding': encoding, 'cf-aig-metadata': metadata })
  })

  test('replaces what a client said by what is private to its key', () => {
    const privateHeaders = {
      'cf-aig-cache-key': 'hash',
      'idempotency-key': 'hash2',
      'cf-aig-skip-cache': 'true',
    } as const
    const client = { 'cf-aig-cache-key': 'mine', 'idempotency-key': 'mine', 'cf-aig-skip-cache': 'false' }
    expect(sent(client, sourcesFor('openai', { privateHeaders }))).toEqual({ ...always, ...privateHeaders })
  })
})

test('a provider’s own headers are not a client’s to say whose words are translated', () => {
  const client = { 'anthropic-version': '2099-01-01', 'anthropic-beta': 'x', 'x-app': 'cli', accept: '*/*' }
  expect(sent(client, sourcesFor('anthropic'))).toEqual({ ...always, ...client })
  expect(sent(client, sourcesFor('anthropic', { translated: true }))).toEqual({
    ...always,
    'anthropic-version': '2023-06-01',
    accept: '*/*',
  })
})

test('names of what every object has are headers like any other', () => {
  const headers = upstreamHeaders(
    new Headers([
      ['__proto__', 'x'],
      ['constructor', 'x'],
    ]),
    sourcesFor('openai'),
  )
  expect([headers.has('__proto__'), headers.has('constructor')]).toEqual([false, false])
})
