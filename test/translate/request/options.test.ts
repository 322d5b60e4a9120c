import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import type { TranslationMemory } from '../../../src/translate/memory.ts'
import { chat, chatWith, made, type Messages, outcome, refusedAt } from './translated.ts'

type Asked = Partial<OpenAI.ChatCompletionCreateParams>
type Said = Partial<Messages>

describe('an option', () => {
  test.each<[string, Asked, Said, string[]]>([
    ['a limit', { max_completion_tokens: 9 }, { max_tokens: 9 }, []],
    ['an older limit', { max_tokens: 9 }, { max_tokens: 9 }, []],
    ['one limit twice', { max_tokens: 9, max_completion_tokens: 9 }, { max_tokens: 9 }, []],
    ['two limits', { max_tokens: 8, max_completion_tokens: 9 }, { max_tokens: 9 }, ['max_tokens']],
    ['no limit', { max_tokens: null, max_completion_tokens: null }, {}, []],
    ['a stop', { stop: 'END' }, { stop_sequences: ['END'] }, []],
    ['stops', { stop: ['END', ' \n', 'FIN'] }, { stop_sequences: ['END', 'FIN'] }, ['stop']],
    ['a stop of white space', { stop: '\n' }, {}, ['stop']],
    ['no stop', { stop: null }, {}, []],
    ['an empty list of stops', { stop: [] }, {}, []],
    ['a temperature', { temperature: 0.5 }, { temperature: 0.5 }, []],
    ['no heat', { temperature: 0 }, { temperature: 0 }, []],
    ['the usual temperature', { temperature: 1, top_p: 1 }, {}, []],
    ['more heat than there is', { temperature: 1.5 }, {}, ['temperature']],
    ['a nucleus', { top_p: 0.5 }, { top_p: 0.5 }, []],
    ['a nucleus beside a temperature', { top_p: 0.5, temperature: 0.5 }, { temperature: 0.5 }, ['top_p']],
    ['a user', { user: 'u-1' }, { metadata: { user_id: 'u-1' } }, []],
    ['a safe user', { user: 'u-1', safety_identifier: 's-1' }, { metadata: { user_id: 's-1' } }, ['user']],
    ['a user’s address', { user: 'a@b.example' }, {}, ['user']],
    ['a user’s number', { safety_identifier: '+43 1 234 56 78' }, {}, ['safety_identifier']],
    ['a long user', { user: 'u'.repeat(257) }, {}, ['user']],
    ['no user', { user: '' }, {}, []],
    ['any tier', { service_tier: 'auto' }, { service_tier: 'auto' }, []],
    ['the usual tier', { service_tier: 'default' }, { service_tier: 'standard_only' }, []],
    ['the tier of priority', { service_tier: 'priority' }, { service_tier: 'auto' }, []],
    ['a tier that is not there', { service_tier: 'flex' }, {}, ['service_tier']],
    ['no tier', { service_tier: null }, {}, []],
    ['no stream', { stream: false }, {}, []],
  ])('is said: %s', (_what, asked, said, dropped) => {
    expect(outcome(chat(asked))).toStrictEqual(made(said, { dropped }))
  })

  test.each<[Asked, Partial<TranslationMemory>, string[]]>([
    [{ stream: true }, {}, []],
    [{ stream: true, stream_options: null }, {}, []],
    [{ stream: true, stream_options: { include_usage: true } }, { includeUsage: true }, []],
    [
      { stream: true, stream_options: { include_usage: false, include_obfuscation: false } },
      { includeUsage: false },
      [],
    ],
    [
      { stream: true, stream_options: { include_obfuscation: true } },
      {},
      ['stream_options.include_obfuscation'],
    ],
  ])('of streams is kept for the way back: %j', (asked, memory, dropped) => {
    expect(outcome(chat(asked))).toStrictEqual(made({ stream: true }, { ...memory, dropped }))
  })

  test('that the SDK does not know is said: how many tokens are drawn from', () => {
    expect(outcome(chatWith({ top_k: 5 }))).toStrictEqual(made({ top_k: 5 }))
  })

  test('of the model is its name upstream, and the way back has the one that was asked for', () => {
    const request = chat({ model: 'anthropic/claude-opus-4-6' })
    expect(
      outcome(request, { model: 'claude-opus-4-6', defaultMaxTokens: ({ length }) => length }),
    ).toStrictEqual(made({ max_tokens: 15 }, { model: 'anthropic/claude-opus-4-6' }))
  })
})

describe('sampling', () => {
  const asked = { temperature: 0.5, top_p: 0.9, top_k: 5 }

  test.each(['claude-opus-4-7', 'claude-sonnet-5', 'claude-opus-5-5', 'claude-next-6'])(
    'is not for %s',
    (model) => {
      expect(outcome(chatWith({ model, ...asked }))).toStrictEqual(
        made({ model }, { dropped: ['temperature', 'top_p', 'top_k'] }),
      )
    },
  )

  const thought = {
    thinking: { type: 'adaptive', display: 'summarized' },
    output_config: { effort: 'low' },
  } as const

  test('is let go while the model thinks', () => {
    expect(outcome(chatWith({ ...asked, reasoning_effort: 'low' }))).toStrictEqual(
      made(thought, { dropped: ['temperature', 'top_p', 'top_k'] }),
    )
  })

  test('from nearly all is kept while the model thinks', () => {
    expect(outcome(chat({ top_p: 0.95, reasoning_effort: 'low' }))).toStrictEqual(
      made({ ...thought, top_p: 0.95 }),
    )
  })
})

describe('an option is refused by name', () => {
  test.each([
    ['max_tokens', 0],
    ['max_tokens', '9'],
    ['max_completion_tokens', 1.5],
    ['stop', 7],
    ['stop', ['END', null]],
    ['temperature', 2.1],
    ['temperature', '0.5'],
    ['top_p', -1],
    ['top_k', 'a'],
    ['user', 7],
    ['safety_identifier', {}],
    ['service_tier', 7],
    ['stream', 'true'],
    ['parallel_tool_calls', 0],
    ['stream_options', true],
  ])('where %s is %j', (field, value) => {
    expect(outcome(chatWith({ [field]: value }))).toStrictEqual(refusedAt(field))
  })
})
