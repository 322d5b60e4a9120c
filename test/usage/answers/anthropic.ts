import type { KnownAnswer } from './known-answer.ts'

const dialect = 'anthropic-messages'
const model = 'claude-sonnet-5-5'

export const anthropicAnswers: KnownAnswer[] = [
  {
    dialect,
    name: 'text.sse',
    reading: {
      usage: {
        input: 25,
        cacheRead: 0,
        cacheWrite: 0,
        output: 15,
        details: { service_tier: 'standard', inference_geo: 'us' },
      },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'cache-thinking.sse',
    reading: {
      usage: {
        input: 18_312,
        cacheRead: 18_000,
        cacheWrite: 300,
        output: 420,
        reasoning: 250,
        details: { cache_write_1h_tokens: 200, service_tier: 'priority', speed: 'fast' },
      },
      model: 'claude-opus-5-5',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'parallel-tools.sse',
    reading: { usage: { input: 400, output: 88 }, model, final: true, failed: false },
  },
  {
    dialect,
    name: 'server-tools.sse',
    reading: {
      usage: {
        input: 4180,
        cacheRead: 80,
        cacheWrite: 0,
        output: 130,
        details: { web_search_requests: 2, web_fetch_requests: 1 },
      },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'refusal.sse',
    reading: { usage: { input: 60, output: 4 }, model, final: true, failed: false },
  },
  {
    dialect,
    name: 'error.sse',
    reading: { usage: { input: 1025, cacheRead: 1000, cacheWrite: 0 }, model, final: false, failed: true },
  },
  {
    dialect,
    name: 'message.json',
    reading: {
      usage: { input: 10, cacheRead: 0, cacheWrite: 0, output: 64, details: { service_tier: 'batch' } },
      model: 'claude-haiku-4-5-20251001',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'iterations.json',
    reading: {
      usage: {
        input: 50,
        cacheRead: 0,
        cacheWrite: 0,
        output: 20,
        details: {
          compaction_input_tokens: 10_000,
          compaction_output_tokens: 700,
          advisor_input_tokens: 1000,
          advisor_output_tokens: 100,
        },
      },
      model: 'claude-opus-5-5',
      final: true,
      failed: false,
    },
  },
  { dialect, name: 'error.json', reading: { final: false, failed: true } },
]
