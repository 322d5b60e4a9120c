import { anthropic } from '../endpoints/anthropic.ts'
import { gemini } from '../endpoints/gemini.ts'
import { openai } from '../endpoints/openai.ts'
import { fileRead } from '../endpoints/stored.ts'
import { eitherLimit, newerLimit } from './output-limits.ts'
import { anthropicTiers, geminiTiers, openaiFreeWrites, openaiTiers } from './price-tiers.ts'
import { bearer, type Provider } from './provider.ts'
import { googleMasks, googleOverrides } from './google-masks.ts'
import { googleSockets, openaiSockets } from './sockets.ts'

/** Vendors whose own API a neutral door speaks. */
export const doorVendors: readonly Provider[] = [
  {
    slug: 'openai',
    prices: { from: 'openai', tiers: openaiTiers, freeWrites: openaiFreeWrites },
    sockets: openaiSockets,
    door: 'openai',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: openai, asksUsage: true, counts: true }],
    outputLimits: newerLimit,
    toolCallLimit: 'max_tool_calls',
    // https://platform.openai.com/docs/guides/pdf-files
    chatFiles: true,
    // They search in every answer: https://platform.openai.com/docs/guides/tools-web-search
    compound: [{ models: /-search(-preview|-api|$)/, searches: null }],
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
    prices: { from: 'anthropic', tiers: anthropicTiers },
    door: 'anthropic',
    dialect: 'anthropic',
    credential: { header: 'x-api-key' },
    addresses: ['https://api.anthropic.com/'],
    roots: [
      { at: 'v1', api: anthropic, counts: true },
      { at: 'v1', api: openai, asksUsage: true },
    ],
    outputLimits: eitherLimit,
    anthropicAt: 'v1',
    instead:
      'Claude models answer at /v1/chat/completions and at /v1/messages (whose SDKs want the base URL without /v1).',
    // `claude-…@20…` is Vertex's spelling.
    owns: /^claude(?!.*@20)/,
    headers: ['anthropic-version', 'anthropic-beta', 'anthropic-dangerous-direct-browser-access', 'x-app'],
    defaultHeaders: { 'anthropic-version': '2023-06-01' },
  },
  {
    slug: 'google-ai-studio',
    prices: { from: 'google', tiers: geminiTiers },
    sockets: googleSockets,
    names: ['google', 'gemini'],
    door: 'gemini',
    modelPrefixes: ['models/'],
    dialect: 'gemini',
    credential: { header: 'x-goog-api-key' },
    roots: [
      { at: 'v1beta/openai', api: openai, asksUsage: true, usage: { 'openai-chat': 'gemini-openai-chat' } },
      { at: '{version}', api: gemini, counts: true },
      { at: 'download/{version}', api: [fileRead('files/{id}:download', 'gemini-batch-output')] },
    ],
    outputLimits: eitherLimit,
    // Agents by the names of models.
    compound: [{ models: /deep-research/, searches: null }],
    openaiAt: 'v1beta/openai',
    owns: /^(gemini-|gemma-|learnlm-|imagen-|veo-|lyria-|nano-banana|deep-research-|text-embedding-00[45]|embedding-001|models\/)/,
    headers: ['x-goog-api-client', 'x-server-timeout'],
    fieldMasks: googleMasks,
    queryOverrides: googleOverrides,
  },
]
