import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { nothingRead } from '../../../src/usage/usage.ts'

describe('what is believed', () => {
  test('counts that are no counts are missing and said to be, the others stay', () => {
    const usage = { prompt_tokens: 10, completion_tokens: '20', prompt_tokens_details: { cached_tokens: -5 } }
    expect(usageDialects['openai-chat'].body({ model: 'm', usage })).toStrictEqual({
      usage: { input: 10, details: { miscounts: 2 } },
      model: 'm',
      final: true,
      failed: false,
    })
  })

  test.each([-4, 1.5, '7'])(
    'a count of Gemini’s that is %j is missing and said to be',
    (thoughtsTokenCount) => {
      const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 2, thoughtsTokenCount }
      expect(usageDialects['gemini-generate'].body({ usageMetadata }).usage).toStrictEqual({
        input: 10,
        output: 2,
        details: { miscounts: 1 },
      })
    },
  )

  test('counts that contradict each other stay as stated', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 50 } }
    expect(usageDialects['openai-chat'].body({ usage })).toStrictEqual({
      usage: { input: 10, cacheRead: 50, output: 1 },
      final: true,
      failed: false,
    })
  })

  test('a usage without a single known number is none', () => {
    const usage = { type: 'object', properties: { prompt_tokens: { type: 'integer' } } }
    expect(usageDialects['openai-chat'].body({ usage })).toStrictEqual(nothingRead)
  })

  test('a later event overrules field by field, and its nulls overrule nothing', () => {
    const { event } = usageDialects['openai-chat']
    const first = event({ usage: { prompt_tokens: 10, completion_tokens: 1 } }, nothingRead)
    const second = event({ usage: { prompt_tokens: null, completion_tokens: 2 } }, first)
    expect(event({ usage: null, choices: [] }, second)).toStrictEqual({
      usage: { input: 10, output: 2 },
      final: true,
      failed: false,
    })
  })

  test('a figure on a chunk that still brings text is not the last word', () => {
    const chunk = {
      choices: [{ delta: { content: 'hi' }, finish_reason: null }],
      usage: { prompt_tokens: 1 },
    }
    expect(usageDialects['openai-chat'].event(chunk, nothingRead)).toStrictEqual({
      usage: { input: 1 },
      final: false,
      failed: false,
    })
  })

  test('the figure for the first tokens of a message is not its output', () => {
    const usage = { input_tokens: 7, cache_read_input_tokens: 3, output_tokens: 1 }
    const start = { type: 'message_start', message: { model: 'c', usage } }
    expect(usageDialects['anthropic-messages'].event(start, nothingRead)).toStrictEqual({
      usage: { input: 10, cacheRead: 3 },
      model: 'c',
      final: false,
      failed: false,
    })
  })

  test('one part of an input restated changes the total by as much, and no detail is forgotten', () => {
    const { event } = usageDialects['anthropic-messages']
    const usage = { input_tokens: 7, cache_read_input_tokens: 3, service_tier: 'standard', output_tokens: 1 }
    const start = event({ type: 'message_start', message: { usage } }, nothingRead)
    const later = {
      cache_read_input_tokens: 5,
      output_tokens: 9,
      server_tool_use: { web_search_requests: 1 },
    }
    expect(
      event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: later }, start),
    ).toStrictEqual({
      usage: {
        input: 12,
        cacheRead: 5,
        output: 9,
        details: { service_tier: 'standard', web_search_requests: 1 },
      },
      final: true,
      failed: false,
    })
  })

  test('the figures of a response that is still going on are none', () => {
    const response = { status: 'in_progress', model: 'm', usage: { input_tokens: 5, output_tokens: 1 } }
    const event = { type: 'response.in_progress', response }
    expect(usageDialects['openai-responses'].event(event, nothingRead)).toStrictEqual({
      model: 'm',
      final: false,
      failed: false,
    })
  })

  test('a stop without a reason settles the output that was stated before', () => {
    const { event } = usageDialects['anthropic-messages']
    const delta = { type: 'message_delta', delta: {}, usage: { output_tokens: 9 } }
    const running = event(delta, nothingRead)
    expect([running, event({ type: 'message_stop' }, running)]).toStrictEqual([
      { usage: { output: 9 }, final: false, failed: false },
      { usage: { output: 9 }, final: true, failed: false },
    ])
  })

  test('an input too large to add up is missing, its parts stay', () => {
    const usage = { input_tokens: Number.MAX_SAFE_INTEGER, cache_read_input_tokens: 1, output_tokens: 2 }
    expect(usageDialects['anthropic-messages'].body({ usage })).toStrictEqual({
      usage: { cacheRead: 1, output: 2 },
      final: true,
      failed: false,
    })
  })

  test.each([
    ['none', { candidatesTokenCount: 15, totalTokenCount: 55 }, { input: 40, output: 15 }],
    [
      'on top',
      { candidatesTokenCount: 15, thoughtsTokenCount: 9, totalTokenCount: 64 },
      { input: 40, output: 24, reasoning: 9 },
    ],
    [
      'inside',
      { candidatesTokenCount: 15, thoughtsTokenCount: 9, totalTokenCount: 55 },
      { input: 40, output: 15, reasoning: 9 },
    ],
    ['alone', { thoughtsTokenCount: 9, totalTokenCount: 49 }, { input: 40, output: 9, reasoning: 9 }],
    [
      'inside, with tool use',
      { candidatesTokenCount: 15, thoughtsTokenCount: 9, toolUsePromptTokenCount: 5, totalTokenCount: 60 },
      { input: 45, output: 15, reasoning: 9 },
    ],
    [
      'on top, more than the candidates',
      { candidatesTokenCount: 5, thoughtsTokenCount: 9, totalTokenCount: 45 },
      { input: 40, output: 14, reasoning: 9 },
    ],
    [
      'on top, without a total',
      { candidatesTokenCount: 15, thoughtsTokenCount: 9 },
      { input: 40, output: 24, reasoning: 9 },
    ],
  ])('thoughts: %s', (_, counts, usage) => {
    const body = { usageMetadata: { promptTokenCount: 40, ...counts } }
    expect(usageDialects['gemini-generate'].body(body)).toStrictEqual({ usage, final: true, failed: false })
  })
})
