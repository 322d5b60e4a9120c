import { expect, test } from 'vitest'
import { priceRow } from '../../src/price/price-row.ts'
import { saleOf } from './sale.ts'

function price(provider: string, model: string, more: object = {}) {
  const used = { input_tokens: 1_000, cache_read_tokens: 200, cache_write_tokens: 500, output_tokens: 100 }
  return priceRow(saleOf({ provider, model, ...used, ...more }), []).nanoUsd
}

test('what is written to a cache costs what other input does where the seller says so', () => {
  expect(price('openai', 'gpt-5')).toBe(800 * 1_250 + 200 * 125 + 100 * 10_000)
  expect(price('azure-openai', 'gpt-5.5-2026-04-23')).toBe(800 * 5_000 + 200 * 500 + 100 * 30_000)
})

test('it costs its own rate where there is one, and is unpriced where nobody says', () => {
  expect(price('openai', 'gpt-6-sol')).toBe(300 * 2_000 + 500 * 2_500 + 200 * 200 + 100 * 10_000)
  expect(price('deepseek', 'deepseek-v4-flash-0731')).toBeNull()
})

test.each([
  { cache_write_tokens: 801 },
  { details: '{"cache_write_1h_tokens":1}' },
  { cache_write_tokens: -1 },
])('it is unpriced where it contradicts the rest (%#)', (more) => {
  expect(price('openai', 'gpt-5', more)).toBeNull()
})
