import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import type { UsageDialectName } from '../../../src/usage/dialect.ts'
import type { Usage } from '../../../src/usage/usage.ts'

const tokens = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 }

function usageOf(dialect: UsageDialectName, usage: object): Usage | undefined {
  return usageDialects[dialect].body({ usage: { ...tokens, ...usage } }).usage
}

const plain = { input: 10, output: 4 }

describe('a cost that a provider states', () => {
  test.each([-1, '0.5', null, 1e300, {}])('%j is none, and the tokens stay', (cost) => {
    expect(usageOf('openrouter-chat', { cost })).toEqual(plain)
    expect(usageOf('perplexity-chat', { cost: { total_cost: cost } })).toEqual(plain)
    expect(usageOf('xai-chat', { cost_in_usd_ticks: cost })).toEqual(plain)
    expect(usageOf('workers-ai-chat', { neurons: cost })).toEqual(plain)
  })

  test('of 0 is 0', () => {
    const free = { ...plain, statedCost: 0 }
    expect(usageOf('openrouter-chat', { cost: 0 })).toEqual(free)
    expect(usageOf('perplexity-chat', { cost: { total_cost: 0 } })).toEqual(free)
    expect(usageOf('xai-chat', { cost_in_usd_ticks: 0 })).toEqual(free)
    expect(usageOf('workers-ai-chat', { neurons: 0 })).toEqual(free)
  })

  test('in another currency is none', () => {
    expect(usageOf('perplexity-chat', { cost: { total_cost: 1, currency: 'EUR' } })).toEqual(plain)
  })

  test('is not believed of a provider whose row does not declare it', () => {
    const stated = { cost: 1, cost_in_usd_ticks: 10, neurons: 5 }
    const undeclared = ['openai-chat', 'groq-chat', 'mistral-chat', 'gemini-openai-chat'] as const
    for (const dialect of undeclared) expect(usageOf(dialect, stated)).toEqual(plain)
  })

  test('of a key of one’s own is the host’s and the fee, or unknown without the host’s', () => {
    const byok = { is_byok: true, cost: 0.01 }
    const upstream = { cost_details: { upstream_inference_cost: 0.2 } }
    expect(usageOf('openrouter-chat', { ...byok, ...upstream })).toEqual({
      ...plain,
      statedCost: 210_000_000,
    })
    expect(usageOf('openrouter-chat', byok)).toEqual(plain)
    expect(usageOf('openrouter-chat', { cost: 0.01, ...upstream })).toEqual({
      ...plain,
      statedCost: 10_000_000,
    })
  })
})

describe('reasoning', () => {
  const thought = (total?: number) => ({
    total_tokens: total,
    completion_tokens_details: { reasoning_tokens: 100 },
  })

  test.each([
    ['outside, by the total', 114, 104],
    ['outside, without a total', undefined, 104],
    ['inside, by the total', 14, 4],
  ])('of xAI is %s', (_, total, output) => {
    expect(usageOf('xai-chat', thought(total))).toEqual({ input: 10, output, reasoning: 100 })
  })

  test.each([
    [914, { output: 904, reasoning: 900 }],
    [14, { output: 4 }],
    [9, { output: 4 }],
    [undefined, { output: 4 }],
  ])('of Google’s look-alike is what a total of %s leaves', (total_tokens, rest) => {
    expect(usageOf('gemini-openai-chat', { total_tokens })).toEqual({ input: 10, ...rest })
  })

  test('of Perplexity is outside, and so are cited pages', () => {
    expect(usageOf('perplexity-chat', { reasoning_tokens: 6, citation_tokens: 3 })).toEqual({
      input: 10,
      output: 13,
      reasoning: 6,
      details: { citation_tokens: 3 },
    })
  })
})

test('what Bedrock counts of a stream is added to the cache that the vendor told of', () => {
  const event = (chunk: object) => ({ bytes: Buffer.from(JSON.stringify(chunk)).toString('base64') })
  const { event: read } = usageDialects['bedrock-invoke']
  const usage = { input_tokens: 1, cache_read_input_tokens: 90 }
  const start = read(event({ type: 'message_start', message: { usage } }), { final: false, failed: false })
  const metrics = { inputTokenCount: 10, outputTokenCount: 5 }
  expect(read(event({ type: 'message_stop', 'amazon-bedrock-invocationMetrics': metrics }), start)).toEqual({
    usage: { input: 100, cacheRead: 90, output: 5 },
    final: true,
    failed: false,
  })
})

test.each(['%%%', '', 7, null, 'eyJ'])('a chunk of Bedrock that is %j says nothing', (bytes) => {
  const nothing = { final: false, failed: false }
  expect(usageDialects['bedrock-invoke'].event({ bytes }, nothing)).toEqual(nothing)
})
