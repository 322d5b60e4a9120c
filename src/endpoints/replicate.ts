import type { Api, Endpoint } from './endpoint.ts'
import { administration, costly, jobCancel, jobReads, jobs, linking, reads, stored } from './stored.ts'

const prediction = {
  method: 'POST',
  scope: 'inference',
  usage: 'replicate-prediction',
  json: true,
  job: { begins: 'prediction' },
} as const satisfies Partial<Endpoint>

const training = { scope: 'storage', usage: 'none', leavesModel: true } as const
const looked: Endpoint['job'] = { reads: 'prediction', usage: 'replicate-prediction' }

/** Its SDK waits where `get` says, and turns pages where `next` says. A file's address goes into a body, as it is. */
const links = ['get', 'cancel', 'next', 'previous']

/** Replicate below its `/v1`: a prediction is charged once, by whoever began it. https://replicate.com/docs/reference/http */
export const replicate: Api = [
  ...stored('files', 'webhooks'),
  ...linking(links, [
    // Here the body's `version` is the model.
    { ...prediction, path: 'predictions', modelMember: 'version' },
    { ...prediction, path: 'models/{model=*/*}/predictions' },
    { ...prediction, path: 'deployments/{model=*/*}/predictions' },
    ...jobReads('prediction', 'replicate-prediction', 'predictions/{id}'),
    ...reads('models', 'models/{model=*/*}', 'models/{model=*/*}/versions'),
    ...reads('models/{model=*/*}/versions/{id}', 'collections', 'collections/{slug}', 'hardware', 'search'),
    jobCancel('prediction', 'replicate-prediction', 'predictions/{id}/cancel'),
    // They are told of as predictions are: https://replicate.com/docs/reference/http#trainings.get
    {
      ...training,
      method: 'POST',
      path: 'models/{model=*/*}/versions/{version}/trainings',
      job: { begins: 'prediction' },
    },
    { ...training, method: 'GET', path: 'trainings/{id}', job: looked },
    { ...training, method: 'POST', path: 'trainings/{id}/cancel', job: looked },
    ...jobs('trainings', 'deployments'),
    ...costly('predictions', 'models'),
  ]),
  ...administration('account'),
]
