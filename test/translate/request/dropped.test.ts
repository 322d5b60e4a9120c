import { describe, expect, test } from 'vitest'
import { fields } from '../../../src/translate/dropped.ts'
import { chatWith, made, outcome } from './translated.ts'

describe('a field without a counterpart', () => {
  test.each([
    ['seed', 7, []],
    ['frequency_penalty', 0.5, [0, null]],
    ['presence_penalty', -0.5, [0]],
    ['logit_bias', { 50256: -100 }, [{}, null]],
    ['store', true, [false, null]],
    ['metadata', { a: 'b' }, [{}]],
    ['prediction', { type: 'content', content: 'a' }, [null]],
    ['verbosity', 'low', ['medium', null]],
    ['prompt_cache_key', 'a', [null]],
    ['prompt_cache_options', { mode: 'explicit' }, [{}]],
    ['prompt_cache_retention', '24h', ['in_memory']],
    ['nobody_knows_it', 1, [null]],
  ])('%s is dropped and named, unless it asks for nothing', (field, value, idle) => {
    expect([value, ...idle].map((given) => outcome(chatWith({ [field]: given })))).toStrictEqual([
      made({}, { dropped: [field] }),
      ...idle.map(() => made()),
    ])
  })

  test.each([
    ['n', 2, [1, null]],
    ['logprobs', true, [false, null]],
    ['top_logprobs', 3, [0, null]],
    ['audio', { voice: 'ash', format: 'mp3' }, [null]],
    ['modalities', ['text', 'audio'], [['text'], [], null]],
    ['modalities', 'audio', []],
    ['web_search_options', {}, [null]],
    ['moderation', { model: 'omni-moderation-latest' }, [null]],
  ] as const)('%s is refused by name, unless it asks for nothing', (field, value, idle) => {
    expect([value, ...idle].map((given) => outcome(chatWith({ [field]: given })))).toStrictEqual([
      {
        reason: 'bad_request',
        param: field,
        message: `\`${field}\` cannot be asked of a Claude model. ${fields[field].says}`,
      },
      ...idle.map(() => made()),
    ])
  })

  test('of a message is dropped and named, unless it is empty or said elsewhere', () => {
    const messages = [
      {
        role: 'user',
        content: 'Hi',
        name: 'Ann',
        mood: 'good',
        tool_calls: [],
        note: null,
        tool_call_id: '',
      },
    ]
    expect(outcome(chatWith({ messages }))).toStrictEqual(
      made({}, { dropped: ['messages[].name', 'messages[].mood'] }),
    )
  })

  test('of the options of streams is dropped and named', () => {
    expect(outcome(chatWith({ stream_options: { toString: 1, other: null } }))).toStrictEqual(
      made({}, { dropped: ['stream_options.toString'] }),
    )
  })

  test('is named in a way that fits a header, whatever its name', () => {
    const odd = { 'a, b\r\nset-cookie: x': 1, 'ä\ud800': 1, [`long${'g'.repeat(50)}`]: 1, toString: 1 }
    expect(outcome(chatWith(odd))).toStrictEqual(
      made(
        {},
        { dropped: ['a%2C%20bset-cookie:%20x', '%C3%A4%EF%BF%BD', `long${'g'.repeat(36)}`, 'toString'] },
      ),
    )
  })

  test('is one of 32 that are named at most', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field_${index}`, 1]))
    const dropped = Array.from({ length: 32 }, (_, index) => `field_${index}`)
    expect(outcome(chatWith(many))).toStrictEqual(made({}, { dropped: [...dropped, 'and-more'] }))
  })
})
