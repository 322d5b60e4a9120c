import type { Api, Endpoint } from './endpoint.ts'

const run = {
  method: 'POST',
  scope: 'inference',
  usage: 'workers-ai-run',
  leavesModel: true,
  bound: 'run',
} as const satisfies Partial<Endpoint>

/** A batch, and asking after it. https://developers.cloudflare.com/workers-ai/features/batch-api/rest-api/ */
const queued = {
  ...run,
  query: { name: 'queueRequest', value: 'true' },
  json: true,
  job: { begins: 'queued-run', again: { member: 'request_id', usage: 'workers-ai-run' } },
} as const satisfies Partial<Endpoint>

/** Workers AI's own shape: the path is the model. https://developers.cloudflare.com/workers-ai/models/ */
export const workersAi: Api = ['{model=@cf/**}', '{model=@hf/**}'].flatMap((path): Endpoint[] => [
  { ...queued, path },
  { ...run, path },
])
