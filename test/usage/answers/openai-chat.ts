import type { KnownAnswer } from './known-answer.ts'

const dialect = 'openai-chat'
const gpt5 = 'gpt-5-2025-08-07'
const llama = 'meta-llama/llama-4-maverick'
const tier = { service_tier: 'default' }

export const openaiChatAnswers: KnownAnswer[] = [
  {
    dialect,
    name: 'text.sse',
    reading: {
      usage: {
        input: 1200,
        cacheRead: 1024,
        cacheWrite: 128,
        output: 300,
        reasoning: 256,
        details: { service_tier: 'default' },
      },
      model: gpt5,
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'parallel-tools.sse',
    reading: { usage: { input: 88, output: 41, details: tier }, model: gpt5, final: true, failed: false },
  },
  {
    dialect,
    name: 'azure.sse',
    reading: {
      usage: { input: 11, cacheRead: 0, output: 9, reasoning: 0 },
      model: 'gpt-4o-2024-11-20',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'keep-alive.sse',
    reading: { usage: { input: 14, output: 2 }, model: llama, final: true, failed: false },
  },
  {
    dialect,
    name: 'refusal.sse',
    reading: { usage: { input: 30, output: 8, details: tier }, model: gpt5, final: true, failed: false },
  },
  { dialect, name: 'unasked.sse', reading: { model: gpt5, final: false, failed: false } },
  { dialect, name: 'error.sse', reading: { model: gpt5, final: false, failed: true } },
  {
    dialect,
    name: 'groq.sse',
    reading: {
      usage: { input: 43, output: 7 },
      model: 'llama-3.3-70b-versatile',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'running-usage.sse',
    reading: { usage: { input: 5, output: 3 }, model: llama, final: true, failed: false },
  },
  {
    dialect,
    name: 'lines.ndjson',
    reading: { usage: { input: 3, output: 1 }, model: llama, final: true, failed: false },
  },
  {
    dialect,
    name: 'json-schema.json',
    reading: {
      usage: {
        input: 150,
        cacheRead: 0,
        output: 20,
        reasoning: 0,
        details: { accepted_prediction_tokens: 6, rejected_prediction_tokens: 4, service_tier: 'priority' },
      },
      model: 'gpt-4.1-2025-04-14',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'audio.json',
    reading: {
      usage: {
        input: 90,
        cacheRead: 0,
        output: 60,
        reasoning: 0,
        details: { input_audio_tokens: 60, input_image_tokens: 10, output_audio_tokens: 48 },
      },
      model: 'gpt-audio-2025-08-28',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'deepseek.json',
    reading: {
      usage: { input: 640, cacheRead: 512, output: 5 },
      model: 'deepseek-chat',
      final: true,
      failed: false,
    },
  },
  {
    dialect,
    name: 'completion.json',
    reading: {
      usage: { input: 5, output: 7 },
      model: 'gpt-3.5-turbo-instruct:20230824-v2',
      final: true,
      failed: false,
    },
  },
  { dialect, name: 'error.json', reading: { final: false, failed: true } },
  { dialect, name: 'error-envelope.json', reading: { final: false, failed: true } },
  { dialect, name: 'error-text.json', reading: { final: false, failed: true } },
]
