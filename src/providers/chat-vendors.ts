import { anthropic } from '../endpoints/anthropic.ts'
import { cohere } from '../endpoints/cohere.ts'
import { gemini } from '../endpoints/gemini.ts'
import { mistral } from '../endpoints/mistral.ts'
import { openai } from '../endpoints/openai.ts'
import { perplexitySearch } from '../endpoints/perplexity.ts'
import { administration } from '../endpoints/stored.ts'
import { xai } from '../endpoints/xai.ts'
import { bearer, type Provider } from './provider.ts'
import { googleSockets, openaiSockets } from './sockets.ts'

const perplexityUsage = {
  'openai-chat': 'perplexity-chat',
  'openai-responses': 'perplexity-responses',
  'openai-embeddings': 'perplexity-embeddings',
} as const

/** Vendors of their own models, by the API that they speak. */
export const chatVendors: readonly Provider[] = [
  {
    slug: 'openai',
    sockets: openaiSockets,
    door: 'openai',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: openai, asksUsage: true }],
    // The gateway's path has no `v1`: `openai/v1/chat/completions` was seen to become `/v1/v1/…` upstream.
    drops: ['v1'],
    openaiAt: '',
    responses: true,
    owns: /^(gpt-(?!oss-)|chatgpt-|o[1-9](-|$)|codex-|computer-use-preview|text-embedding-(3-|ada-002)|dall-e-|whisper-1|tts-1|(omni|text)-moderation-|sora-|davinci-002|babbage-002|ft:)/,
    disowns: /^gpt-oss-/,
    headers: ['openai-beta', 'originator', 'session_id', 'conversation_id', 'x-codex-*'],
  },
  {
    slug: 'anthropic',
    door: 'anthropic',
    dialect: 'anthropic',
    credential: { header: 'x-api-key' },
    roots: [
      { at: 'v1', api: anthropic },
      { at: 'v1', api: openai, asksUsage: true },
    ],
    instead: "Claude models speak Anthropic's API: send this to /v1/messages (base URL without /v1).",
    // `claude-…@20…` is Vertex's spelling.
    owns: /^claude(?!.*@20)/,
    headers: ['anthropic-version', 'anthropic-beta', 'anthropic-dangerous-direct-browser-access', 'x-app'],
    defaultHeaders: { 'anthropic-version': '2023-06-01' },
  },
  {
    slug: 'google-ai-studio',
    sockets: googleSockets,
    names: ['google', 'gemini'],
    door: 'gemini',
    modelPrefixes: ['models/'],
    dialect: 'gemini',
    credential: { header: 'x-goog-api-key' },
    roots: [
      { at: 'v1beta/openai', api: openai, asksUsage: true, usage: { 'openai-chat': 'gemini-openai-chat' } },
      { at: '{version}', api: gemini },
    ],
    openaiAt: 'v1beta/openai',
    owns: /^(gemini-|gemma-|learnlm-|imagen-|veo-|lyria-|nano-banana|deep-research-|text-embedding-00[45]|embedding-001|models\/)/,
    headers: ['x-goog-api-client', 'x-server-timeout'],
  },
  {
    slug: 'groq',
    dialect: 'openai',
    credential: bearer,
    // Its streams carry usage unasked; `stream_options` was answered with 400.
    roots: [{ at: '', api: openai, usage: { 'openai-chat': 'groq-chat' } }],
    drops: ['openai/v1', 'v1'],
    openaiAt: '',
    responses: true,
  },
  {
    slug: 'mistral',
    dialect: 'openai',
    credential: bearer,
    // Its streams carry usage unasked; `stream_options` is answered with 422.
    roots: [
      {
        at: 'v1',
        api: [...mistral, ...openai],
        usage: { 'openai-chat': 'mistral-chat', 'openai-transcription': 'mistral-chat' },
      },
    ],
    openaiAt: 'v1',
    owns: /^((open-)?mistral-|ministral-|magistral-|codestral-|devstral-|voxtral-|pixtral-|open-mixtral-|labs-)/,
  },
  {
    slug: 'deepseek',
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: '', api: [...administration('user'), ...openai], asksUsage: true },
      { at: 'beta', api: openai, asksUsage: true },
      { at: 'anthropic/v1', api: anthropic },
    ],
    drops: ['v1'],
    openaiAt: '',
    // The distilled models are served by others only.
    owns: /^deepseek(?!\.|-r1-distill-)/,
  },
  {
    slug: 'grok',
    names: ['xai', 'x-ai'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      {
        at: 'v1',
        api: [...xai, ...openai],
        asksUsage: true,
        usage: {
          'openai-chat': 'xai-chat',
          'openai-responses': 'xai-responses',
          'openai-images': 'xai-images',
        },
      },
      { at: 'v1', api: anthropic },
    ],
    openaiAt: 'v1',
    responses: true,
    owns: /^grok/,
    headers: ['x-grok-*'],
  },
  {
    slug: 'perplexity-ai',
    names: ['perplexity'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: '', api: [...perplexitySearch, ...openai], usage: perplexityUsage },
      { at: 'v1', api: [...perplexitySearch, ...openai], usage: perplexityUsage },
    ],
    drops: ['v1'],
    keeps: ['v1/responses', 'v1/embeddings', 'v1/contextualizedembeddings', 'v1/async'],
    openaiAt: '',
    openaiElsewhere: { responses: 'v1', embeddings: 'v1' },
    responses: true,
    owns: /^(sonar|r1-1776|pplx-)/,
    headers: ['x-pplx-*', 'x-source', 'x-title'],
  },
  {
    slug: 'cohere',
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: 'compatibility/v1', api: openai },
      { at: '', api: cohere },
    ],
    openaiAt: 'compatibility/v1',
    owns: /^(command|c4ai-|embed-(english|multilingual)-|embed-v4|rerank-)/,
    headers: ['x-client-name'],
  },
]
