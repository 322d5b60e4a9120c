import type { Api } from './endpoint.ts'

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
  // A count, not consumption.
  { method: 'POST', path: 'models/{model}:countTokens', scope: 'inference', usage: 'none', json: true },
  { method: 'GET', path: 'models', scope: 'inference', usage: 'none' },
  { method: 'GET', path: 'models/{model}', scope: 'inference', usage: 'none' },
  { method: '*', path: 'auth_tokens*', scope: 'mint', usage: 'none' },
  { method: '*', path: 'authTokens*', scope: 'mint', usage: 'none' },
]
