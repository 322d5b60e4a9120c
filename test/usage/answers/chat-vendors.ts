import { type KnownAnswer, read } from './known-answer.ts'

const grok = 'grok-4-0709'

export const chatVendorAnswers: KnownAnswer[] = [
  read('groq-chat/stream.sse', 'groq/compound', {
    input: 1200,
    cacheRead: 1024,
    output: 90,
    reasoning: 40,
    details: {
      'input_tokens:openai/gpt-oss-120b': 1000,
      'output_tokens:openai/gpt-oss-120b': 60,
      'input_tokens:llama-3.3-70b-versatile': 200,
      'output_tokens:llama-3.3-70b-versatile': 30,
    },
  }),
  read('groq-chat/compound.json', 'groq/compound', {
    input: 300,
    output: 50,
    details: { 'input_tokens:openai/gpt-oss-120b': 300, 'output_tokens:openai/gpt-oss-120b': 50 },
  }),
  {
    dialect: 'groq-chat',
    name: 'error.sse',
    reading: { model: 'llama-3.3-70b-versatile', final: false, failed: true },
  },

  read('mistral-chat/tools.sse', 'magistral-medium-2509', {
    input: 96,
    cacheRead: 64,
    output: 44,
    reasoning: 20,
  }),
  read('mistral-chat/spelling.json', 'mistral-large-2512', {
    input: 50,
    cacheRead: 48,
    output: 5,
    details: { prompt_audio_seconds: 3.5 },
  }),
  read('mistral-chat/fim.json', 'codestral-2508', { input: 8, output: 91 }),
  read('mistral-chat/conversation.json', undefined, {
    input: 188,
    output: 55,
    details: { connector_tokens: 7112, web_search_requests: 1 },
  }),
  read('mistral-chat/conversation.sse', undefined, {
    input: 18,
    output: 5,
    details: { connector_tokens: 7 },
  }),
  { dialect: 'mistral-chat', name: 'conversation-error.sse', reading: { final: false, failed: true } },
  read('mistral-chat/transcription.sse', 'voxtral-mini-2507', {
    input: 4,
    cacheRead: 2,
    output: 635,
    details: { prompt_audio_seconds: 203 },
  }),
  read('mistral-ocr/document.json', 'mistral-ocr-2505-completion', { units: 2, unit: 'page' }),

  read('openai-chat/deepseek-queued.json', 'deepseek-reasoner', {
    input: 640,
    cacheRead: 512,
    output: 105,
    reasoning: 100,
  }),
  read('openai-chat/deepseek.sse', 'deepseek-chat', { input: 64, cacheRead: 0, output: 2 }),

  read('xai-chat/outside.json', grok, {
    input: 32,
    cacheRead: 6,
    output: 208,
    reasoning: 199,
    statedCost: 15_850_000,
    details: { num_sources_used: 3 },
  }),
  read('xai-chat/stream.sse', grok, {
    input: 32,
    cacheRead: 6,
    output: 208,
    reasoning: 199,
    statedCost: 15_850_000,
    details: { num_sources_used: 3 },
  }),
  read('xai-chat/inside.json', 'grok-4.1-fast', { input: 32, output: 208, reasoning: 199 }),
  read('xai-chat/cached.json', 'grok-4.1-fast', { input: 100, cacheRead: 90, output: 1, statedCost: 1 }),
  { dialect: 'xai-chat', name: 'error.json', reading: { final: false, failed: true } },
  ...['text.json', 'text.sse'].map((name) =>
    read(`xai-responses/${name}`, grok, {
      input: 40,
      cacheRead: 8,
      output: 210,
      reasoning: 128,
      statedCost: 3_775_600,
    }),
  ),
  read('xai-images/two.json', undefined, { units: 2, unit: 'image', statedCost: 40_000_000 }),

  read('perplexity-chat/deep-research.json', 'sonar-deep-research', {
    input: 26,
    output: 78_309,
    reasoning: 73_997,
    statedCost: 325_659_000,
    details: { citation_tokens: 3480, num_search_queries: 18, search_context_size: 'low' },
  }),
  read('perplexity-responses/text.json', 'openai/gpt-5.1', {
    input: 900,
    cacheRead: 512,
    cacheWrite: 100,
    output: 20,
    statedCost: 6_370_000,
  }),
  read('perplexity-responses/text.sse', 'sonar', { input: 9, output: 2, statedCost: 12_300 }),
  read('perplexity-embeddings/one.json', 'pplx-embed-v1-4b', { input: 7, statedCost: 210 }),
  read('perplexity-chat/stream.sse', 'sonar-pro', {
    input: 14,
    output: 2,
    statedCost: 6_072_000,
    details: { search_context_size: 'low' },
  }),

  read('cohere-chat/v2.json', undefined, {
    input: 71,
    cacheRead: 64,
    output: 421,
    details: { billed_input_tokens: 5, billed_output_tokens: 418 },
  }),
  read('cohere-chat/v2.sse', undefined, {
    input: 83,
    cacheRead: 0,
    output: 12,
    details: { billed_input_tokens: 17, billed_output_tokens: 10 },
  }),
  { dialect: 'cohere-chat', name: 'v2-error.sse', reading: { final: false, failed: true } },
  read('cohere-chat/v1.ndjson', undefined, {
    input: 67,
    output: 10,
    units: 2,
    unit: 'search',
    details: { billed_input_tokens: 4, billed_output_tokens: 9 },
  }),
  read('cohere-chat/rerank.json', undefined, { units: 1, unit: 'search' }),
  read('cohere-chat/embed.json', undefined, {
    input: 2,
    details: { billed_input_tokens: 2, input_image_tokens: 300 },
  }),
  read('cohere-chat/classify.json', undefined, { units: 3, unit: 'classification' }),
]
