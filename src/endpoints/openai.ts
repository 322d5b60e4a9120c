import type { Api } from './endpoint.ts'

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
  // An answer read again by its unguessable id repeats its old usage.
  { method: 'GET', path: 'responses/{id}', scope: 'inference', usage: 'none' },
  { method: 'GET', path: 'responses/{id}/input_items', scope: 'inference', usage: 'none' },
  { method: 'POST', path: 'responses/{id}/cancel', scope: 'inference', usage: 'none' },

  { method: 'GET', path: 'models', scope: 'inference', usage: 'none' },
  { method: 'GET', path: 'models/{model}', scope: 'inference', usage: 'none' },

  // Whatever else stands under `realtime/` hands out credentials or opens a channel that cannot be metered.
  { method: '*', path: 'realtime/*', scope: 'mint', usage: 'none' },
  { method: '*', path: 'organization/*', scope: 'account', usage: 'none' },
  { method: '*', path: 'organization', scope: 'account', usage: 'none' },
]
