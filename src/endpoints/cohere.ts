import type { Api, BoundName } from './endpoint.ts'
import { administration, jobs, reads, stored } from './stored.ts'

/** Cohere's own API, both versions. https://docs.cohere.com/reference/about */
export const cohere: Api = [
  ...['v1/chat', 'v2/chat', 'v1/generate'].map((path) => asking(path, 'cohere-chat')),
  ...['v1/embed', 'v2/embed'].map((path) => asking(path, 'inputs')),
  ...['v1/rerank', 'v2/rerank'].map((path) => asking(path, 'rerank')),
  asking('v1/classify', 'classify'),
  // Its answer's length is a word, and no number.
  asking('v1/summarize'),
  // So many pages as the document has.
  asking('v2/parse'),
  {
    method: 'POST',
    path: 'v2/audio/transcriptions',
    scope: 'inference',
    usage: 'openai-transcription',
    json: true,
    form: 'model',
  },
  // Counts, not consumption.
  { method: 'POST', path: 'v1/tokenize', scope: 'inference', usage: 'none', json: true, bound: 'free' },
  { method: 'POST', path: 'v1/detokenize', scope: 'inference', usage: 'none', json: true, bound: 'free' },
  ...reads('v1/models', 'v1/models/{model}'),
  { method: 'POST', path: 'v1/check-api-key', scope: 'account', usage: 'none', bound: 'free' },
  ...jobs('v1/embed-jobs', 'v1/finetuning', 'v2/batches'),
  ...stored('v1/datasets', 'v1/connectors'),
  ...administration('v1/organizations'),
]

function asking(path: string, bound?: BoundName): Api[number] {
  const row = { method: 'POST', path, scope: 'inference', usage: 'cohere-chat', json: true } as const
  return bound === undefined ? row : { ...row, bound }
}
