import type { Usage } from '../../../src/usage/usage.ts'
import type { KnownAnswer } from './known-answer.ts'

const model = 'gemini-3.8-flash'
const thinking: Usage = { input: 40, output: 135, reasoning: 120 }

/** Predictions and interactions, in the shapes of the official SDK's types. */
export const googleMediaAnswers: KnownAnswer[] = [
  {
    dialect: 'gemini-predict',
    name: 'images.json',
    reading: { usage: { units: 2, unit: 'image' }, final: true, failed: false },
  },
  {
    dialect: 'gemini-predict',
    name: 'embeddings.json',
    reading: { usage: { input: 11 }, final: true, failed: false },
  },
  {
    dialect: 'gemini-interactions',
    name: 'text.json',
    reading: {
      usage: { ...thinking, input: 55, cacheRead: 32, details: { input_audio_tokens: 10 } },
      model,
      final: true,
      failed: false,
    },
  },
  {
    dialect: 'gemini-interactions',
    name: 'text.sse',
    reading: { usage: thinking, model, final: true, failed: false },
  },
  { dialect: 'gemini-interactions', name: 'background.json', reading: { final: false, failed: false } },
  { dialect: 'gemini-interactions', name: 'error.sse', reading: { model, final: false, failed: true } },
]
