import { describe, expect, test } from 'vitest'
import { priceAgain } from '../../src/cli/recost-price.ts'
import { type PricedRow, pricedRow } from '../../src/cli/recost-rows.ts'
import { builtInConfig, type Config, parseConfig } from '../../src/keys/config.ts'
import { providerNames } from '../../src/providers/index.ts'
import { rowOf } from '../ledger/rows.ts'

function configOf(written: object): Config {
  const parsed = parseConfig(JSON.stringify(written), providerNames)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.config
}

const counted = { input_tokens: 1_000, cache_read_tokens: null, output_tokens: 100, details: null }

function again(changes: Partial<PricedRow>, config: Config = builtInConfig) {
  return priceAgain(pricedRow.parse(rowOf({ ...counted, reasoning_tokens: null, ...changes })), config)
}

const bedrock = {
  provider: 'aws-bedrock',
  model: 'haiku',
  served_model: 'claude-haiku-4-5-20251001',
}

describe('the price of a row of an alias', () => {
  const global = 'aws-bedrock/eu-west-1/global.anthropic.claude-haiku-4-5-20251001-v1:0'

  test('is that of its target at the row’s provider, as when the request was made', () => {
    const config = configOf({ models: { haiku: ['openai/gpt-4o', global] } })
    expect(again(bedrock, config)).toEqual({
      nanoUsd: 1_500_000,
      priceId: 'genai-prices/aws/global.anthropic.claude-haiku-4-5-20251001-v1:0@2026-09-23',
    })
  })

  test('is by the one of several targets that answered', () => {
    const config = configOf({ models: { haiku: ['aws-bedrock/eu-west-1/amazon.nova-pro-v1:0', global] } })
    expect(again(bedrock, config).nanoUsd).toBe(1_500_000)
  })

  test('is the operator’s for the target, by a pattern too', () => {
    const config = configOf({
      models: { 'fast-*': 'openai/gpt-4o' },
      prices: { 'openai/gpt-4o': { input: 1, output: 1 } },
    })
    const row = { model: 'fast-1', served_model: 'gpt-4o-2024-11-20' }
    expect(again(row, config)).toEqual({ nanoUsd: 1_100_000, priceId: 'config/openai/gpt-4o' })
    expect(again({ ...row, door: 'provider' }, config).nanoUsd).toBe(3_500_000)
  })

  test('is by the model that answered where the alias is gone', () => {
    expect(again({ model: 'fast', served_model: 'gpt-4o-2024-11-20' }).nanoUsd).toBe(3_500_000)
  })
})

describe('the price of a row without counts', () => {
  const nothing = { provider: 'lab', model: 'm', input_tokens: null, output_tokens: null }
  const config = configOf({ prices: { 'lab/*': { usd: 0.01, unit: 'request' } } })

  test('is a request’s, where it was done', () => {
    expect(again(nothing, config)).toEqual({ nanoUsd: 10_000_000, priceId: 'config/lab/*' })
  })

  test.each<Partial<PricedRow>>([
    { status: 500, outcome: 'upstream_error' },
    { status: 400, outcome: 'refused_upstream' },
    { status: 200, outcome: 'upstream_error' },
    { status: null, outcome: 'lost' },
  ])('is not known where it was not (%#)', (row) => {
    expect(again({ ...nothing, ...row }, config)).toEqual({ nanoUsd: null, priceId: null })
  })
})
