import type { Api } from './endpoint.ts'
import { openaiAccount } from './openai-account.ts'
import { openaiMedia } from './openai-media.ts'
import { reads } from './stored.ts'

/** OpenAI's API and its look-alikes, below `/v1`. https://platform.openai.com/docs/api-reference */
export const openai: Api = [
  {
    method: 'POST',
    path: 'chat/completions',
    scope: 'inference',
    usage: 'openai-chat',
    json: true,
    streamOptions: true,
  },
  {
    method: 'POST',
    path: 'completions',
    scope: 'inference',
    usage: 'openai-chat',
    json: true,
    streamOptions: true,
  },
  { method: 'POST', path: 'embeddings', scope: 'inference', usage: 'openai-embeddings', json: true },
  // Free: https://platform.openai.com/docs/guides/moderation
  {
    method: 'POST',
    path: 'moderations',
    scope: 'inference',
    usage: 'none',
    json: true,
    modelOptional: true,
  },
  { method: 'POST', path: 'decisions', scope: 'inference', usage: 'openai-responses', json: true },

  {
    method: 'POST',
    path: 'responses',
    scope: 'inference',
    usage: 'openai-responses',
    json: true,
    modelOptional: true,
  },
  {
    method: 'POST',
    path: 'responses/compact',
    scope: 'inference',
    usage: 'openai-responses',
    json: true,
    modelOptional: true,
  },
  // A count, not consumption.
  {
    method: 'POST',
    path: 'responses/input_tokens',
    scope: 'inference',
    usage: 'none',
    json: true,
    modelOptional: true,
  },
  ...reads('responses/{id}', 'responses/{id}/input_items'),
  { method: 'POST', path: 'responses/{id}/cancel', scope: 'inference', usage: 'none' },
  ...reads('models', 'models/{model}'),
  ...openaiMedia,
  ...openaiAccount,
]
