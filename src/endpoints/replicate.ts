import type { Api } from './endpoint.ts'
import { administration, costly, jobCancel, jobReads, jobs, reads, stored } from './stored.ts'

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
    job: { begins: 'prediction' },
  },
  {
    method: 'POST',
    path: 'models/{model=*/*}/predictions',
    scope: 'inference',
    usage: 'replicate-prediction',
    json: true,
    job: { begins: 'prediction' },
  },
  {
    method: 'POST',
    path: 'deployments/{model=*/*}/predictions',
    scope: 'inference',
    usage: 'replicate-prediction',
    json: true,
    job: { begins: 'prediction' },
  },
  ...jobReads('prediction', 'replicate-prediction', 'predictions/{id}'),
  ...reads('models', 'models/{model=*/*}', 'models/{model=*/*}/versions'),
  ...reads('models/{model=*/*}/versions/{id}', 'collections', 'collections/{slug}', 'hardware', 'search'),
  jobCancel('prediction', 'replicate-prediction', 'predictions/{id}/cancel'),
  ...jobs('trainings', 'deployments'),
  ...stored('files', 'webhooks'),
  ...costly('predictions', 'models'),
  ...administration('account'),
]
