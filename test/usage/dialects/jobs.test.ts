import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { nothingRead } from '../../../src/usage/usage.ts'

describe('what the end of a job states', () => {
  test('xAI: a video’s length, and what it cost', () => {
    const video = { url: 'https://x', duration: 8, respect_moderation: true }
    const body = {
      status: 'done',
      model: 'grok-imagine-video',
      video,
      usage: { cost_in_usd_ticks: 4_000_000_000 },
    }
    expect(usageDialects['xai-video'].body(body)).toEqual({
      usage: { units: 8, unit: 'second', statedCost: 400_000_000 },
      model: 'grok-imagine-video',
      final: true,
      failed: false,
    })
    expect(usageDialects['xai-video'].body({ status: 'pending' })).toEqual(nothingRead)
  })

  test('OpenRouter: what a video cost, and with a key of one’s own nothing that is known', () => {
    const { body } = usageDialects['openrouter-video']
    expect(body({ status: 'completed', usage: { cost: 0.25, is_byok: false } })).toEqual({
      usage: { statedCost: 250_000_000 },
      final: true,
      failed: false,
    })
    expect(body({ status: 'completed', usage: { cost: 0.25, is_byok: true } })).toEqual(nothingRead)
  })

  test('Perplexity: the usage of the chat in it, with the cost', () => {
    const usage = { prompt_tokens: 9, completion_tokens: 4, reasoning_tokens: 6, cost: { total_cost: 0.01 } }
    const response = { model: 'sonar-deep-research', usage }
    expect(usageDialects['perplexity-async'].body({ id: 'a', status: 'COMPLETED', response })).toEqual({
      usage: { input: 9, output: 10, reasoning: 6, statedCost: 10_000_000 },
      model: 'sonar-deep-research',
      final: true,
      failed: false,
    })
    expect(usageDialects['perplexity-async'].body({ id: 'a', status: 'CREATED', response: null })).toEqual(
      nothingRead,
    )
  })

  test('OpenAI: the sum of a batch, at the batch’s price', () => {
    const usage = { input_tokens: 50, input_tokens_details: { cached_tokens: 10 }, output_tokens: 20 }
    expect(usageDialects['openai-batch'].body({ id: 'batch_1', model: 'gpt-5', usage })).toEqual({
      usage: { input: 50, cacheRead: 10, output: 20, details: { service_tier: 'batch' } },
      model: 'gpt-5',
      final: true,
      failed: false,
    })
  })
})

describe('what a request for videos tells', () => {
  const { request } = usageDialects['gemini-video']

  test.each([
    [
      { durationSeconds: 6, sampleCount: 2 },
      { units: 12, unit: 'second' },
    ],
    [{ durationSeconds: 4 }, { units: 4, unit: 'second' }],
    [{}, { units: 8, unit: 'second' }],
    [{ durationSeconds: '6' }, {}],
    [{ sampleCount: -1 }, {}],
  ])('%j: %j', (parameters, usage) => {
    expect(request?.({ parameters })).toEqual(usage)
  })
})
