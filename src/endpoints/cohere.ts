import type { Api } from './endpoint.ts'
import { administration, jobs, reads, stored } from './stored.ts'

/** Cohere's own API, both versions. https://docs.cohere.com/reference/about */
export const cohere: Api = [
  ...['v1/chat', 'v2/chat', 'v1/generate', 'v1/summarize'].map(asking),
  ...['v1/embed', 'v2/embed', 'v1/rerank', 'v2/rerank', 'v1/classify'].map(asking),
  // Counts, not consumption.
  { method: 'POST', path: 'v1/tokenize', scope: 'inference', usage: 'none', json: true },
  { method: 'POST', path: 'v1/detokenize', scope: 'inference', usage: 'none', json: true },
  ...reads('v1/models', 'v1/models/{model}'),
  { method: 'POST', path: 'v1/check-api-key', scope: 'account', usage: 'none' },
  ...jobs('v1/embed-jobs', 'v1/finetuning'),
  ...stored('v1/datasets', 'v1/connectors'),
  ...administration('v1/organizations'),
]

function asking(path: string): Api[number] {
  return { method: 'POST', path, scope: 'inference', usage: 'cohere-chat', json: true }
}
