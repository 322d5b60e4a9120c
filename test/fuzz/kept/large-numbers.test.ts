import { describe, expect, test } from 'vitest'
import { priceBound } from '../../../src/bound/price-bound.ts'
import { chatUsage } from '../../../src/translate/answer/usage.ts'
import { bounded, rates } from '../../bound/asked.ts'

const largest = Number.MAX_SAFE_INTEGER

describe('kept: numbers that only together are too large', () => {
  test.each([
    ['copies', 'POST /v1/completions', { prompt: ['a', 'b'], n: largest, best_of: 3, max_tokens: 5 }],
    [
      'thoughts',
      'POST /anthropic/v1/messages',
      { thinking: { type: 'enabled', budget_tokens: largest }, messages: [] },
    ],
    ['calls', 'POST /v1/responses', { input: 'x', tools: [{ type: 'web_search' }], max_tool_calls: largest }],
  ])('are a bound of whole numbers: %s', (_, line, members) => {
    const { bound } = bounded(line, { model: 'gpt-4o', ...members })
    const { output, ...numbers } = priceBound(bound, rates).priced
    const all = [
      ...Object.values(numbers),
      output?.wanted ?? 0,
      output?.least ?? 0,
      bound.turns,
      bound.searches,
    ]
    expect(all.filter((value) => !Number.isSafeInteger(value))).toEqual([])
  })

  test('are no counts for a client, where their sum is none', () => {
    expect(chatUsage({ input: largest, output: 1 })).toBeNull()
  })
})
