import type { Api } from './endpoint.ts'
import { administration, jobs, reads, stored } from './stored.ts'

/** Replicate below its `/v1`: a prediction is charged once, by whoever began it. https://replicate.com/docs/reference/http */
export const replicate: Api = [
  // Here the body's `version` is the model.
  {
    method: 'POST',
    path: 'predictions',
    scope: 'inference',
    usage: 'replicate-prediction',
    json: true,
    modelMember: 'version',
  },
  {
    method: 'POST',
    path: 'models/{model=*/*}/predictions',
    scope: 'inference',
    usage: 'replicate-prediction',
    json: true,
  },
  {
    method: 'POST',
    path: 'deployments/{model=*/*}/predictions',
    scope: 'inference',
    usage: 'replicate-prediction',
    json: true,
  },
  ...reads('predictions/{id}', 'models', 'models/{model=*/*}', 'models/{model=*/*}/versions'),
  ...reads('models/{model=*/*}/versions/{id}', 'collections', 'collections/{slug}', 'hardware', 'search'),
  { method: 'POST', path: 'predictions/{id}/cancel', scope: 'inference', usage: 'none' },
  ...jobs('trainings', 'deployments'),
  ...stored('predictions', 'files', 'webhooks', 'models'),
  ...administration('account'),
]
