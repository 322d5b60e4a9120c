import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../src/translate/answer/answer.ts'
import { chatUsage } from '../../../src/translate/answer/usage.ts'
import { context } from './streams.ts'

describe('usage in OpenAI’s fields', () => {
  test('counts the cache in prompt_tokens', () => {
    expect(chatUsage({ input: 18_312, cacheRead: 18_000, cacheWrite: 300, output: 20 })).toStrictEqual({
      prompt_tokens: 18_312,
      completion_tokens: 20,
      total_tokens: 18_332,
      prompt_tokens_details: { cached_tokens: 18_000, cache_write_tokens: 300 },
    })
  })

  test('has no details that nobody stated', () => {
    expect(chatUsage({ input: 3, output: 4 })).toStrictEqual({
      prompt_tokens: 3,
      completion_tokens: 4,
      total_tokens: 7,
    })
  })

  test('is absent where a total is unknown', () => {
    expect([chatUsage({ input: 3 }), chatUsage({ output: 3 }), chatUsage(undefined)]).toEqual([
      null,
      null,
      null,
    ])
    expect(Object.keys(translateAnswer({ content: [], usage: { input_tokens: 3 } }, context))).toEqual([
      'id',
      'object',
      'created',
      'model',
      'choices',
    ])
  })

  test.each([
    ['standard', { service_tier: 'default' }],
    ['priority', { service_tier: 'priority' }],
    ['batch', {}],
  ])('has the service tier %s as %j', (service_tier, expected) => {
    const usage = { input_tokens: 3, output_tokens: 4, service_tier }
    const { service_tier: told } = translateAnswer({ usage }, context)
    expect(told === undefined ? {} : { service_tier: told }).toEqual(expected)
  })
})
