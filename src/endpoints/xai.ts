import type { Api } from './endpoint.ts'
import { administration, minting, reads } from './stored.ts'

/** What xAI has beside OpenAI's API, below `/v1`. https://docs.x.ai/docs/api-reference */
export const xai: Api = [
  { method: 'POST', path: 'images/edits', scope: 'inference', usage: 'xai-images', json: true },
  // Jobs: what they cost is in the answer to the last poll.
  { method: 'POST', path: 'videos/generations', scope: 'inference', usage: 'none', json: true },
  { method: 'POST', path: 'videos/edits', scope: 'inference', usage: 'none', json: true },
  ...reads('videos/{id}', 'chat/deferred-completion/{id}'),
  ...reads('language-models', 'language-models/{model}', 'embedding-models', 'embedding-models/{model}'),
  ...reads('image-generation-models', 'image-generation-models/{model}'),
  // A count, not consumption.
  { method: 'POST', path: 'tokenize-text', scope: 'inference', usage: 'none', json: true },
  ...minting('ephemeral-token'),
  ...administration('api-key'),
]
