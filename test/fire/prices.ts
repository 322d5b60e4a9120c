import type { Price } from './counts.ts'

/** USD per million tokens, or per unit, by model. The operator's `@config` is made of them. */
export const prices: Readonly<Record<string, Price>> = {
  'gpt-4o': { input: 2.5, cache_read: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cache_read: 0.075, output: 9 },
  'llama-3.3-70b-versatile': { input: 0.15, cache_read: 0.075, output: 9 },
  'gpt-4.1': { input: 2, cache_read: 0.5, output: 8 },
  'text-embedding-3-small': { input: 0.02 },
  'gpt-4o-transcribe': { input: 2.5, output: 10 },
  'claude-sonnet-4-5': { input: 3, cache_read: 0.3, cache_write: 3.75, output: 15 },
  'gemini-2.5-flash': { input: 0.3, cache_read: 0.03, output: 2.5 },
  'command-r': { input: 0.15, output: 6 },
  'amazon.nova-pro-v1:0': { input: 0.8, cache_read: 0.2, cache_write: 1, output: 3.2 },
  'mistral-large-latest': { input: 2, cache_read: 1, output: 6 },
  'gpt-realtime': { input: 0.05, cache_read: 0.02, output: 0.1 },
  mj: { usd: 0.001 },
  none: {},
}
