import type { Api } from './endpoint.ts'
import { costly, jobReads, linking, minting, stored } from './stored.ts'

/** Where a place in the queue is asked after, and left. https://docs.fal.ai/model-endpoints/queue */
const links = ['status_url', 'response_url', 'cancel_url']

/** fal: a path is a model, run at once or from a queue. https://docs.fal.ai/model-endpoints/queue */
export const fal: Api = [
  ...minting('tokens'),
  ...stored('storage', 'files'),
  ...costly('workflows'),
  // A queued job by its unguessable id: its answer, its state, its end.
  ...jobReads('queue-result', 'fal-units', '{model=**}/requests/{id}'),
  ...linking(links, jobReads('queue', 'none', '{model=**}/requests/{id}/status')),
  { method: 'POST', path: '{model=**}/requests/{id}', scope: 'inference', usage: 'none' },
  { method: 'POST', path: '{model=**}/requests/{id}/status', scope: 'inference', usage: 'none' },
  {
    method: 'GET',
    path: '{model=**}/requests/{id}/status/stream',
    scope: 'inference',
    usage: 'none',
    streams: true,
    job: { reads: 'queue', usage: 'none' },
  },
  { method: '*', path: '{model=**}/requests/{id}/cancel', scope: 'inference', usage: 'none', bound: 'free' },
  {
    method: 'POST',
    path: '{model=*/**}',
    scope: 'inference',
    usage: 'fal-units',
    json: true,
    job: { begins: 'queue' },
    links,
  },
]
