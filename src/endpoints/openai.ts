import type { Api, Endpoint } from './endpoint.ts'
import { openaiAccount } from './openai-account.ts'
import { openaiMedia } from './openai-media.ts'
import { jobCancel, jobReads, reads } from './stored.ts'

/** Some relatives have more to say of it. */
export const chatCompletions: Endpoint = {
  method: 'POST',
  path: 'chat/completions',
  scope: 'inference',
  usage: 'openai-chat',
  json: true,
  streamOptions: true,
  bound: 'chat',
}

/** OpenAI's API and its look-alikes, below `/v1`. https://platform.openai.com/docs/api-reference */
export const openai: Api = [
  chatCompletions,
  {
    method: 'POST',
    path: 'completions',
    scope: 'inference',
    usage: 'openai-chat',
    json: true,
    streamOptions: true,
    bound: 'completions',
  },
  {
    method: 'POST',
    path: 'embeddings',
    scope: 'inference',
    usage: 'openai-embeddings',
    json: true,
    bound: 'inputs',
  },
  // Free: https://platform.openai.com/docs/guides/moderation
  {
    method: 'POST',
    path: 'moderations',
    scope: 'inference',
    usage: 'none',
    json: true,
    modelOptional: true,
    bound: 'free',
  },
  { method: 'POST', path: 'decisions', scope: 'inference', usage: 'openai-responses', json: true },

  {
    method: 'POST',
    path: 'responses',
    scope: 'inference',
    usage: 'openai-responses',
    json: true,
    modelOptional: true,
    bound: 'responses',
    job: { begins: 'response' },
  },
  {
    method: 'POST',
    path: 'responses/compact',
    scope: 'inference',
    usage: 'openai-responses',
    json: true,
    modelOptional: true,
    bound: 'compaction',
  },
  // A count, not consumption.
  {
    method: 'POST',
    path: 'responses/input_tokens',
    scope: 'inference',
    usage: 'none',
    json: true,
    modelOptional: true,
    bound: 'free',
  },
  ...jobReads('response', 'openai-responses', 'responses/{id}'),
  ...reads('responses/{id}/input_items'),
  jobCancel('response', 'openai-responses', 'responses/{id}/cancel'),
  ...reads('models', 'models/{model}'),
  ...openaiMedia,
  ...openaiAccount,
]
