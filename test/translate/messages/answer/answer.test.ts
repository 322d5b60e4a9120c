import type Anthropic from '@anthropic-ai/sdk'
import { assert, jsonValue, object, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translateCompletionText } from '../../../../src/translate/messages/answer/answer.ts'
import { context, counts } from './streams.ts'

const usage: Anthropic.Usage = {
  input_tokens: 48,
  cache_creation_input_tokens: 128,
  cache_read_input_tokens: 1_024,
  cache_creation: null,
  output_tokens: 300,
  output_tokens_details: { thinking_tokens: 256 },
  server_tool_use: null,
  service_tier: 'standard',
  inference_geo: null,
  speed: null,
}

function completion(message: object, finish_reason: string | null = 'stop', more: object = {}): object {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason }]
  return {
    id: 'c1',
    object: 'chat.completion',
    model: 'model-1',
    choices,
    usage: counts,
    service_tier: 'default',
    ...more,
  }
}

function told(whole: object, how = context): unknown {
  return JSON.parse(translateCompletionText(JSON.stringify(whole), how) ?? 'null')
}

function message(
  content: Anthropic.ContentBlock[],
  stop_reason: Anthropic.StopReason,
  members: Partial<Anthropic.Message> = {},
): Anthropic.Message {
  return {
    id: 'msg_r1',
    type: 'message',
    role: 'assistant',
    model: 'model-1',
    content,
    stop_reason,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage,
    ...members,
  }
}

function text(words: string): Anthropic.TextBlock {
  return { type: 'text', text: words, citations: null }
}

function toolUse(id: string, name: string, input: object): Anthropic.ToolUseBlock {
  return { type: 'tool_use', id, name, input, caller: { type: 'direct' } }
}

function called(id: string, name: string, args: unknown): object {
  return { id, type: 'function', function: { name, arguments: args } }
}

describe('a whole chat completion as a message', () => {
  test('has every member that Anthropic promises', () => {
    expect(told(completion({ content: 'Hi', refusal: null }))).toStrictEqual(
      message([text('Hi')], 'end_turn'),
    )
  })

  test('has thoughts, text and calls in this order', () => {
    const tool_calls = [called('call_1', 'weather', '{"city":"Bern"}'), called('call_2', 'now', '')]
    const whole = completion({ content: 'Let me look.', reasoning_content: 'Hm', tool_calls }, 'tool_calls')
    const blocks = [
      text('Let me look.'),
      toolUse('call_1', 'weather', { city: 'Bern' }),
      toolUse('call_2', 'now', {}),
    ]
    const thought: Anthropic.ThinkingBlock = { type: 'thinking', thinking: 'Hm', signature: '' }
    expect(told(whole)).toStrictEqual(message([thought, ...blocks], 'tool_use'))
    expect(told(whole, { ...context, showsThinking: false })).toStrictEqual(message(blocks, 'tool_use'))
  })

  test('reads content in parts', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
      { type: 'text', text: '4' },
    ]
    expect(told(completion({ content }))).toStrictEqual(
      message([{ type: 'thinking', thinking: 'Hm', signature: '' }, text('4')], 'end_turn'),
    )
  })

  test('has calls under the client’s own names, with ids of the right form', () => {
    const tool_calls = [called('functions.a:0', 'a_b', { city: 'Bern' }), called('call_1', 'c', 'null')]
    const how = { ...context, toolNames: new Map([['a_b', 'a/b']]) }
    expect(told(completion({ content: '\n', tool_calls }, 'stop'), how)).toStrictEqual(
      message([toolUse('toolu_r1_0', 'a/b', { city: 'Bern' }), toolUse('call_1', 'c', {})], 'tool_use'),
    )
  })

  test('loses no arguments that are no object', () => {
    const wrong = ['{"city": Bern}', '{"ci', '[1]', '"Bern"']
    const tool_calls = wrong.map((args, index) => called(`call_${index}`, 'f', args))
    expect(told(completion({ content: null, tool_calls }, 'length'))).toStrictEqual(
      message(
        wrong.map((args, index) => toolUse(`call_${index}`, 'f', { invalid_arguments: args })),
        'max_tokens',
      ),
    )
  })

  test('keeps every digit of arguments', () => {
    const tool_calls = [called('call_1', 'post', '{"id":12345678901234567890}')]
    expect(translateCompletionText(JSON.stringify(completion({ tool_calls })), context)).toContain(
      '"input":{"id":12345678901234567890}',
    )
  })

  test('that is refused has the words as text and as its explanation', () => {
    const stop_details: Anthropic.RefusalStopDetails = {
      type: 'refusal',
      category: null,
      explanation: 'Not this.',
    }
    expect(told(completion({ content: null, refusal: 'Not this.' }))).toStrictEqual(
      message([text('Not this.')], 'refusal', { stop_details }),
    )
    expect(told(completion({ content: '' }, 'content_filter'))).toStrictEqual(
      message([], 'refusal', { stop_details: { ...stop_details, explanation: null } }),
    )
  })

  test('without counts has 0 where clients calculate, and null elsewhere', () => {
    const none = {
      ...usage,
      input_tokens: 0,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: 0,
      output_tokens_details: null,
      service_tier: null,
    }
    expect(told(completion({ content: 'Hi' }, 'stop', { usage: undefined, model: '' }))).toStrictEqual(
      message([text('Hi')], 'end_turn', { model: 'fast', usage: none }),
    )
  })

  test('never counts less than nothing', () => {
    const odd = { prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 9 } }
    expect(
      told(completion({ content: 'Hi' }, 'stop', { usage: odd, service_tier: 'priority' })),
    ).toStrictEqual(
      message([text('Hi')], 'end_turn', {
        usage: {
          ...usage,
          input_tokens: 0,
          cache_creation_input_tokens: null,
          cache_read_input_tokens: 9,
          output_tokens: 1,
          output_tokens_details: null,
          service_tier: 'priority',
        },
      }),
    )
  })

  test.each([
    ['no JSON', '<html>'],
    ['a list', '[]'],
    ['without choices', '{"object":"chat.completion","choices":[]}'],
    ['a choice without message', '{"choices":[{"text":"Hi"}]}'],
    ['an error', '{"error":{"message":"Oh"},"choices":[{"message":{"content":""}}]}'],
    ['failed', '{"choices":[{"message":{"content":"H"},"finish_reason":"error"}]}'],
  ])('is none when it is %s', (_what, whole) => {
    expect(translateCompletionText(whole, context)).toBeNull()
  })

  test('never throws, and is a message or nothing', () => {
    assert(
      property(jsonValue(), object(), string(), (any, members, args) => {
        const tool_calls = [any, called('call_1', 'f', any), called('', '', args)]
        const wholes = [
          any,
          completion({ content: any, tool_calls, ...members }),
          { choices: [{ message: any }], usage: any },
        ]
        const types = wholes.map((whole) => (told(Object(whole)) as { type?: unknown } | null)?.type ?? null)
        expect(types.filter((type) => type !== null && type !== 'message')).toEqual([])
        expect(types[1]).toBe('message')
      }),
    )
  })
})
