import { type KnownAnswer, read } from './known-answer.ts'

const gpt = 'gpt-5.5-2026-03-05'
const claude = 'claude-sonnet-5'
const gemini = 'gemini-3.8-flash'

/** What models are asked to do and how they end, in each API; tools and JSON whose own words look like usage. */
export const featureAnswers: KnownAnswer[] = [
  read('openai-chat/tool.json', gpt, { input: 88, output: 19, details: { service_tier: 'default' } }),
  read('openai-chat/json-mode.sse', gpt, { input: 31, output: 12 }),
  read('openai-chat/content-filter.sse', gpt, { input: 20, output: 3 }),
  read('openai-chat/cache-write-thinking.json', gpt, {
    input: 2000,
    cacheRead: 500,
    cacheWrite: 1400,
    output: 300,
    reasoning: 256,
  }),

  read('openai-responses/parallel-tools.sse', gpt, {
    input: 400,
    cacheRead: 256,
    cacheWrite: 100,
    output: 61,
    reasoning: 16,
  }),
  read('openai-responses/json-schema.json', gpt, {
    input: 61,
    cacheRead: 0,
    cacheWrite: 0,
    output: 14,
    reasoning: 0,
  }),
  read('openai-responses/refusal.json', gpt, {
    input: 52,
    cacheRead: 0,
    cacheWrite: 0,
    output: 9,
    reasoning: 0,
  }),
  read('openai-responses/content-filter.sse', gpt, {
    input: 40,
    cacheRead: 0,
    cacheWrite: 0,
    output: 6,
    reasoning: 0,
  }),

  read('anthropic-messages/tool.json', claude, { input: 210, cacheRead: 0, cacheWrite: 0, output: 33 }),
  read('anthropic-messages/json-schema.json', claude, {
    input: 240,
    cacheRead: 80,
    cacheWrite: 40,
    output: 20,
    details: { cache_write_1h_tokens: 30, service_tier: 'standard' },
  }),
  read('anthropic-messages/length.sse', claude, { input: 15, cacheRead: 0, cacheWrite: 0, output: 64 }),
  read('anthropic-messages/window-exceeded.sse', claude, {
    input: 15,
    cacheRead: 0,
    cacheWrite: 0,
    output: 9,
  }),

  read('gemini-generate/parallel-tools.sse', gemini, { input: 70, output: 18 }),
  read('gemini-generate/json-mode.json', gemini, { input: 25, output: 11 }),
  read('gemini-generate/length.sse', gemini, { input: 9, output: 8 }),
  read('gemini-generate/safety.sse', gemini, { input: 12, output: 1 }),
]
