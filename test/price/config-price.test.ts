import { describe, expect, test } from 'vitest'
import type { ConfigPrices } from '../../src/keys/config-prices.ts'
import { parseConfig } from '../../src/keys/config.ts'
import { priceRow } from '../../src/price/price-row.ts'
import { saleOf } from './sale.ts'

function pricesOf(prices: object): ConfigPrices {
  const parsed = parseConfig(JSON.stringify({ prices }), new Set())
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.config.prices
}

const used = { input_tokens: 1_000, output_tokens: 100 }
const unpriced = { nanoUsd: null, priceId: null }

function price(prices: object, more: object = {}) {
  return priceRow(saleOf({ provider: 'lab', model: 'llama-4', ...used, ...more }), pricesOf(prices))
}

describe('the operator’s price', () => {
  test('goes before the catalogue’s', () => {
    expect(price({ 'gpt-4o': { input: 1, output: 2 } }, { provider: 'openai', model: 'gpt-4o' })).toEqual({
      nanoUsd: 1_200_000,
      priceId: 'config/gpt-4o',
    })
  })

  test.each([
    [{ 'lab/llama-4': { input: 1, output: 1 }, 'llama-4': { free: true } }, {}, 'lab/llama-4'],
    [{ 'llama-4': { input: 1, output: 1 }, 'lab/*': { free: true } }, {}, 'llama-4'],
    [{ 'lab/*': { input: 1, output: 1 }, '*': { free: true } }, {}, 'lab/*'],
    [
      { '*': { free: true }, 'lab/llama-*': { input: 1, output: 1 }, 'lab/*': { free: true } },
      {},
      'lab/llama-*',
    ],
    [{ 'LAB/Llama-4': { input: 1, output: 1 } }, {}, 'LAB/Llama-4'],
    [{ 'xai/grok-9': { input: 1, output: 1 } }, { provider: 'grok', model: 'grok-9' }, 'xai/grok-9'],
    [{ 'grok/grok-9': { input: 1, output: 1 } }, { provider: 'grok', model: 'xai/grok-9' }, 'grok/grok-9'],
    [
      { 'gpt-9': { input: 1, output: 1 } },
      { provider: 'azure-openai', model: 'mine', served_model: 'gpt-9' },
      'gpt-9',
    ],
    [
      { mine: { input: 1, output: 1 }, 'gpt-9': { free: true } },
      { provider: 'azure-openai', model: 'mine', served_model: 'gpt-9' },
      'mine',
    ],
  ])('is that of the name before a pattern’s, and of what says most (%#)', (prices, more, key) => {
    expect(price(prices, more)).toEqual({ nanoUsd: 1_100_000, priceId: `config/${key}` })
  })

  test('is not another model’s, and not of no model', () => {
    expect(price({ 'llama-4': { free: true } }, { model: 'llama-4-x' })).toEqual(unpriced)
    expect(price({ '*': { free: true } }, { model: null })).toEqual(unpriced)
  })

  test.each([
    [{ cache_read_tokens: 500 }],
    [{ cache_write_tokens: 500 }],
    [{ details: '{"input_audio_tokens":5}' }],
    [{ details: '{"output_image_tokens":5}' }],
    [{ details: '{"web_search_requests":1}' }],
    [{ details: '{"service_tier":"priority"}' }],
    [{ output_tokens: null }],
    [{ input_tokens: null, output_tokens: null }],
    [{ units: 1, unit: 'image' }],
  ])('leaves open what it has no rate for (%#)', (more) => {
    expect(price({ 'llama-4': { input: 1, output: 2 } }, more)).toEqual(unpriced)
  })

  test('has its rates for cached tokens, and one for all output', () => {
    const rates = { input: 1, output: 2, cache_read: 0.1, cache_write: 1.25 }
    const more = { cache_read_tokens: 500, cache_write_tokens: 300, reasoning_tokens: 60 }
    expect(price({ 'llama-4': rates }, more)).toEqual({ nanoUsd: 825_000, priceId: 'config/llama-4' })
  })

  test('of a free model is 0, whatever was used', () => {
    const free = { nanoUsd: 0, priceId: 'config/llama-4' }
    const prices = { 'llama-4': { free: true } }
    expect(price(prices)).toEqual(free)
    expect(price(prices, { input_tokens: null, details: '{"input_audio_tokens":5}' })).toEqual(free)
  })

  test.each([
    [{ usd: 0.04, unit: 'image' }, { units: 3, unit: 'image' }, 120_000_000],
    [{ usd: 0.04 }, { units: 2.5, unit: 'second' }, 100_000_000],
    [{ usd: 0.04, unit: 'image' }, { units: 3, unit: 'second' }, null],
    [{ usd: 0.04, unit: 'image' }, {}, null],
    [{ usd: 0.04, unit: 'request' }, {}, 40_000_000],
    [{ usd: 0.04, unit: 'request', input: 1, output: 2 }, {}, 41_200_000],
    [{ usd: 0.04, unit: 'image', input: 1, output: 2 }, { units: 1, unit: 'image' }, 41_200_000],
    [{ usd: 0.04, unit: 'image', input: 1, output: 2 }, {}, null],
  ])('of a unit is for what was counted (%#)', (given, more, nanoUsd) => {
    expect(price({ 'llama-4': given }, more).nanoUsd).toBe(nanoUsd)
  })
})
