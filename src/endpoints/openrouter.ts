import type { Api } from './endpoint.ts'
import { administration, jobReads, linking, minting, reads } from './stored.ts'

/** `polling_url` begins with a slash, or did with its host: https://openrouter.ai/docs/api_reference/videos */
const links = ['polling_url', 'unsigned_urls']

/** What OpenRouter has beside OpenAI's API, below `/v1`. https://openrouter.ai/docs/api-reference */
export const openrouter: Api = [
  { method: 'POST', path: 'images', scope: 'inference', usage: 'openai-images', json: true },
  { method: 'POST', path: 'rerank', scope: 'inference', usage: 'openrouter-rerank', json: true },
  ...reads('models/count', 'models/{model=*/*}/endpoints', 'embeddings/models', 'images/models'),
  ...reads('images/models/{model=*/*}/endpoints', 'videos/models', 'endpoints/zdr'),
  {
    method: 'POST',
    path: 'videos',
    scope: 'inference',
    usage: 'none',
    json: true,
    job: { begins: 'video-generation' },
    links,
  },
  ...linking(links, jobReads('video-generation', 'openrouter-video', 'videos/{id}')),
  ...minting('keys', 'auth', 'oauth'),
  ...administration(
    'key',
    'credits',
    'activity',
    'analytics',
    'observability',
    'guardrails',
    'byok',
    'vault',
  ),
  ...administration('organization', 'workspaces', 'scim'),
]
