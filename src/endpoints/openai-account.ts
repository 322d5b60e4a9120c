import type { Api, Endpoint } from './endpoint.ts'
import { administration, costly, fileRead, jobs, minting, stored } from './stored.ts'

const training = { scope: 'storage', usage: 'none', leavesModel: true } as const
const batchState = { reads: 'batch', usage: 'openai-batch' } as const
const trained: Endpoint['job'] = { reads: 'fine-tuning', usage: 'openai-fine-tuning' }

/** What lives in an OpenAI account, and its administration. https://platform.openai.com/docs/api-reference/files */
export const openaiAccount: Api = [
  {
    method: 'POST',
    path: 'batches',
    scope: 'storage',
    usage: 'none',
    leavesModel: true,
    job: { begins: 'batch' },
  },
  { ...batchRead('GET', 'batches'), job: { ...batchState, each: 'data' } },
  batchRead('GET', 'batches/{id}'),
  batchRead('POST', 'batches/{id}/cancel'),
  { ...training, method: 'POST', path: 'fine_tuning/jobs', job: { begins: 'fine-tuning' } },
  { ...training, method: 'GET', path: 'fine_tuning/jobs/{id}', job: trained },
  { ...training, method: 'POST', path: 'fine_tuning/jobs/{id}/cancel', job: trained },
  ...jobs('batches', 'fine_tuning', 'evals', 'assistants', 'threads', 'agents'),
  fileRead('files/{id}/content', 'openai-batch-output'),
  ...stored('files', 'uploads', 'conversations', 'skills', 'vaults'),
  ...costly('vector_stores', 'containers'),
  ...stored('responses', 'chat/completions', 'chatkit/threads', 'videos'),
  ...stored('audio/voices', 'audio/voice_consents'),
  // A fine-tuned model can be deleted by whoever knows its name.
  { method: 'DELETE', path: 'models/{model}', scope: 'storage', usage: 'none' },

  // Whatever else stands under `realtime/` hands out credentials or opens a channel that cannot be metered.
  ...minting('realtime', 'live', 'chatkit/sessions'),
  ...administration('organization', 'projects', 'safety', 'webhook_endpoints', 'webhook_event_types'),
]

function batchRead(method: 'GET' | 'POST', path: string): Endpoint {
  return { method, path, scope: 'storage', usage: 'none', leavesModel: true, job: batchState }
}
