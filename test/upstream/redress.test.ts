import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/refusal/reasons.ts'
import { redress, type Redressed } from '../../src/upstream/redress.ts'
import { type Shape, shapes } from './error-shapes.ts'

const context = { provider: 'acme', secretName: 'ACME_API_KEY', requestId: 'req-1', neutral: true }
const json = 'application/json; charset=utf-8'

function bytesOf(body: unknown): Uint8Array {
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}

function dressed(
  status: number,
  body: unknown,
  dialect: Dialect,
  contentType: string | null = json,
): unknown {
  const outcome: Redressed = redress(status, contentType, bytesOf(body), dialect, context)
  if (outcome === null || 'refusal' in outcome) return outcome
  expect(outcome.contentType).toBe('application/json')
  return JSON.parse(outcome.body)
}

function shared(type: string, message: string, code: string | null, param: string | null = null): object {
  return { type: 'error', error: { type, message, code, param }, request_id: 'req-1' }
}

function google(code: number, status: string, message: string, reason?: string): object {
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    ...(reason === undefined ? {} : { reason }),
    domain: 'acme',
    metadata: { request: 'req-1' },
  }
  return { error: { code, message, status, details: [info] } }
}

const invalid = 'invalid_request_error'

describe('an OpenAI door', () => {
  const cases: [Shape, number, object | null][] = [
    ['openai', 400, null],
    ['anthropic', 529, null],
    ['numberCode', 400, null],
    ['google', 400, shared(invalid, 'Bad field', 'INVALID_ARGUMENT')],
    ['googleList', 400, shared(invalid, 'Bad field', 'INVALID_ARGUMENT')],
    ['topLevel', 400, shared('bad_input', 'Bad field', '1500')],
    ['validation', 422, shared(invalid, 'body.user: Extra inputs', null)],
    ['messageOnly', 429, shared('requests', 'Too many tokens', null)],
    ['text', 404, shared(invalid, 'Model not found', 'Some resource')],
    ['success', 400, shared(invalid, 'No such model', '5007')],
    ['detail', 422, shared('value_error.missing', 'body.prompt: field required', null)],
    ['detailObject', 404, shared(invalid, 'No such voice', 'voice_not_found')],
    ['titled', 422, shared(invalid, 'version is required', null)],
    ['gateway', 400, shared(invalid, 'Blocked by DLP', '2029')],
    ['gatewayPolicy', 403, shared(invalid, 'Access denied by policy', null)],
    ['gatewayBudget', 429, shared('requests', 'Spending limit exceeded', null)],
    ['gatewayNamed', 424, shared(invalid, 'Prompt blocked', '2016')],
  ]

  test.each(cases)('%s with %i', (shape, status, expected) => {
    expect(dressed(status, shapes[shape], 'openai')).toEqual(expected)
  })
})

describe('an Anthropic door', () => {
  const cases: [Shape, number, object | null][] = [
    ['anthropic', 529, null],
    ['openai', 404, shared('not_found_error', 'Bad model', 'no_model', 'model')],
    ['google', 400, shared(invalid, 'Bad field', 'INVALID_ARGUMENT')],
    ['topLevel', 503, shared('api_error', 'Bad field', '1500')],
    ['messageOnly', 429, shared('rate_limit_error', 'Too many tokens', null)],
    ['gatewayPolicy', 403, shared('permission_error', 'Access denied by policy', null)],
  ]

  test.each(cases)('%s with %i', (shape, status, expected) => {
    expect(dressed(status, shapes[shape], 'anthropic')).toEqual(expected)
  })
})

describe('a Gemini door', () => {
  const cases: [Shape, number, object | null][] = [
    ['google', 400, null],
    ['googleList', 400, null],
    ['text', 404, google(404, 'NOT_FOUND', 'Model not found', 'Some resource')],
    ['messageOnly', 429, google(429, 'RESOURCE_EXHAUSTED', 'Too many tokens')],
    ['gateway', 400, google(400, 'INVALID_ARGUMENT', 'Blocked by DLP', '2029')],
  ]

  test.each(cases)('%s with %i', (shape, status, expected) => {
    expect(dressed(status, shapes[shape], 'gemini')).toEqual(expected)
  })

  test('its own shape is dressed again if it is not declared as JSON', () => {
    expect(dressed(400, shapes.google, 'gemini', 'text/plain')).toEqual(
      google(400, 'INVALID_ARGUMENT', 'Bad field', 'INVALID_ARGUMENT'),
    )
  })
})

describe('bodies that are no JSON', () => {
  const cases: [string, string | null, string, string][] = [
    [
      'a line of text',
      'text/plain; charset=utf-8',
      'no \u0007healthy upstream\n',
      'upstream answered 503: no healthy upstream',
    ],
    ['long text', 'text/plain', 'x'.repeat(999), `upstream answered 503: ${'x'.repeat(200)}`],
    ['a page', 'text/html', '<html><script>1</script></html>', 'upstream answered 503'],
    ['nothing', null, '', 'upstream answered 503'],
    ['broken JSON', 'application/json', '{"error":', 'upstream answered 503'],
    ['JSON without words', 'application/json', '{"ok":false}', 'upstream answered 503'],
    ['an event of a stream', 'text/event-stream', 'event: error\ndata: {"message":"busy"}\n\n', 'busy'],
  ]

  test.each(cases)('%s', (_, contentType, body, message) => {
    expect(dressed(503, body, 'openai', contentType)).toEqual(shared('server_error', message, null))
  })
})

test('an error that is too long to be read has its status, and words that the door’s clients read', () => {
  const said = 'upstream answered 529, with an error too long to be put into the words of this API'
  expect(
    (['openai', 'anthropic'] as const).map((dialect) => {
      const outcome = redress(529, json, null, dialect, context)
      return outcome && 'body' in outcome && JSON.parse(outcome.body)
    }),
  ).toEqual([shared('server_error', said, null), shared('overloaded_error', said, null)])
  expect(redress(401, json, null, 'openai', context)).toMatchObject({ refusal: { reason: 'upstream_auth' } })
})

test('nesting without end is no words, and no crash', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  expect(dressed(500, deep, 'openai')).toEqual(shared('server_error', 'upstream answered 500', null))
})

test('on a provider’s own door the bytes pass, whatever their shape', () => {
  const outcomes = Object.values(shapes).map((body) =>
    redress(401, json, bytesOf(body), 'openai', { ...context, neutral: false }),
  )
  const passing = Object.keys(shapes).filter((_, index) => outcomes[index] === null)
  expect(passing).toEqual(Object.keys(shapes).filter((shape) => !shape.startsWith('gateway')))
})
