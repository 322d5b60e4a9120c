import { anthropic } from '../endpoints/anthropic.ts'
import { openai } from '../endpoints/openai.ts'
import { openrouter } from '../endpoints/openrouter.ts'
import { reads } from '../endpoints/stored.ts'
import { textGeneration } from '../endpoints/text-generation.ts'
import { workersAi } from '../endpoints/workers-ai.ts'
import { eitherLimit } from './output-limits.ts'
import { bearer, type Provider, type Root } from './provider.ts'
import { workersAiSockets } from './sockets.ts'

const ownDoor = 'Send this to its own door'

const openrouterUsage = {
  'openai-chat': 'openrouter-chat',
  'openai-responses': 'openrouter-responses',
  'openai-embeddings': 'openrouter-embeddings',
  'openai-images': 'openrouter-images',
  'openai-transcription': 'openrouter-transcription',
} as const

/** The gateway's page shows its addresses with `v1`, and its base for SDKs without. */
const openrouterRoots = ['v1', ''].flatMap((at): Root[] => [
  { at, api: [...openrouter, ...openai], usage: openrouterUsage },
  {
    at,
    api: [...reads('generation', 'providers'), ...anthropic],
    usage: { 'anthropic-messages': 'openrouter-messages' },
  },
])

/** Hosts of other people's models. */
export const hosts: readonly Provider[] = [
  {
    slug: 'workers-ai',
    prices: { from: 'cloudflare' },
    sockets: workersAiSockets,
    names: ['cloudflare'],
    dialect: 'openai',
    credential: bearer,
    roots: [
      {
        at: 'v1',
        api: openai,
        usage: {
          'openai-chat': 'workers-ai-chat',
          'openai-responses': 'workers-ai-responses',
          'openai-embeddings': 'workers-ai-embeddings',
        },
      },
      { at: '', api: workersAi },
    ],
    openaiAt: 'v1',
    owns: /^@(cf|hf)\//,
    headers: ['x-session-affinity'],
  },
  {
    slug: 'openrouter',
    addresses: ['https://openrouter.ai/api/', '/api/'],
    prices: { from: 'openrouter' },
    // https://openrouter.ai/docs/guides/routing/provider-selection#max-price
    priceCeiling: ['provider', 'max_price'],
    dialect: 'numbered',
    credential: bearer,
    // Its last chunk carries usage unasked.
    roots: openrouterRoots,
    drops: ['api'],
    outputLimits: eitherLimit,
    // https://openrouter.ai/docs/guides/overview/multimodal/pdfs
    readsFiles: true,
    // https://openrouter.ai/docs/features/web-search, …/features/presets, …/features/model-routing
    compound: [{ models: /:online\b|@preset\/|^openrouter\//, searches: null }],
    openaiAt: 'v1',
    anthropicAt: 'v1',
    responses: true,
    headers: ['http-referer', 'x-title', 'x-openrouter-*', 'anthropic-version', 'anthropic-beta'],
  },
  {
    slug: 'cerebras',
    prices: { from: 'cerebras' },
    dialect: 'openai',
    credential: bearer,
    // Its SDK warms up its connection by a GET that answers nothing.
    roots: [{ at: '', api: [...reads('tcp_warming'), ...openai], asksUsage: true }],
    outputLimits: eitherLimit,
    drops: ['v1'],
    openaiAt: '',
    headers: ['queue_threshold', 'x-cerebras-*'],
  },
  {
    slug: 'fireworks',
    prices: { from: 'fireworks' },
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: openai }],
    outputLimits: eitherLimit,
    // https://docs.fireworks.ai/guides/reasoning
    thoughtsIn: 'reasoning_content',
    drops: ['inference/v1', 'v1'],
    openaiAt: '',
    headers: ['x-session-affinity'],
  },
  {
    slug: 'baseten',
    prices: { from: 'baseten' },
    dialect: 'openai',
    credential: bearer,
    roots: [
      { at: 'v1', api: openai },
      // A model of one's own, by its id, that mostly speaks OpenAI's chat.
      {
        at: '',
        api: [
          {
            method: 'POST',
            path: 'model/{model}',
            scope: 'inference',
            usage: 'openai-chat',
            leavesModel: true,
          },
          {
            method: 'POST',
            path: 'model/{model}/*',
            scope: 'inference',
            usage: 'openai-chat',
            leavesModel: true,
          },
        ],
      },
    ],
    openaiAt: 'v1',
  },
  {
    slug: 'huggingface',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: textGeneration }],
    headers: ['x-use-cache', 'x-wait-for-model', 'x-compute-type'],
    instead: `${ownDoor}, /huggingface/{org}/{model}.`,
  },
]
