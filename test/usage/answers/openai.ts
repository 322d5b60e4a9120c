import type { Usage } from '../../../src/usage/usage.ts'
import type { KnownAnswer } from './known-answer.ts'

const model = 'gpt-5.5-2026-04-23'
const cached: Usage = { input: 900, cacheRead: 512, cacheWrite: 300, output: 210, reasoning: 128 }
const cacheLifetimes = { cache_write_30m_tokens: 200, cache_write_12h_tokens: 100 }

export const openaiAnswers: KnownAnswer[] = [
  {
    dialect: 'openai-responses',
    name: 'text.sse',
    reading: {
      usage: { ...cached, details: { ...cacheLifetimes, service_tier: 'default' } },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect: 'openai-responses',
    name: 'schema-named-usage.sse',
    reading: {
      usage: { ...cached, cacheRead: 0, cacheWrite: 0, details: { service_tier: 'auto' } },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect: 'openai-responses',
    name: 'incomplete.sse',
    reading: {
      usage: {
        input: 20,
        cacheRead: 0,
        cacheWrite: 0,
        output: 16,
        reasoning: 16,
        details: { service_tier: 'flex' },
      },
      model,
      final: true,
      failed: false,
    },
  },
  { dialect: 'openai-responses', name: 'failed.sse', reading: { model, final: false, failed: true } },
  { dialect: 'openai-responses', name: 'error.sse', reading: { model, final: false, failed: true } },
  {
    dialect: 'openai-responses',
    name: 'tools.json',
    reading: {
      usage: {
        ...cached,
        details: {
          ...cacheLifetimes,
          service_tier: 'default',
          web_search_requests: 2,
          image_gen_input_tokens: 60,
          image_gen_input_image_tokens: 10,
          image_gen_output_tokens: 1056,
          image_gen_output_image_tokens: 1056,
        },
      },
      model,
      final: true,
      failed: false,
    },
  },
  { dialect: 'openai-responses', name: 'background.json', reading: { model, final: false, failed: false } },
  {
    dialect: 'openai-embeddings',
    name: 'one.json',
    reading: { usage: { input: 8 }, model: 'text-embedding-3-small', final: true, failed: false },
  },
]
