import type { Api } from './endpoint.ts'
import { jobReads, jobs, minting } from './stored.ts'

/** What Perplexity has below its host, beside the chat. https://docs.perplexity.ai/api-reference */
export const perplexitySearch: Api = [
  {
    method: 'POST',
    path: 'search',
    scope: 'inference',
    usage: 'search-request',
    json: true,
    modelOptional: true,
    bound: { unit: 'search', most: 1 },
  },
  {
    method: 'POST',
    path: 'async/chat/completions',
    scope: 'inference',
    usage: 'none',
    json: true,
    job: { begins: 'async-completion' },
  },
  {
    method: 'POST',
    path: 'contextualizedembeddings',
    scope: 'inference',
    usage: 'openai-embeddings',
    json: true,
    bound: 'inputs',
  },
  ...jobReads('async-completion', 'perplexity-async', 'async/chat/completions/{id}'),
  ...jobs('async'),
  // https://docs.perplexity.ai/guides/api-key-management
  ...minting('generate_auth_token', 'revoke_auth_token'),
]
