import type { Api } from './endpoint.ts'
import { administration, jobs, minting, stored } from './stored.ts'

/** What lives in an OpenAI account, and its administration. https://platform.openai.com/docs/api-reference/files */
export const openaiAccount: Api = [
  ...jobs('batches', 'fine_tuning', 'evals', 'assistants', 'threads', 'agents'),
  ...stored('files', 'uploads', 'vector_stores', 'containers', 'conversations', 'skills', 'vaults'),
  ...stored('responses', 'chat/completions', 'chatkit/threads', 'videos'),
  ...stored('audio/voices', 'audio/voice_consents'),
  // A fine-tuned model can be deleted by whoever knows its name.
  { method: 'DELETE', path: 'models/{model}', scope: 'storage', usage: 'none' },

  // Whatever else stands under `realtime/` hands out credentials or opens a channel that cannot be metered.
  ...minting('realtime', 'live', 'chatkit/sessions'),
  ...administration('organization', 'projects', 'safety', 'webhook_endpoints', 'webhook_event_types'),
]
