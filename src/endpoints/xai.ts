import type { Api, Endpoint } from './endpoint.ts'
import { chatCompletions } from './openai.ts'
import { administration, jobReads, minting, reads } from './stored.ts'

/** What xAI has beside OpenAI's API, below `/v1`. https://docs.x.ai/docs/api-reference */
export const xai: Api = [
  {
    method: 'POST',
    path: 'images/edits',
    scope: 'inference',
    usage: 'xai-images',
    json: true,
    bound: 'images',
  },
  // What they cost is in the answer to the last poll.
  ...['videos/generations', 'videos/edits', 'videos/extensions'].map(beginning),
  ...jobReads('video-request', 'xai-video', 'videos/{id}'),
  { ...chatCompletions, job: { begins: 'deferred-completion' } },
  ...jobReads('deferred-completion', 'openai-chat', 'chat/deferred-completion/{id}'),
  ...reads('language-models', 'language-models/{model}', 'embedding-models', 'embedding-models/{model}'),
  ...reads('image-generation-models', 'image-generation-models/{model}'),
  // A count, not consumption.
  { method: 'POST', path: 'tokenize-text', scope: 'inference', usage: 'none', json: true, bound: 'free' },
  ...minting('ephemeral-token'),
  ...administration('api-key'),
]

function beginning(path: string): Endpoint {
  return {
    method: 'POST',
    path,
    scope: 'inference',
    usage: 'none',
    json: true,
    job: { begins: 'video-request' },
  }
}
