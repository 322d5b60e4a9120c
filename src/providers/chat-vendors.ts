import { anthropic } from '../endpoints/anthropic.ts'
import { cohere } from '../endpoints/cohere.ts'
import { mistral } from '../endpoints/mistral.ts'
import { openai } from '../endpoints/openai.ts'
import { perplexitySearch } from '../endpoints/perplexity.ts'
import { administration } from '../endpoints/stored.ts'
import { xai } from '../endpoints/xai.ts'
import { eitherLimit, newerLimit, olderLimit } from './output-limits.ts'
import { groqTiers, mistralTiers } from './price-tiers.ts'
import { bearer, type Provider, type Root } from './provider.ts'

const perplexityUsage = {
  'openai-chat': 'perplexity-chat',
  'openai-responses': 'perplexity-responses',
  'openai-embeddings': 'perplexity-embeddings',
} as const

const xaiUsage = {
  'openai-chat': 'xai-chat',
  'openai-responses': 'xai-responses',
  'openai-images': 'xai-images',
} as const

/** The gateway's page shows its addresses with `v1`, and its base for SDKs without. */
const xaiRoots = ['v1', ''].flatMap((at): Root[] => [
  { at, api: [...xai, ...openai], asksUsage: true, usage: xaiUsage },
  { at, api: anthropic },
])

/** Vendors of their own models, without a neutral door. */
export const chatVendors: readonly Provider[] = [
  {
    slug: 'groq',
    prices: { from: 'groq', tiers: groqTiers },
    dialect: 'openai',
    credential: bearer,
    // Its streams carry usage unasked; `stream_options` was answered with 400.
    roots: [{ at: '', api: openai, usage: { 'openai-chat': 'groq-chat' } }],
    outputLimits: eitherLimit,
    // https://console.groq.com/docs/compound
    compound: [{ models: /compound/, searches: null }],
    drops: ['openai/v1', 'v1'],
    openaiAt: '',
    responses: true,
  },
  {
    slug: 'mistral',
    prices: { from: 'mistral', tiers: mistralTiers },
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
    outputLimits: olderLimit,
    openaiAt: 'v1',
    owns: /^((open-)?mistral-|ministral-|magistral-|codestral-|devstral-|voxtral-|pixtral-|open-mixtral-|labs-)/,
  },
  {
    slug: 'deepseek',
    prices: { from: 'deepseek' },
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: '', api: [...administration('user'), ...openai], asksUsage: true },
      { at: 'beta', api: openai, asksUsage: true },
      { at: 'anthropic/v1', api: anthropic },
    ],
    drops: ['v1'],
    outputLimits: olderLimit,
    openaiAt: '',
    anthropicAt: 'anthropic/v1',
    // The distilled models are served by others only.
    owns: /^deepseek(?!\.|-r1-distill-)/,
  },
  {
    slug: 'grok',
    prices: { from: 'x-ai' },
    names: ['xai', 'x-ai'],
    dialect: 'openai',
    credential: bearer,
    roots: xaiRoots,
    // What it thinks is in the newer one's limit: https://docs.x.ai/docs/api-reference#chat-completions
    outputLimits: newerLimit,
    openaiAt: 'v1',
    anthropicAt: 'v1',
    responses: true,
    owns: /^grok/,
    headers: ['x-grok-*'],
  },
  {
    slug: 'perplexity-ai',
    prices: { from: 'perplexity' },
    names: ['perplexity'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: '', api: [...perplexitySearch, ...openai], usage: perplexityUsage },
      { at: 'v1', api: [...perplexitySearch, ...openai], usage: perplexityUsage },
    ],
    // A search for each answer: https://docs.perplexity.ai/getting-started/pricing
    compound: [
      { models: /^sonar(-pro)?$/, searches: 1 },
      { models: /^sonar|^pplx-/, searches: null },
    ],
    drops: ['v1'],
    keeps: ['v1/responses', 'v1/embeddings', 'v1/contextualizedembeddings', 'v1/async'],
    outputLimits: olderLimit,
    openaiAt: '',
    openaiElsewhere: { responses: 'v1', embeddings: 'v1' },
    responses: true,
    owns: /^(sonar|r1-1776|pplx-)/,
    headers: ['x-pplx-*', 'x-source', 'x-title'],
  },
  {
    slug: 'cohere',
    prices: { from: 'cohere' },
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
