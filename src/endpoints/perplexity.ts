import type { Api } from './endpoint.ts'
import { jobs, reads } from './stored.ts'

/** What Perplexity has below its host, beside the chat. https://docs.perplexity.ai/api-reference */
export const perplexitySearch: Api = [
  {
    method: 'POST',
    path: 'search',
    scope: 'inference',
    usage: 'search-request',
    json: true,
    modelOptional: true,
  },
  { method: 'POST', path: 'async/chat/completions', scope: 'inference', usage: 'none', json: true },
  {
    method: 'POST',
    path: 'contextualizedembeddings',
    scope: 'inference',
    usage: 'openai-embeddings',
    json: true,
  },
  ...reads('async/chat/completions/{id}'),
  ...jobs('async'),
]
