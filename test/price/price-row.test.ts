import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priceRow } from '../../src/price/price-row.ts'
import { calculated, listedModels } from './data-set.ts'
import { saleOf } from './sale.ts'

const unpriced = { nanoUsd: null, priceId: null }
const used = { input_tokens: 1_000, output_tokens: 100 }

function price(provider: string, asked: string | null, served: string | null = null, more: object = {}) {
  return priceRow(saleOf({ provider, model: asked, served_model: served, ...used, ...more }), [])
}

describe('the model that a row is priced by', () => {
  test('is in its price id, with the day of the data', () => {
    expect(price('openai', 'gpt-4o')).toEqual({
      nanoUsd: 3_500_000,
      priceId: 'genai-prices/openai/gpt-4o@2026-09-23',
    })
  })

  test.each([
    ['openai', 'gpt-4o', 'gpt-4o-2024-11-20', 'openai/gpt-4o'],
    ['openai', 'gpt-4o-2024-11-20', null, 'openai/gpt-4o'],
    ['openai', 'GPT-4o', null, 'openai/gpt-4o'],
    ['openai', 'openai/gpt-4o', null, 'openai/gpt-4o'],
    ['openai', 'gpt-5.4-20260305', null, 'openai/gpt-5.4'],
    ['openai', 'gpt-5.5', 'gpt-5.5-2026-10-01', 'openai/gpt-5.5'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::7p4lURel', null, 'openai/ft:gpt-4o-mini'],
    ['openai', 'gpt-4o', 'gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['anthropic', 'claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-5-preview', null, 'anthropic/claude-sonnet-5'],
    ['google-ai-studio', 'models/gemini-2.5-pro', null, 'google/gemini-2.5-pro'],
    ['google-ai-studio', 'gemini-2.5-pro', 'gemini-2.5-pro-preview-06-05', 'google/gemini-2.5-pro'],
    ['google-vertex-ai', 'claude-opus-4-6@20260205', null, 'google/claude-opus-4-6'],
    ['google-vertex-ai', 'google/gemini-2.5-flash', null, 'google/gemini-2.5-flash'],
    ['azure-openai', 'my-deployment', 'gpt-4o-2024-11-20', 'openai/gpt-4o'],
    ['azure-openai', 'cheap', 'o3-mini-2025-01-31', 'azure/o3-mini'],
    [
      'aws-bedrock',
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      null,
      'aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    [
      'aws-bedrock',
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
      'claude-haiku-4-5-20251001',
      'aws/global.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    [
      'aws-bedrock',
      'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-2-lite-v1:0',
      null,
      'aws/regional.amazon.nova-2-lite-v1:0',
    ],
    ['aws-bedrock', 'amazon.nova-premier-v1:0:1000k', null, 'aws/amazon.nova-premier-v1:0'],
    ['openrouter', 'openrouter/openai/gpt-4.1', null, 'openrouter/openai/gpt-4.1'],
    ['workers-ai', '@cf/zai-org/glm-5.2', null, 'cloudflare/@cf/zai-org/glm-5.2'],
    ['grok', 'xai/grok-4.5', 'grok-4.5-20260201', 'x-ai/grok-4.5'],
    ['groq', 'openai/gpt-oss-120b', 'openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  ])('of %s, asked for as %s and served as %s, is %s', (provider, asked, served, entry) => {
    expect(price(provider, asked, served).priceId).toBe(`genai-prices/${entry}@2026-09-23`)
  })

  test.each([
    ['anthropic', 'claude-sonnet-5-5', null],
    ['anthropic', 'claude-sonnet-5', 'claude-sonnet-5-5'],
    ['anthropic', 'claude-opus-4-10', null],
    ['anthropic', 'claude-haiku-4-5-turbo', null],
    ['google-ai-studio', 'gemini-2.5-pro-tts-preview', null],
    ['google-ai-studio', 'gemini-1.5-flash-8b', null],
    ['google-ai-studio', 'gemini-3.6-flash-lite', null],
    ['google-ai-studio', 'gemma-3-27b-it', null],
    ['google-vertex-ai', 'my-claude-opus-4-6', null],
    ['deepseek', 'deepseek-r1-distill-qwen-7b', null],
    ['aws-bedrock', 'amazon.titan-embed-text-v2:0', null],
    ['openai', 'ft:gpt-6-sol:acme::7', null],
    ['openai', 'gpt-4o', 'gpt-9'],
    ['openai', 'omni-moderation-latest', null],
    ['openai', 'gpt-4o-mini-search-preview', null],
    ['openai', '', null],
    ['openai', null, null],
    ['openai', 'x'.repeat(2_000), null],
    ['openai', '9'.repeat(2_000), '-2024-01-01'.repeat(180)],
    ['elevenlabs', 'gpt-4o', null],
    ['lab', 'gpt-4o', null],
    ['constructor', '__proto__', null],
  ])('of %s, asked for as %s and served as %s, is none', (provider, asked, served) => {
    expect(price(provider, asked, served)).toEqual(unpriced)
  })
})

describe('usage that contradicts itself or is not all known', () => {
  test.each([
    ['nothing', { input_tokens: null, output_tokens: null }],
    ['no input', { input_tokens: null }],
    ['no output', { output_tokens: null }],
    ['more cached than input', { cache_read_tokens: 1_001 }],
    ['more cached and written than input', { cache_read_tokens: 600, cache_write_tokens: 600 }],
    ['more for an hour than written', { cache_write_tokens: 5, details: '{"cache_write_1h_tokens":6}' }],
    ['more reasoning than output', { reasoning_tokens: 101 }],
    ['more audio than input', { details: '{"input_audio_tokens":1001}' }],
    [
      'more cached audio than audio',
      { cache_read_tokens: 9, details: '{"input_audio_tokens":5,"cache_read_audio_tokens":6}' },
    ],
    ['cached audio that may be any part', { cache_read_tokens: 9, details: '{"input_audio_tokens":5}' }],
    ['a negative count', { input_tokens: -1 }],
    ['a fraction of a token', { output_tokens: 0.5 }],
    ['no number', { input_tokens: Number.NaN }],
    ['more than can be counted', { input_tokens: 2 ** 53 }],
    ['a fraction of audio', { details: '{"input_audio_tokens":0.5}' }],
    ['negative details', { details: '{"input_audio_tokens":-1}' }],
    ['nested details', { details: '{"a":{}}' }],
    ['details that are no JSON', { details: '{' }],
    ['details that are no object', { details: '[]' }],
    ['an unknown count', { details: '{"smell_tokens":1}' }],
    ['another model’s tokens', { details: '{"advisor_input_tokens":1}' }],
    ['units without a rate', { units: 1, unit: 'song' }],
    ['an unknown unit', { units: 1 }],
    ['negative seconds', { units: -1, unit: 'second' }],
    ['an unknown time', { at: Number.NaN }],
  ])('has no price: %s', (_name, more) => {
    expect(price('openai', 'gpt-realtime', null, more)).toEqual(unpriced)
  })

  test('is priced where counts of 0 say that there was none', () => {
    const details =
      '{"input_audio_tokens":0,"web_search_requests":0,"smell_tokens":0,"rejected_prediction_tokens":3}'
    expect(price('openai', 'gpt-4o-mini-tts', null, { details }).nanoUsd).toBe(1_800_000)
  })

  test('is priced whatever a seller’s tokens are where it bills fewer', () => {
    const details = '{"billed_input_tokens":10,"billed_output_tokens":4}'
    expect(price('cohere', 'command-a', null, { details }).nanoUsd).toBe(65_000)
  })

  test('never throws, and an id is never without a cost or longer than 200 characters', () => {
    const garbage = fc.oneof(fc.anything(), fc.double(), fc.string(), fc.constant(null))
    const model = fc.oneof(garbage, fc.constantFrom('gpt-4o', 'claude-sonnet-5', 'whisper-1'), fc.string())
    const sale = fc.record({
      provider: fc.oneof(garbage, fc.constantFrom('openai', 'anthropic', 'groq')),
      model,
      served_model: model,
      endpoint: garbage,
      at: fc.oneof(garbage, fc.double()),
      input_tokens: fc.oneof(garbage, fc.nat()),
      cache_read_tokens: garbage,
      cache_write_tokens: garbage,
      output_tokens: fc.oneof(garbage, fc.nat()),
      reasoning_tokens: garbage,
      details: fc.oneof(garbage, fc.json()),
      units: garbage,
      unit: garbage,
    })
    const keyless = (given: object) => saleOf(given)
    fc.assert(
      fc.property(sale, (given) => {
        const { nanoUsd, priceId } = priceRow(keyless(given), [])
        expect(nanoUsd === null).toBe(priceId === null)
        expect(nanoUsd === null || (Number.isSafeInteger(nanoUsd) && nanoUsd >= 0)).toBe(true)
        expect((priceId ?? '').length).toBeLessThanOrEqual(200)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a tier, a speed or a place', () => {
  test.each([
    ['openai', 'gpt-5', '{"service_tier":"default"}', 2_250_000],
    ['openai', 'gpt-5', '{"service_tier":"flex"}', 1_125_000],
    ['openai', 'gpt-5', '{"service_tier":"priority"}', 4_500_000],
    ['openai', 'gpt-6-sol', '{"service_tier":"priority"}', null],
    ['openai', 'gpt-5', '{"service_tier":"scale"}', null],
    ['openai', 'gpt-5', '{"service_tier":"moonlight"}', null],
    ['openai', 'gpt-5', '{"service_tier":5}', null],
    ['openai', 'gpt-5', '{"service_tier":"flex","web_search_requests":1}', 11_125_000],
    [
      'anthropic',
      'claude-opus-4-6',
      '{"service_tier":"standard","speed":"standard","inference_geo":"not_available"}',
      7_500_000,
    ],
    ['anthropic', 'claude-opus-4-6', '{"service_tier":"batch"}', 3_750_000],
    ['anthropic', 'claude-opus-4-6', '{"speed":"fast"}', 45_000_000],
    ['anthropic', 'claude-opus-4-6', '{"speed":"fast","inference_geo":"us"}', 49_500_000],
    ['anthropic', 'claude-opus-5', '{"speed":"fast"}', null],
    ['anthropic', 'claude-opus-4-6', '{"inference_geo":"eu"}', null],
    ['anthropic', 'claude-opus-4-6', '{"service_tier":"priority"}', null],
    ['google-ai-studio', 'gemini-2.5-pro', '{"service_tier":"SERVICE_TIER_FLEX"}', 1_125_000],
    ['google-ai-studio', 'gemini-2.5-pro', '{"service_tier":"priority"}', null],
    ['groq', 'llama-3.1-8b-instant', '{"service_tier":"flex"}', 58_000],
    ['groq', 'llama-3.1-8b-instant', '{"service_tier":"on_demand"}', 58_000],
    ['aws-bedrock', 'amazon.nova-pro-v1:0', '{"service_tier":"priority"}', null],
    ['aws-bedrock', 'amazon.nova-pro-v1:0', '{"service_tier":"flex"}', null],
    ['google-vertex-ai', 'gemini-2.5-pro', '{"service_tier":"ON_DEMAND"}', 2_250_000],
    ['google-vertex-ai', 'gemini-2.5-pro', '{"service_tier":"TRAFFIC_TYPE_UNSPECIFIED"}', 2_250_000],
    ['google-vertex-ai', 'gemini-2.5-pro', '{"service_tier":"ON_DEMAND_PRIORITY"}', null],
    ['google-vertex-ai', 'gemini-2.5-pro', '{"service_tier":"PROVISIONED_THROUGHPUT"}', null],
    ['aws-bedrock', 'amazon.nova-pro-v1:0', '{"latency":"optimized"}', null],
    ['mistral', 'mistral-large-2512', '{"service_tier":"priority"}', null],
  ])('of %s, %s: %s makes it %s', (provider, model, details, nanoUsd) => {
    expect(price(provider, model, null, { details }).nanoUsd).toBe(nanoUsd)
  })

  test.each([
    ['claude-sonnet-4-5@20250929', 'us-east5', 4_950_000],
    ['claude-sonnet-4-5@20250929', 'global', 4_500_000],
    ['claude-sonnet-4@20250514', 'us-east5', 4_500_000],
    ['gemini-2.5-pro', 'us-east5', 2_250_000],
  ])('of a path: %s in %s costs %s', (model, place, nanoUsd) => {
    const endpoint = `v1/projects/p/locations/${place}/publishers/any/models/${model}:rawPredict`
    expect(price('google-vertex-ai', model, null, { endpoint }).nanoUsd).toBe(nanoUsd)
  })

  test('has no known price where it treats cached tokens otherwise', () => {
    const details = '{"service_tier":"flex"}'
    expect(price('google-ai-studio', 'gemini-2.5-pro', null, { details, cache_read_tokens: 1 })).toEqual(
      unpriced,
    )
  })
})

describe('a sum', () => {
  test('is rounded once, half a nano-USD up', () => {
    const one = { input_tokens: 1, output_tokens: 0 }
    // 0.0375 USD a million tokens are 37.5 nano-USD a token.
    expect(price('cohere', 'command-r7b', null, one).nanoUsd).toBe(38)
    expect(price('cohere', 'command-r7b', null, { input_tokens: 2, output_tokens: 0 }).nanoUsd).toBe(75)
  })

  test('is exact where floats are not', () => {
    const many = { input_tokens: 2 ** 40 + 1, output_tokens: 0 }
    expect(price('cohere', 'command-a', null, many).nanoUsd).toBe(2_748_779_069_442_500)
  })

  test('is unknown where it is more than can be written down', () => {
    expect(price('openai', 'o1-pro', null, { input_tokens: 2 ** 50, output_tokens: 0 })).toEqual(unpriced)
  })

  test('is at least that of ten seconds where the seller says so', () => {
    const heard = { input_tokens: null, output_tokens: null, unit: 'second' }
    expect(price('groq', 'whisper-large-v3', null, { ...heard, units: 0.5 }).nanoUsd).toBe(308_333)
    expect(price('groq', 'whisper-large-v3', null, { ...heard, units: 20 }).nanoUsd).toBe(616_667)
  })

  test('is unknown for streamed images whose tokens nothing tells from those of text', () => {
    const endpoint = 'images/generations'
    expect(price('openai', 'gpt-image-1.5', null, { endpoint })).toEqual(unpriced)
    expect(price('openai', 'gpt-image-1', null, { endpoint }).nanoUsd).toBe(9_000_000)
  })

  test('leaves a search of unknown width unpriced', () => {
    expect(price('perplexity-ai', 'sonar')).toEqual(unpriced)
    const details = '{"search_context_size":"high","num_search_queries":4}'
    expect(price('perplexity-ai', 'sonar', null, { details }).nanoUsd).toBe(13_100_000)
  })
})

test('every name of every model that the data set lists itself is priced by the entry that it is priced by there', () => {
  const at = Date.parse('2026-11-22T12:00:00Z')
  const names = listedModels().flatMap(({ slug, from, info }) => {
    const clauses = 'or' in info.match ? info.match.or : [info.match]
    return clauses.flatMap((clause) =>
      'equals' in clause ? [{ slug, from, info, model: clause.equals }] : [],
    )
  })
  const others = names.flatMap(({ slug, from, model }) => {
    const theirs = calculated({ from, model }, { input_tokens: 1 }, at)?.model.id.toLowerCase()
    const ours = price(slug, model, null, { output_tokens: 0 }).priceId?.slice(`genai-prices/${from}/`.length)
    return ours === undefined || ours === `${theirs}@2026-09-23` ? [] : [{ slug, model, ours, theirs }]
  })
  expect(names.length).toBeGreaterThan(1_000)
  expect(others).toEqual([])
})
