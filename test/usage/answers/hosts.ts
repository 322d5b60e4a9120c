import { type KnownAnswer, read } from './known-answer.ts'

const gptOss = '@cf/openai/gpt-oss-120b'

export const hostAnswers: KnownAnswer[] = [
  read('gemini-openai-chat/thoughts.json', 'gemini-2.5-pro', { input: 9, output: 912, reasoning: 900 }),
  read('gemini-openai-chat/stream.sse', 'gemini-3.8-flash', { input: 9, output: 102, reasoning: 100 }),
  read('gemini-openai-chat/plain.json', 'gemini-2.5-flash', { input: 9, output: 12 }),

  read('openrouter-chat/text.sse', 'anthropic/claude-opus-5', {
    input: 194,
    cacheRead: 0,
    cacheWrite: 100,
    output: 2,
    reasoning: 0,
    statedCost: 950_000,
  }),
  read('openrouter-chat/byok.json', 'openai/gpt-5.5', { input: 10, output: 4, statedCost: 31_500 }),
  {
    dialect: 'openrouter-chat',
    name: 'error.sse',
    reading: { model: 'anthropic/claude-opus-5', final: false, failed: true },
  },
  read('openrouter-responses/text.sse', 'openai/o4-mini', { input: 20, output: 5, statedCost: 44_000 }),
  read('openrouter-messages/text.sse', 'anthropic/claude-sonnet-5', {
    input: 109,
    cacheRead: 100,
    output: 3,
    statedCost: 120_000,
  }),
  read('openrouter-embeddings/one.json', 'openai/text-embedding-3-small', { input: 8, statedCost: 160 }),

  read('openrouter-images/one.json', undefined, {
    input: 12,
    output: 1290,
    statedCost: 38_712_500,
    details: { output_image_tokens: 1290 },
  }),
  read('openrouter-images/one.sse', undefined, { input: 12, output: 1290, statedCost: 38_712_500 }),
  read('openrouter-images/uncounted.json', undefined, { units: 2, unit: 'image' }),
  {
    dialect: 'openrouter-images',
    name: 'error.sse',
    reading: { final: false, failed: true },
  },
  read('openrouter-transcription/seconds.json', undefined, {
    units: 9.2,
    unit: 'second',
    statedCost: 920_000,
  }),
  read('openrouter-transcription/tokens.json', undefined, { input: 83, output: 30, statedCost: 508_000 }),
  read('openrouter-rerank/three.json', undefined, { units: 1, unit: 'search', statedCost: 1_000_000 }),

  read('openai-chat/cerebras.sse', 'gpt-oss-120b', { input: 70, cacheRead: 0, output: 12 }),

  read('workers-ai-run/text.json', undefined, { input: 24, output: 3, statedCost: 13_750 }),
  read('workers-ai-run/text.sse', undefined, { input: 24, output: 2 }),
  read('workers-ai-run/choices.sse', gptOss, { input: 30, cacheRead: 16, output: 4 }),
  read('workers-ai-run/speech.json', undefined, { units: 12.48, unit: 'second' }),
  { dialect: 'workers-ai-run', name: 'error.json', reading: { final: false, failed: true } },
  // 412.5 nano-USD
  read('workers-ai-chat/text.json', '@cf/meta/llama-4', { input: 30, output: 4, statedCost: 413 }),

  read('bedrock-converse/cache.json', undefined, {
    input: 1210,
    cacheRead: 1000,
    cacheWrite: 200,
    output: 5,
    details: { service_tier: 'priority', cache_write_1h_tokens: 150 },
  }),
  read('bedrock-invoke/claude.json', 'claude-haiku-4-5-20251001', {
    input: 100,
    cacheRead: 90,
    cacheWrite: 0,
    output: 4,
  }),
  read('bedrock-invoke/llama.json', undefined, { input: 21, output: 2 }),
  read('bedrock-invoke/titan.json', undefined, { input: 6, output: 7 }),
  read('bedrock-invoke/embedding.json', undefined, { input: 6 }),
  read('bedrock-invoke/nova.json', undefined, { input: 5, output: 2 }),
  read('bedrock-invoke/gpt-oss.json', 'openai.gpt-oss-120b-1:0', { input: 70, output: 8 }),

  read('text-generation/details.json', undefined, { output: 20 }),
  read('text-generation/list.json', undefined, { input: 4, output: 20 }),
  { ...read('text-generation/stream.sse', undefined, { input: 4, output: 2 }), lastWord: '"generated_text' },
]
