import { describe, expect, test } from 'vitest'
import { account, destinationOf } from './journeys.ts'

const chat = 'openai-chat'
const storage = 'unknown'

/** Provider, path below its door, path upstream, and what the table knows of it. */
const rows: readonly [string, string, string, string][] = [
  ['openai', 'chat/completions', 'chat/completions', chat],
  ['openai', 'v1/chat/completions', 'chat/completions', chat],
  ['openai', 'V1/responses', 'responses', 'openai-responses'],
  ['openai', 'files', 'files', 'none'],
  ['anthropic', 'v1/messages', 'v1/messages', 'anthropic-messages'],
  ['anthropic', 'v1/chat/completions', 'v1/chat/completions', chat],
  [
    'google-ai-studio',
    'v1beta/models/g:generateContent',
    'v1beta/models/g:generateContent',
    'gemini-generate',
  ],
  ['google-ai-studio', 'v1/models/g:generateContent', 'v1/models/g:generateContent', 'gemini-generate'],
  ['google-ai-studio', 'v1beta/openai/embeddings', 'v1beta/openai/embeddings', 'openai-embeddings'],
  [
    'google-vertex-ai',
    'v1/projects/p/locations/r/publishers/google/models/g:streamGenerateContent',
    'v1/projects/p/locations/r/publishers/google/models/g:streamGenerateContent',
    'gemini-generate',
  ],
  [
    'google-vertex-ai',
    'v1/projects/p/locations/r/endpoints/openapi/chat/completions',
    'v1/projects/p/locations/r/endpoints/openapi/chat/completions',
    chat,
  ],
  [
    'google-vertex-ai',
    'v1/projects/p/locations/r/publishers/anthropic/models/c:rawPredict',
    'v1/projects/p/locations/r/publishers/anthropic/models/c:rawPredict',
    'anthropic-messages',
  ],
  ['azure-openai', 'res/dep/chat/completions', 'res/dep/chat/completions', chat],
  ['azure-openai', 'res/openai/deployments/dep/chat/completions', 'res/dep/chat/completions', chat],
  ['azure-openai', 'openai/deployments/embeddings', 'openai/deployments/embeddings', 'openai-embeddings'],
  ['azure-openai', 'res/dep/embeddings', 'res/dep/embeddings', 'openai-embeddings'],
  [
    'aws-bedrock',
    'bedrock-runtime/us-east-1/model/m/invoke',
    'bedrock-runtime/us-east-1/model/m/invoke',
    'bedrock-invoke',
  ],
  [
    'aws-bedrock',
    'bedrock-mantle/us-east-1/anthropic/v1/messages',
    'bedrock-mantle/us-east-1/anthropic/v1/messages',
    'anthropic-messages',
  ],
  ['workers-ai', 'v1/chat/completions', 'v1/chat/completions', chat],
  ['workers-ai', '@cf/meta/llama-3.1-8b-instruct', '@cf/meta/llama-3.1-8b-instruct', 'workers-ai-run'],
  ['groq', 'chat/completions', 'chat/completions', chat],
  ['groq', 'openai/v1/chat/completions', 'chat/completions', chat],
  ['groq', 'v1/chat/completions', 'chat/completions', chat],
  ['groq', 'openai/v1/models', 'models', 'none'],
  ['mistral', 'v1/chat/completions', 'v1/chat/completions', chat],
  ['deepseek', 'chat/completions', 'chat/completions', chat],
  ['deepseek', 'v1/chat/completions', 'chat/completions', chat],
  ['grok', 'v1/chat/completions', 'v1/chat/completions', chat],
  ['perplexity-ai', 'chat/completions', 'chat/completions', chat],
  ['perplexity-ai', 'v1/chat/completions', 'chat/completions', chat],
  ['cohere', 'compatibility/v1/chat/completions', 'compatibility/v1/chat/completions', chat],
  ['cohere', 'v2/chat', 'v2/chat', 'cohere-chat'],
  ['perplexity-ai', 'v1/responses', 'v1/responses', 'openai-responses'],
  ['cerebras', 'v1/tcp_warming', 'tcp_warming', 'none'],
  ['cerebras', 'chat/completions', 'chat/completions', chat],
  ['cerebras', 'v1/chat/completions', 'chat/completions', chat],
  ['openrouter', 'v1/chat/completions', 'v1/chat/completions', chat],
  ['openrouter', 'api/v1/chat/completions', 'v1/chat/completions', chat],
  ['openrouter', 'v1/messages', 'v1/messages', 'anthropic-messages'],
  ['fireworks', 'inference/v1/chat/completions', 'chat/completions', chat],
  ['fireworks', 'chat/completions', 'chat/completions', chat],
  ['huggingface', 'org/model', 'org/model', 'text-generation'],
  ['replicate', 'v1/predictions', 'predictions', 'replicate-prediction'],
  ['replicate', 'predictions', 'predictions', 'replicate-prediction'],
  ['fal', 'fal-ai/flux/dev', 'fal-ai/flux/dev', 'fal-units'],
  ['elevenlabs', 'v1/text-to-speech/v', 'v1/text-to-speech/v', 'elevenlabs-speech'],
  ['deepgram', 'v1/speak', 'v1/speak', 'deepgram-speak'],
  ['cartesia', 'tts/bytes', 'tts/bytes', 'cartesia-speech'],
  ['ideogram', 'v1/ideogram-v3/generate', 'v1/ideogram-v3/generate', 'image-list'],
  ['baseten', 'v1/chat/completions', 'v1/chat/completions', chat],
  ['parallel', 'v1/tasks/runs', 'v1/tasks/runs', 'one-request'],
]

function found(target: string): unknown {
  const { door, provider, match } = destinationOf(`POST ${target}`) ?? destinationOf(`GET ${target}`) ?? {}
  const known = match ?? destinationOf(`GET ${target}`)?.match
  return [door?.name, provider?.slug, door?.segments.join('/'), known?.endpoint.usage ?? storage]
}

describe('a provider’s own door', () => {
  test.each(rows)('/%s/%s goes to %s', (slug, path, upstream, usage) => {
    expect(found(`/${slug}/${path}`)).toEqual(['provider', slug, upstream, usage])
  })

  test('is found in capitals too, and keeps the rest as sent', () => {
    expect(found('/OpenAI/v1/Chat/%43ompletions/')).toEqual([
      'provider',
      'openai',
      'Chat/%43ompletions/',
      chat,
    ])
  })

  test('is told to the ledger without what was dropped', () => {
    expect(destinationOf('POST /groq/openai/v1/chat/completions?x=1')?.door.endpoint).toBe('chat/completions')
  })
})

describe('a gateway’s URL of which only the host was changed', () => {
  test.each(rows)('%s: %s goes to %s', (slug, path, upstream, usage) => {
    expect(found(`/v1/${account}/default/${slug}/${path}`)).toEqual(['provider', slug, upstream, usage])
  })
})
