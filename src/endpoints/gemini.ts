import type { Api } from './endpoint.ts'
import { jobs, reads, stored } from './stored.ts'

/** Google's Generative Language API below its version, and Vertex's below a publisher. https://ai.google.dev/api */
export const gemini: Api = [
  {
    method: 'POST',
    path: 'models/{model}:generateContent',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
  },
  {
    method: 'POST',
    path: 'models/{model}:streamGenerateContent',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
    streams: true,
  },
  {
    method: 'POST',
    path: 'models/{model}:embedContent',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
  },
  {
    method: 'POST',
    path: 'models/{model}:batchEmbedContents',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
  },
  {
    method: 'POST',
    path: 'models/{model}:predict',
    scope: 'inference',
    usage: 'gemini-predict',
    json: true,
  },
  // A job: what it made is in its operation.
  {
    method: 'POST',
    path: 'models/{model}:predictLongRunning',
    scope: 'inference',
    usage: 'none',
    json: true,
  },
  { method: 'POST', path: 'models/{model}:fetchPredictOperation', scope: 'inference', usage: 'none' },
  ...reads('models/{model}/operations/{id}'),
  {
    method: 'POST',
    path: 'tunedModels/{model}:generateContent',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
  },
  {
    method: 'POST',
    path: 'tunedModels/{model}:streamGenerateContent',
    scope: 'inference',
    usage: 'gemini-generate',
    json: true,
    streams: true,
  },
  // Counts, not consumption.
  { method: 'POST', path: 'models/{model}:countTokens', scope: 'inference', usage: 'none', json: true },
  { method: 'POST', path: 'models/{model}:computeTokens', scope: 'inference', usage: 'none', json: true },
  ...reads('models', 'models/{model}'),

  { method: 'POST', path: 'interactions', scope: 'inference', usage: 'gemini-interactions', json: true },
  ...reads('interactions/{id}'),
  { method: 'POST', path: 'interactions/{id}/cancel', scope: 'inference', usage: 'none' },

  {
    method: 'POST',
    path: 'models/{model}:batchGenerateContent',
    scope: 'storage',
    usage: 'none',
    json: true,
  },
  {
    method: 'POST',
    path: 'models/{model}:asyncBatchEmbedContent',
    scope: 'storage',
    usage: 'none',
    json: true,
  },
  ...jobs('batches', 'tunedModels', 'agents', 'triggers'),
  ...stored('interactions', 'operations', 'environments', 'webhooks', 'cachedContents'),
  ...stored('files', 'files:register', 'generatedFiles', 'fileSearchStores', 'corpora'),
  { method: '*', path: 'auth_tokens*', scope: 'mint', usage: 'none' },
  { method: '*', path: 'authTokens*', scope: 'mint', usage: 'none' },
]
