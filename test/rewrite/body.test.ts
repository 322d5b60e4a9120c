import { describe, expect, test } from 'vitest'
import { upstreamBody } from '../../src/rewrite/body.ts'
import { routed } from '../route/journeys.ts'

function changed(line: string, text: string, query = ''): unknown {
  const body = { text, value: JSON.parse(text) }
  const made = upstreamBody(routed(line, body.value), body, { searchParams: new URLSearchParams(query) })
  return made.ok ? made.value : made.refusal
}

function passes(text: string): unknown {
  return { text, streams: text.includes('"stream":true'), usageChunk: 'not_ours' }
}

/** Whether usage is asked for in a stream, and by whom. */
function asks(line: string, model: string, more: object = {}, query = ''): unknown {
  const made = changed(line, JSON.stringify({ model, stream: true, ...more }), query)
  return Reflect.get(made as object, 'usageChunk')
}

const chat = 'POST /v1/chat/completions'

describe('a stream is asked for its usage', () => {
  test.each([
    ['ours', chat, 'gpt-4o'],
    ['ours', 'POST /v1/completions', 'gpt-3.5-turbo-instruct'],
    ['not_ours', 'POST /v1/responses', 'gpt-4o'],
    ['ours', 'POST /openai/chat/completions', 'gpt-4o'],
    ['ours', 'POST /openai/v1/chat/completions', 'gpt-4o'],
    ['ours', chat, 'gemini-2.5-pro'],
    ['ours', 'POST /v1beta/openai/chat/completions', 'gemini-2.5-pro'],
    ['ours', 'POST /anthropic/v1/chat/completions', 'claude-opus-5'],
    ['not_ours', 'POST /v1/messages', 'claude-opus-5'],
    ['not_ours', 'POST /v1beta/models/g:streamGenerateContent', 'g'],
    ['not_ours', chat, 'mistral-large-latest'],
    ['not_ours', 'POST /mistral/v1/chat/completions', 'mistral-large-latest'],
    ['not_ours', chat, 'groq/llama-3.3-70b-versatile'],
    ['not_ours', 'POST /groq/openai/v1/chat/completions', 'openai/gpt-oss-120b'],
    ['ours', chat, 'deepseek-chat'],
    ['ours', chat, 'grok-4'],
    ['not_ours', chat, 'sonar'],
    ['ours', chat, 'cerebras/llama-3.3-70b'],
    ['not_ours', chat, 'openrouter/openai/gpt-4o'],
    ['not_ours', chat, '@cf/meta/llama-3.1-8b-instruct'],
    ['not_ours', chat, 'command-r'],
    ['not_ours', 'POST /aws-bedrock/bedrock-mantle/us-east-1/openai/v1/chat/completions', 'x'],
  ])('%s: %s of %s', (expected, line, model) => {
    expect(asks(line, model)).toBe(expected)
  })

  test.each([
    ['', {}, 'ours'],
    ['api-version=2024-10-21', {}, 'ours'],
    ['api-version=2024-09-01-preview', {}, 'ours'],
    ['api-version=2024-08-01-preview', {}, 'not_ours'],
    ['api-version=2023-05-15', {}, 'not_ours'],
    ['api-version=2024-10-21', { data_sources: [] }, 'not_ours'],
  ])('of Azure with %j and %j: %s', (query, more, expected) => {
    expect(asks('POST /azure-openai/res/dep/chat/completions', 'x', more, query)).toBe(expected)
  })
})

describe('of a body', () => {
  test.each([
    [
      '{"model":"gpt-4o","stream":true}',
      '{"stream_options":{"include_usage":true},"model":"gpt-4o","stream":true}',
      'ours',
    ],
    [
      '{"model":"gpt-4o","stream":true,"stream_options":null}',
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true}}',
      'ours',
    ],
    [
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_obfuscation":false}}',
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}}',
      'ours',
    ],
    [
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":null}}',
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true}}',
      'ours',
    ],
    [
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":false}}',
      '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true}}',
      'unwanted',
    ],
    [
      '{"seed":12345678901234567890,"temperature":1.0, "model" : "deepseek/deepseek-chat","stream":true}',
      '{"stream_options":{"include_usage":true},"seed":12345678901234567890,"temperature":1.0, "model" : "deepseek-chat","stream":true}',
      'ours',
    ],
  ])('%s only that changes', (text, expected, usageChunk) => {
    expect(changed(chat, text)).toEqual({ text: expected, streams: true, usageChunk })
  })

  test.each([
    '{"model":"gpt-4o"}',
    '{"model":"gpt-4o","stream":false}',
    '{"model":"gpt-4o","stream":null,"temperature":1.0}',
    '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true}}',
    '{"model":"gpt-4o","stream_options":{"include_usage":true}}',
    '{"model":"mistral-large-latest","stream":true,"stream_options":{"x":1}}',
  ])('%s nothing changes', (text) => {
    expect(changed(chat, text)).toEqual(passes(text))
  })

  test('only the model’s name changes where its provider knows it by another', () => {
    expect(changed(chat, '{"messages":[{"model":"groq/x"}],"model":"groq/x"}')).toEqual({
      text: '{"messages":[{"model":"groq/x"}],"model":"x"}',
      streams: false,
      usageChunk: 'not_ours',
    })
    expect(changed(chat, '{"model":"openai/caf\\u00e9 \\"x\\""}')).toMatchObject({
      text: '{"model":"café \\"x\\""}',
    })
  })

  test('that streams by its path it is known', () => {
    const line = 'POST /v1beta/models/g:streamGenerateContent'
    expect(changed(line, '{}')).toEqual({ text: '{}', streams: true, usageChunk: 'not_ours' })
  })
})

test.each([
  ['stream', '"true"', 'The field `stream` must be true or false.'],
  ['stream', '1', 'The field `stream` must be true or false.'],
  ['stream_options', 'true', 'The field `stream_options` must be an object.'],
  ['stream_options', '[]', 'The field `stream_options` must be an object.'],
  ['stream_options.include_usage', '1', 'The field `stream_options.include_usage` must be true or false.'],
])('%s must not be %s', (param, value, message) => {
  const [name = '', inner] = param.split('.')
  const member = inner === undefined ? value : `{"${inner}":${value}}`
  for (const line of [chat, 'POST /groq/chat/completions']) {
    expect(changed(line, `{"model":"gpt-4o","${name}":${member}}`)).toEqual({
      reason: 'bad_request',
      message,
      param,
    })
  }
})
