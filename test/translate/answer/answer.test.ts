import type Anthropic from '@anthropic-ai/sdk'
import { assert, jsonValue, object, property } from 'fast-check'
import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../src/translate/answer/answer.ts'
import { context, message, toolUse } from './streams.ts'

const usage = {
  prompt_tokens: 18_312,
  completion_tokens: 420,
  total_tokens: 18_732,
  prompt_tokens_details: { cached_tokens: 18_000, cache_write_tokens: 300 },
  completion_tokens_details: { reasoning_tokens: 250 },
} satisfies OpenAI.CompletionUsage

/** The message, as chat has it, of an answer of these blocks. */
function told(content: Anthropic.ContentBlock[], how = context): unknown {
  const [choice] = translateAnswer(message({ content }), how)['choices'] as { message: unknown }[]
  return choice?.message
}

function text(words: string, citations: Anthropic.TextCitation[] | null = null): Anthropic.TextBlock {
  return { type: 'text', text: words, citations }
}

describe('a message of text', () => {
  test('is a chat completion with every member that OpenAI promises', () => {
    const expected: OpenAI.ChatCompletion = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_790_000_000,
      model: 'claude-sonnet-5-5',
      service_tier: 'default',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage,
    }
    expect(translateAnswer(message({ content: [text('Hello')] }), context)).toStrictEqual(expected)
  })

  test('in several blocks is one text', () => {
    const cited = text('in 1889', [
      {
        type: 'web_search_result_location',
        cited_text: 'opened in 1889',
        encrypted_index: 'E',
        title: 'Tower',
        url: 'https://example.com/tower',
      },
    ])
    expect(told([text('It opened '), cited, text('.')])).toStrictEqual({
      role: 'assistant',
      content: 'It opened in 1889.',
      refusal: null,
    })
  })

  test('that is empty has empty content', () => {
    expect(told([])).toStrictEqual({ role: 'assistant', content: '', refusal: null })
  })
})

describe('tool calls', () => {
  const calls = [
    toolUse('toolu_1', 'weather', { city: 'Zürich', days: [1, 2] }),
    toolUse('toolu_2', 'clock', {}),
  ]
  const toolCalls = [
    {
      id: 'toolu_1',
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"Zürich","days":[1,2]}' },
    },
    { id: 'toolu_2', type: 'function', function: { name: 'clock', arguments: '{}' } },
  ]

  test('have their arguments as JSON text, and stand in the place of content', () => {
    expect(told(calls)).toStrictEqual({
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: toolCalls,
    })
  })

  test('stand beside the text before them', () => {
    expect(told([text('Let me look.'), ...calls])).toStrictEqual({
      role: 'assistant',
      content: 'Let me look.',
      refusal: null,
      tool_calls: toolCalls,
    })
  })

  test('are a function call to a client that spoke of functions', () => {
    expect(told(calls.slice(0, 1), { ...context, legacyFunctions: true })).toStrictEqual({
      role: 'assistant',
      content: null,
      refusal: null,
      function_call: { name: 'weather', arguments: '{"city":"Zürich","days":[1,2]}' },
    })
  })

  test('of hosted tools, with their results, are left out', () => {
    const hosted: Anthropic.ContentBlock[] = [
      {
        type: 'server_tool_use',
        id: 'srvtoolu_1',
        name: 'web_search',
        input: { query: 'news' },
        caller: { type: 'direct' },
      },
      {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: [],
        caller: { type: 'direct' },
      },
    ]
    expect(told([...hosted, text('Nothing new.')])).toStrictEqual({
      role: 'assistant',
      content: 'Nothing new.',
      refusal: null,
    })
  })

  test('of the answer tool are the content, and text beside them is left out', () => {
    expect(
      told([text('Here it is:'), toolUse('toolu_1', 'answer', { sum: 4 })], {
        ...context,
        answerTool: 'answer',
      }),
    ).toStrictEqual({ role: 'assistant', content: '{"sum":4}', refusal: null })
  })

  test('beside the answer tool stay tool calls', () => {
    const [call] = toolCalls
    const how = { ...context, answerTool: 'answer' }
    expect(told([toolUse('toolu_0', 'answer', { sum: 4 }), ...calls.slice(0, 1)], how)).toStrictEqual({
      role: 'assistant',
      content: '{"sum":4}',
      refusal: null,
      tool_calls: [call],
    })
  })
})

describe('thinking', () => {
  const thought: Anthropic.ThinkingBlock = { type: 'thinking', thinking: 'Two and two', signature: 'EqQB' }
  const redacted: Anthropic.RedactedThinkingBlock = { type: 'redacted_thinking', data: 'Eo8B' }

  test('is told as text for people, and as blocks to give back', () => {
    expect(told([thought, redacted, text('4')])).toStrictEqual({
      role: 'assistant',
      content: '4',
      refusal: null,
      reasoning_content: 'Two and two',
      thinking_blocks: [thought, redacted],
    })
  })

  test('that is omitted is told by its block alone', () => {
    const omitted: Anthropic.ThinkingBlock = { type: 'thinking', thinking: '', signature: 'EqQB' }
    expect(told([omitted, text('4')])).toStrictEqual({
      role: 'assistant',
      content: '4',
      refusal: null,
      thinking_blocks: [omitted],
    })
  })
})

describe('a refusal', () => {
  const content = [text('I can')]
  const details = { type: 'refusal', category: 'cyber', explanation: 'It would help malware.' } as const

  test('has the words that come with it', () => {
    const refused = message({ content, stop_reason: 'refusal', stop_details: details })
    expect(translateAnswer(refused, context)['choices']).toStrictEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'I can', refusal: 'It would help malware.' },
        logprobs: null,
        finish_reason: 'content_filter',
      },
    ])
  })

  test('without words is told by its finish reason', () => {
    const stop_details = { ...details, explanation: null }
    const refused = message({ content, stop_reason: 'refusal', stop_details })
    expect(translateAnswer(refused, context)['choices']).toStrictEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'I can', refusal: null },
        logprobs: null,
        finish_reason: 'content_filter',
      },
    ])
  })
})

describe('any JSON', () => {
  test('is a chat completion', () => {
    const blocks = { content: [{ type: 'text' }, { type: 'tool_use' }, { type: 'thinking' }, null, 4] }
    assert(
      property(jsonValue(), object(), (value, members) => {
        for (const any of [value, members, { ...members, ...blocks }]) {
          const { object: kind } = JSON.parse(JSON.stringify(translateAnswer(any, context)))
          expect(kind).toBe('chat.completion')
        }
      }),
    )
  })
})
