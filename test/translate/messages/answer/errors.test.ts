import { APIError } from '@anthropic-ai/sdk'
import { anything, assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translateChatError } from '../../../../src/translate/messages/answer/errors.ts'

function said(status: number | null, error: unknown): unknown {
  return JSON.parse(translateChatError(status, error, 'r1'))
}

function openai(message: string, type: string | null = null, code: string | null = null): object {
  return { error: { message, type, param: null, code } }
}

function expected(type: string, message: string, code: string | null = null): object {
  return { type: 'error', error: { type, message, code, param: null }, request_id: 'r1' }
}

describe('an error of a chat for a client of Anthropic’s', () => {
  test.each([
    [400, 'invalid_request_error', null, 'invalid_request_error'],
    [401, 'invalid_request_error', 'invalid_api_key', 'authentication_error'],
    [402, 'insufficient_quota', null, 'billing_error'],
    [403, 'invalid_request_error', null, 'permission_error'],
    [404, 'invalid_request_error', 'model_not_found', 'not_found_error'],
    [413, 'invalid_request_error', null, 'request_too_large'],
    [429, 'requests', 'rate_limit_exceeded', 'rate_limit_error'],
    [429, 'insufficient_quota', 'insufficient_quota', 'billing_error'],
    [500, 'server_error', null, 'api_error'],
    [504, 'server_error', null, 'timeout_error'],
    [529, 'server_error', null, 'overloaded_error'],
  ])('of status %i, type %s and code %s is %s', (status, type, code, told) => {
    expect(said(status, openai('Words', type, code))).toStrictEqual(expected(told, 'Words', code))
  })

  test.each([
    ['invalid_request_error', null, 'invalid_request_error'],
    ['invalid_request_error', 'invalid_api_key', 'authentication_error'],
    ['requests', null, 'rate_limit_error'],
    ['server_error', null, 'api_error'],
    ['server_error', 'overloaded', 'overloaded_error'],
    [null, '529', 'overloaded_error'],
    [null, '403', 'permission_error'],
    ['odd', 'odd', 'api_error'],
  ])('in a stream, of type %s and code %s, is %s', (type, code, told) => {
    expect(said(null, openai('Words', type, code))).toStrictEqual(expected(told, 'Words', code))
  })

  test.each([
    ['a text', { error: 'Words' }, null],
    ['at the top', { object: 'error', message: 'Words', type: 'invalid', code: 3_230 }, '3230'],
    ['a list', [{ error: { code: 400, message: 'Words', status: 'INVALID_ARGUMENT' } }], 'INVALID_ARGUMENT'],
  ])('is read as %s', (_what, error, code) => {
    expect(said(400, error)).toStrictEqual(expected('invalid_request_error', 'Words', code))
  })

  test('without words says its status', () => {
    expect([said(503, undefined), said(null, {})]).toStrictEqual([
      expected('api_error', 'upstream answered 503'),
      expected('api_error', 'the upstream failed'),
    ])
  })

  const long = 'context_length_exceeded'
  test.each([
    [
      "This model’s limit: This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens. Please reduce the length of the messages.",
      'prompt is too long: 130012 tokens > 128000 maximum',
    ],
    [
      'Prompt contains 34000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      'prompt is too long: 34000 tokens > 32768 maximum',
    ],
    [
      "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
      'prompt is too long: 537812 tokens > 131072 maximum',
    ],
    [
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      'prompt is too long: 1200000 tokens > 1048576 maximum',
    ],
    [
      "This model's maximum context length is 8192 tokens. However, you requested 10100 tokens (6000 in the messages, 100 in the functions, and 4000 in the completion).",
      'input length and `max_tokens` exceed context limit: 6100 + 4000 > 8192, decrease input length or `max_tokens` and try again',
    ],
    [
      "This model's maximum context length is 8192 tokens. However, you requested 13000 tokens (9000 in the messages, 4000 in the completion).",
      'prompt is too long: 9000 tokens > 8192 maximum',
    ],
    [
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      'prompt is too long: Your input exceeds the context window of this model. Please adjust your input and try again.',
    ],
    ['prompt is too long: 5 tokens > 4 maximum', 'prompt is too long: 5 tokens > 4 maximum'],
  ])('that says “%s” says so in Claude’s words', (message, told) => {
    expect(said(400, openai(message, 'invalid_request_error'))).toStrictEqual(
      expected('invalid_request_error', told),
    )
    expect(said(null, openai(message))).toStrictEqual(expected('invalid_request_error', told))
  })

  test('is known as too long by its code alone', () => {
    expect(said(400, openai('Too much.', null, long))).toStrictEqual(
      expected('invalid_request_error', 'prompt is too long: Too much.', long),
    )
  })

  test('about one text or the number of tokens asked for is not taken for it', () => {
    const messages = [
      "Invalid 'messages[0].name': string too long. Expected a string with maximum length 64.",
      'max_tokens is too large: 50000. This model supports at most 16384 completion tokens.',
    ]
    expect(messages.map((message) => said(400, openai(message)))).toStrictEqual(
      messages.map((message) => expected('invalid_request_error', message)),
    )
  })

  test('is read by Anthropic’s SDK', () => {
    const body = JSON.parse(translateChatError(429, openai('Slow down', 'requests'), 'r1'))
    const { status, type, apiMessage } = APIError.generate(
      429,
      body,
      undefined,
      new Headers(),
    ) as APIError & { apiMessage?: string }
    expect({ status, type, apiMessage }).toEqual({
      status: 429,
      type: 'rate_limit_error',
      apiMessage: 'Slow down',
    })
  })

  test('never throws', () => {
    assert(
      property(anything(), constantFrom(null, 400, 429, 500), (error, status) => {
        expect(said(status, error)).toMatchObject({ type: 'error', request_id: 'r1' })
      }),
    )
  })
})
