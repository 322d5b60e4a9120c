import type { Api } from './endpoint.ts'
import { minting, stored } from './stored.ts'

/** fal: a path is a model, run at once or from a queue. https://docs.fal.ai/model-endpoints/queue */
export const fal: Api = [
  ...minting('tokens'),
  ...stored('storage', 'files', 'workflows'),
  // A queued job by its unguessable id: its state, its answer, its end.
  { method: '*', path: '{model=**}/requests/{id}', scope: 'inference', usage: 'none' },
  { method: '*', path: '{model=**}/requests/{id}/status', scope: 'inference', usage: 'none' },
  {
    method: 'GET',
    path: '{model=**}/requests/{id}/status/stream',
    scope: 'inference',
    usage: 'none',
    streams: true,
  },
  { method: '*', path: '{model=**}/requests/{id}/cancel', scope: 'inference', usage: 'none' },
  { method: 'POST', path: '{model=*/**}', scope: 'inference', usage: 'fal-units', json: true },
]
