import type { Usage } from '../../../src/usage/usage.ts'
import type { KnownAnswer } from './known-answer.ts'

const dialect = 'gemini-generate'
const model = 'gemini-3.8-flash'
const thinking: Usage = { input: 40, cacheRead: 32, output: 135, reasoning: 120 }

export const geminiAnswers: KnownAnswer[] = [
  { dialect, name: 'thinking.sse', reading: { usage: thinking, model, final: true, failed: false } },
  { dialect, name: 'array.json', reading: { usage: thinking, model, final: true, failed: false } },
  {
    dialect,
    name: 'tools.sse',
    reading: { usage: { input: 570, output: 30 }, model, final: true, failed: false },
  },
  {
    dialect,
    name: 'inside.json',
    reading: {
      usage: { input: 10, output: 150, reasoning: 100, details: { service_tier: 'priority' } },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'image.json',
    reading: {
      usage: {
        input: 300,
        output: 1300,
        details: { input_audio_tokens: 30, input_image_tokens: 258, output_image_tokens: 1290 },
      },
      model,
      final: true,
      failed: false,
    },
  },
  { dialect, name: 'blocked.sse', reading: { usage: { input: 21 }, model, final: true, failed: false } },
  {
    dialect,
    name: 'error.sse',
    reading: {
      usage: { input: 40, cacheRead: 32, output: 129, reasoning: 120 },
      model,
      final: false,
      failed: true,
    },
  },
  {
    dialect,
    name: 'live.json',
    reading: {
      usage: { input: 20, output: 50, details: { output_audio_tokens: 45 } },
      final: true,
      failed: false,
    },
  },
  { dialect, name: 'embed.json', reading: { usage: { input: 6 }, final: true, failed: false } },
  { dialect, name: 'error.json', reading: { final: false, failed: true } },
]
