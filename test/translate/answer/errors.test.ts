import { APIError } from 'openai'
import { describe, expect, test } from 'vitest'
import { translateError } from '../../../src/translate/answer/errors.ts'

function said(status: number, error: unknown): unknown {
  const translated = translateError(status, error, 'req-1')
  return { ...translated, body: JSON.parse(translated.body) }
}

const rows = [
  [400, 'invalid_request_error', 'invalid_request_error', null],
  [401, 'authentication_error', 'invalid_request_error', 'invalid_api_key'],
  [402, 'billing_error', 'insufficient_quota', 'insufficient_quota'],
  [403, 'permission_error', 'invalid_request_error', 'permission_denied'],
  [404, 'not_found_error', 'invalid_request_error', 'model_not_found'],
  [409, 'conflict_error', 'invalid_request_error', 'conflict'],
  [413, 'request_too_large', 'invalid_request_error', 'request_too_large'],
  [429, 'rate_limit_error', 'requests', 'rate_limit_exceeded'],
  [500, 'api_error', 'server_error', null],
  [504, 'timeout_error', 'server_error', 'timeout'],
  [529, 'overloaded_error', 'server_error', 'overloaded'],
] as const

describe('an error', () => {
  test.each(rows)('of status %i and type %s keeps its status and words', (status, kind, type, code) => {
    const error = { type: 'error', error: { type: kind, message: 'Words' }, request_id: 'req_upstream' }
    expect(said(status, error)).toStrictEqual({
      status,
      body: {
        type: 'error',
        error: { type, message: 'Words', code, param: null },
        request_id: 'req-1',
      },
    })
  })

  test.each([
    'prompt is too long: 215000 tokens > 200000 maximum',
    'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
  ])('that says “%s” has the code that agents shorten their conversation for', (message) => {
    expect(said(400, { type: 'error', error: { type: 'invalid_request_error', message } })).toStrictEqual({
      status: 400,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message,
          code: 'context_length_exceeded',
          param: 'messages',
        },
        request_id: 'req-1',
      },
    })
  })

  test('of a type that nobody knows has it as its code', () => {
    expect(said(418, { error: { type: 'teapot_error', message: 'Short and stout' } })).toStrictEqual({
      status: 418,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Short and stout',
          code: 'teapot_error',
          param: null,
        },
        request_id: 'req-1',
      },
    })
  })

  test.each([[undefined], [null], ['<html>'], [{}], [[]]])('without words (%j) says its status', (body) => {
    expect(said(503, body)).toStrictEqual({
      status: 503,
      body: {
        type: 'error',
        error: {
          type: 'server_error',
          message: body === '<html>' ? '<html>' : 'upstream answered 503',
          code: null,
          param: null,
        },
        request_id: 'req-1',
      },
    })
  })

  test('is read whole by OpenAI’s SDK', () => {
    const { status, body } = translateError(
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      'req-1',
    )
    const { type, code, param, message } = APIError.generate(
      status,
      JSON.parse(body),
      undefined,
      new Headers(),
    )
    expect({ type, code, param, message }).toEqual({
      type: 'server_error',
      code: 'overloaded',
      param: null,
      message: '529 Overloaded',
    })
  })
})
