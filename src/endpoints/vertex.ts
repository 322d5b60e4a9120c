import type { Api } from './endpoint.ts'

/** Claude on Vertex, below `publishers/anthropic`. https://docs.anthropic.com/en/api/claude-on-vertex-ai */
export const vertexAnthropic: Api = [
  // A count, not consumption.
  {
    method: 'POST',
    path: 'models/count-tokens:rawPredict',
    scope: 'inference',
    usage: 'none',
    json: true,
    bound: 'free',
  },
  {
    method: 'POST',
    path: 'models/{model}:rawPredict',
    scope: 'inference',
    usage: 'anthropic-messages',
    json: true,
    bound: 'messages',
  },
  {
    method: 'POST',
    path: 'models/{model}:streamRawPredict',
    scope: 'inference',
    usage: 'anthropic-messages',
    json: true,
    streams: true,
    bound: 'messages',
  },
]

/** Other publishers' models speak as their own APIs do, which is OpenAI's or near it. */
export const vertexOthers: Api = ['models/{model}:rawPredict', 'models/{model}:streamRawPredict'].map(
  (path) => ({ method: 'POST', path, scope: 'inference', usage: 'mistral-chat', json: true, bound: 'chat' }),
)
