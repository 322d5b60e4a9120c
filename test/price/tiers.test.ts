import { describe, expect, test } from 'vitest'
import { priceRow } from '../../src/price/price-row.ts'
import { saleOf } from './sale.ts'

/** 1,000 tokens of input, 400 of them cached, and 100 of output. */
function price(model: string, tier: string, input = 1_000) {
  const details = JSON.stringify({ service_tier: tier })
  const used = { input_tokens: input, cache_read_tokens: 400, output_tokens: 100 }
  return priceRow(saleOf({ provider: 'openai', model, details, ...used }), []).nanoUsd
}

describe('OpenAI’s priority', () => {
  // USD per million tokens of input, cached input, output: https://openai.com/api-priority-processing/
  test.each([
    ['gpt-5.5', 12.5, 1.25, 75],
    ['gpt-5.4-mini', 1.5, 0.15, 9],
    ['gpt-5.4', 5, 0.5, 30],
    ['gpt-5.2', 3.5, 0.35, 28],
    ['gpt-5.1-2025-11-13', 2.5, 0.25, 20],
    ['gpt-5', 2.5, 0.25, 20],
    ['gpt-5-mini', 0.45, 0.045, 3.6],
    ['gpt-5.1-codex', 2.5, 0.25, 20],
    ['gpt-5-codex', 2.5, 0.25, 20],
    ['gpt-4.1', 3.5, 0.875, 14],
    ['gpt-4.1-mini', 0.7, 0.175, 2.8],
    ['gpt-4.1-nano', 0.2, 0.05, 0.8],
    ['gpt-4o-2024-11-20', 4.25, 2.125, 17],
    ['gpt-4o-mini', 0.25, 0.125, 1],
    ['o3', 3.5, 0.875, 14],
  ])('of %s costs what is published', (model, input, cached, output) => {
    const nanoUsd = (600 * input + 400 * cached + 100 * output) * 1_000
    expect(price(model, 'priority')).toBe(Math.round(nanoUsd))
  })

  test.each(['gpt-5.1-codex-max', 'gpt-5-chat-latest', 'gpt-5.2-codex', 'gpt-5-pro', 'gpt-6-sol'])(
    'of %s is not published, and unpriced',
    (model) => {
      expect(price(model, 'priority')).toBeNull()
    },
  )
})

describe('answers that were added up', () => {
  const sold = (input_tokens: number, output_tokens: number, details: object) =>
    priceRow(
      saleOf({
        provider: 'openai',
        model: 'gpt-5.4',
        input_tokens,
        output_tokens,
        details: JSON.stringify(details),
      }),
      [],
    ).nanoUsd
  const alone = (input: number, tier = 'default') => sold(input, 100, { service_tier: tier }) ?? NaN
  const together = (longest_input_tokens: number, service_tier = 'default') =>
    sold(600_000, 300, { service_tier, longest_input_tokens })

  test('cost what they cost alone, however long their inputs are together', () => {
    expect(together(250_000)).toBe(alone(250_000) + alone(200_000) + alone(150_000))
    expect(together(250_000, 'priority')).toBe(3 * alone(200_000, 'priority'))
    expect(together(250_000, 'batch')).toBe(3 * alone(200_000, 'batch'))
  })

  test('cost no less than alone where one of them is long', () => {
    expect(together(300_000)).toBeGreaterThan(alone(300_000) + 2 * alone(150_000))
    expect(together(300_000)).toBe(sold(600_000, 300, { service_tier: 'default' }))
  })
})

describe('a tier whose price is known for a short input only', () => {
  test('is unpriced where the input is longer, or a batch’s inputs are together', () => {
    expect(price('gpt-5.4', 'priority', 271_999)).toBe((271_599 * 5 + 400 * 0.5 + 100 * 30) * 1_000)
    expect(price('gpt-5.4', 'priority', 272_000)).toBeNull()
    expect(price('gpt-5.4', 'batch', 271_999)).not.toBeNull()
    expect(price('gpt-5.4', 'batch', 3_000_000)).toBeNull()
  })

  test('is unpriced for a batch of messages that are together longer than one may be', () => {
    const sold = (model: string, input_tokens: number) => {
      const used = { input_tokens, output_tokens: 100, details: '{"service_tier":"batch"}' }
      return priceRow(saleOf({ provider: 'anthropic', model, ...used }), []).nanoUsd
    }
    expect(sold('claude-sonnet-4-5', 200_000)).toBe(((200_000 * 3 + 100 * 15) * 1_000) / 2)
    expect(sold('claude-sonnet-4-5', 200_001)).toBeNull()
    expect(sold('claude-haiku-4-5', 900_000)).toBe(((900_000 * 1 + 100 * 5) * 1_000) / 2)
  })

  test('is priced at any length where no length has another price', () => {
    expect(price('gpt-5', 'batch', 3_000_000)).toBe(((2_999_600 * 1.25 + 400 * 0.125 + 100 * 10) * 1_000) / 2)
  })
})
