import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConfigPrice, ConfigPrices } from '../../src/keys/config-prices.ts'
import { dearestRates, type Limits } from '../../src/price/dearest.ts'
import { priceRow } from '../../src/price/price-row.ts'
import { listedModels } from './data-set.ts'
import { saleOf } from './sale.ts'

const at = Date.parse('2026-11-22T02:00:00Z')

function dearest(provider: string, model: string, prices: ConfigPrices = [], limits: Limits = {}) {
  return dearestRates({ provider, model }, prices, at, limits)
}

const priced: ConfigPrice = {
  key: 'llama-4',
  free: false,
  input: 1_000,
  output: 2_000,
  cacheRead: 100,
  cacheWrite: 1_250,
  perUnit: null,
  unit: null,
}

describe('the dearest rates', () => {
  test('are over every length of the input, what is written to the cache, and every known tier', () => {
    expect(dearest('anthropic', 'claude-sonnet-4-5')).toEqual({
      priceId: 'genai-prices/anthropic/claude-sonnet-4-5@2026-09-23',
      input: 13_200_000_000,
      output: 24_750_000_000,
      request: 0,
      webSearch: 10_000_000,
      unit: null,
      tiers: ['service_tier=batch', 'inference_geo=us'],
      window: 200_000,
      maxOutput: null,
    })
  })

  test('are over every modality', () => {
    expect(dearest('openai', 'gpt-realtime')).toMatchObject({ input: 32_000_000_000, output: 64_000_000_000 })
  })

  test('have the fee of a request, and of a unit', () => {
    expect(dearest('perplexity-ai', 'sonar')).toMatchObject({ request: 12_000_000, webSearch: null })
    expect(dearest('groq', 'whisper-large-v3')).toMatchObject({
      input: null,
      output: null,
      unit: { unit: 'second', nanoUsd: 30_834, least: 10 },
    })
    expect(dearest('mistral', 'mistral-ocr-4-1')).toMatchObject({
      unit: { unit: 'page', nanoUsd: 5_000_000, least: 0 },
    })
  })

  test('are the operator’s, where there are any', () => {
    expect(dearest('lab', 'llama-4', [priced])).toEqual({
      priceId: 'config/llama-4',
      input: 1_250,
      output: 2_000,
      request: 0,
      webSearch: null,
      unit: null,
      tiers: [],
      window: null,
      maxOutput: null,
    })
    const perImage = {
      ...priced,
      input: null,
      output: null,
      cacheRead: null,
      cacheWrite: null,
      perUnit: 7,
      unit: 'image',
    }
    expect(dearest('lab', 'llama-4', [perImage])).toMatchObject({
      input: null,
      output: null,
      unit: { unit: 'image', nanoUsd: 7, least: 0 },
    })
    expect(dearest('lab', 'llama-4', [{ ...perImage, unit: 'request' }])).toMatchObject({
      request: 7,
      unit: null,
    })
    const free = { ...perImage, free: true, perUnit: null, unit: null }
    expect(dearest('lab', 'llama-4', [free])).toMatchObject({ input: 0, output: 0, webSearch: 0 })
  })

  test('are none of a model without a price', () => {
    expect(dearest('openai', 'gpt-9')).toBeNull()
    expect(dearest('lab', 'gpt-4o')).toBeNull()
  })

  test('are those of a short input, where it is short, and no tier counts that a long one cannot have', () => {
    const both = (model: string, provider: string): unknown =>
      [Infinity, 272_001, 200_000].map((mostInput) => {
        const { input, output } = dearest(provider, model, [], { mostInput }) ?? {}
        return [input, output]
      })
    // Written to the cache for an hour, and a tenth more in one place.
    expect(both('claude-sonnet-4-5', 'anthropic')).toEqual([
      [13_200_000_000, 24_750_000_000],
      [13_200_000_000, 24_750_000_000],
      [6_600_000_000, 16_500_000_000],
    ])
    // Priority is 2.5 times the price, and a long input twice; never both.
    expect(both('gpt-5.5', 'openai')).toEqual([
      [12_500_000_000, 75_000_000_000],
      [12_500_000_000, 75_000_000_000],
      [12_500_000_000, 75_000_000_000],
    ])
  })

  test('bound every cost of every model', () => {
    const words = fc.constantFrom(...Array.from({ length: 8 }, () => undefined), 'flex', 'priority', 'batch')
    const few = fc.nat({ max: 5_000 })
    const usage = fc.record({
      text: fc.nat({ max: 400_000 }),
      read: few,
      write: few,
      hour: few,
      audio: few,
      image: few,
      output: few,
      spoken: few,
      drawn: few,
      reasoning: few,
      searches: fc.nat({ max: 3 }),
      service_tier: words,
      speed: fc.constantFrom(undefined, undefined, undefined, 'fast'),
      inference_geo: fc.constantFrom(undefined, undefined, undefined, 'us'),
    })
    const kinds = [
      'read',
      'write',
      'hour',
      'audio',
      'image',
      'spoken',
      'drawn',
      'reasoning',
      'searches',
    ] as const
    const models = listedModels().filter(({ slug, model }) => dearest(slug, model) !== null)
    let seen = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        usage,
        fc.subarray([...kinds], { maxLength: 3 }),
        ({ slug, model }, drawn, chosen) => {
          const amount = (kind: (typeof kinds)[number]): number => (chosen.includes(kind) ? drawn[kind] : 0)
          const input =
            drawn.text + amount('read') + amount('write') + amount('hour') + amount('audio') + amount('image')
          const output = drawn.output + amount('spoken') + amount('drawn') + amount('reasoning')
          const { service_tier, speed, inference_geo } = drawn
          const sale = saleOf({
            provider: slug,
            model,
            at,
            input_tokens: input,
            output_tokens: output,
            cache_read_tokens: amount('read'),
            cache_write_tokens: amount('write') + amount('hour'),
            reasoning_tokens: amount('reasoning'),
            details: JSON.stringify({
              cache_write_1h_tokens: amount('hour'),
              input_audio_tokens: amount('audio'),
              cache_read_audio_tokens: 0,
              input_image_tokens: amount('image'),
              cache_read_image_tokens: 0,
              output_audio_tokens: amount('spoken'),
              output_image_tokens: amount('drawn'),
              web_search_requests: amount('searches'),
              search_context_size: 'high',
              service_tier,
              speed,
              inference_geo,
            }),
          })
          const { nanoUsd } = priceRow(sale, [])
          if (nanoUsd === null) return
          seen += 1
          const rates = dearest(slug, model, [], {
            tiers: speed === undefined ? [] : [`speed=${speed}`],
            mostInput: input,
          })
          const tokens =
            BigInt(input) * BigInt(rates?.input ?? 0) + BigInt(output) * BigInt(rates?.output ?? 0)
          const fees = (rates?.request ?? 0) + amount('searches') * (rates?.webSearch ?? 0)
          expect(nanoUsd).toBeLessThanOrEqual(Number((tokens + 999_999n) / 1_000_000n) + fees)
        },
      ),
      { numRuns: 3_000 },
    )
    expect(seen).toBeGreaterThan(300)
  })
})
