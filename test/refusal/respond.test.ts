import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/refusal/reasons.ts'
import type { Refusal } from '../../src/refusal/refusal.ts'
import { respond } from '../../src/refusal/respond.ts'

const unknownKey: Refusal = { reason: 'invalid_api_key', message: 'No such key.' }
const spent: Refusal = {
  reason: 'insufficient_quota',
  message: 'The budget is spent.',
  details: { scope: 'budget', limit: 20, used: 20, reserved: 0, required: 0.1, resets_at: null },
}

async function said(refusal: Refusal, dialect: Dialect, method?: string): Promise<object> {
  const response = respond(refusal, dialect, 'req-1', method)
  const text = await response.text()
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? '' : JSON.parse(text),
  }
}

const always = {
  'cache-control': 'no-store',
  'content-type': 'application/json',
  'request-id': 'req-1',
  'tollgate-request-id': 'req-1',
  'x-content-type-options': 'nosniff',
  'x-request-id': 'req-1',
}

describe('what goes over the wire', () => {
  test('OpenAI and Anthropic clients get one body that both read', async () => {
    const error = { message: 'No such key.', code: 'invalid_api_key', param: null }
    const headers = { ...always, 'www-authenticate': 'Bearer', 'x-should-retry': 'false' }
    expect(await said(unknownKey, 'openai')).toEqual({
      status: 401,
      headers,
      body: { type: 'error', error: { type: 'invalid_request_error', ...error }, request_id: 'req-1' },
    })
    expect(await said(unknownKey, 'anthropic')).toEqual({
      status: 401,
      headers,
      body: { type: 'error', error: { type: 'authentication_error', ...error }, request_id: 'req-1' },
    })
  })

  test('Google clients get a status, an ErrorInfo, and numbers beside them', async () => {
    expect(await said({ ...spent, param: 'model', retryAfter: 2.5 }, 'gemini')).toEqual({
      status: 429,
      headers: { ...always, 'retry-after': '3', 'retry-after-ms': '2500' },
      body: {
        error: {
          code: 429,
          message: 'The budget is spent.',
          status: 'RESOURCE_EXHAUSTED',
          ...spent.details,
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'INSUFFICIENT_QUOTA',
              domain: 'tollgate',
              metadata: { request: 'req-1', param: 'model' },
            },
            { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2.5s' },
          ],
        },
      },
    })
  })

  test('AWS clients get the name in a header, and the message at the top', async () => {
    const named = 'UnrecognizedClientException'
    expect(await said(unknownKey, 'aws-json')).toEqual({
      status: 401,
      headers: {
        ...always,
        'www-authenticate': 'Bearer',
        'x-amzn-errortype': named,
        'x-amzn-requestid': 'req-1',
        'x-should-retry': 'false',
      },
      body: {
        __type: named,
        message: 'No such key.',
        type: 'error',
        error: { type: named, message: 'No such key.', code: 'invalid_api_key', param: null },
        request_id: 'req-1',
      },
    })
  })

  test('clients that want a number for a code get the status, and the reason beside it', async () => {
    expect(await said(spent, 'numbered')).toEqual({
      status: 429,
      headers: { ...always, 'x-should-retry': 'false' },
      body: {
        type: 'error',
        error: {
          type: 'insufficient_quota',
          message: 'The budget is spent.',
          code: 429,
          param: null,
          metadata: { reason: 'insufficient_quota', ...spent.details },
        },
        request_id: 'req-1',
      },
    })
  })

  test.each([
    ['rate_limit_exceeded', 'requests', 'rate_limit_error'],
    ['token_limit_exceeded', 'tokens', 'rate_limit_error'],
  ] as const)('%s has the type of what there was too much of', async (reason, openai, anthropic) => {
    const refusal: Refusal = { reason, message: 'Slow down.' }
    const bodies = await Promise.all([said(refusal, 'openai'), said(refusal, 'anthropic')])
    const error = { message: 'Slow down.', code: 'rate_limit_exceeded', param: null }
    expect(bodies).toMatchObject([
      { status: 429, body: { error: { ...error, type: openai } } },
      { status: 429, body: { error: { ...error, type: anthropic } } },
    ])
  })

  test('a limit says its figures in the error object', async () => {
    expect(await said(spent, 'openai')).toEqual({
      status: 429,
      headers: { ...always, 'x-should-retry': 'false' },
      body: {
        type: 'error',
        error: {
          type: 'insufficient_quota',
          message: 'The budget is spent.',
          code: 'insufficient_quota',
          param: null,
          ...spent.details,
        },
        request_id: 'req-1',
      },
    })
  })

  test('a reason without an OpenAI code says null', async () => {
    expect(await said({ reason: 'bad_request', message: 'No model.', param: 'model' }, 'openai')).toEqual({
      status: 400,
      headers: { ...always, 'x-should-retry': 'false' },
      body: {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'No model.', code: null, param: 'model' },
        request_id: 'req-1',
      },
    })
  })

  test('overload is 529 for Anthropic clients and 503 for others', () => {
    const overloaded: Refusal = { reason: 'overloaded', message: 'Too much at once.', retryAfter: 1 }
    const statuses = (['openai', 'anthropic', 'gemini'] as const).map(
      (dialect) => respond(overloaded, dialect, 'req-1').status,
    )
    expect(statuses).toEqual([503, 529, 503])
  })

  test('an answer to HEAD has the headers and no body', async () => {
    expect(await said(unknownKey, 'openai', 'HEAD')).toEqual({
      status: 401,
      headers: { ...always, 'www-authenticate': 'Bearer', 'x-should-retry': 'false' },
      body: '',
    })
  })
})

describe('when to come back', () => {
  const retries: [string, Refusal, string | null, string | null][] = [
    ['waiting cannot help', spent, 'false', null],
    ['a short wait helps', { ...spent, retryAfter: 60 }, null, '60'],
    ['the wait is longer than an SDK may sleep', { ...spent, retryAfter: 3600 }, 'false', '3600'],
    ['nobody knows how long', { reason: 'upstream_error', message: 'No connection.' }, null, null],
  ]

  test.each(retries)('%s', (_, refusal, shouldRetry, retryAfter) => {
    const { headers } = respond(refusal, 'openai', 'req-1')
    expect([headers.get('x-should-retry'), headers.get('retry-after')]).toEqual([shouldRetry, retryAfter])
  })
})
