import type { Api } from './endpoint.ts'
import { administration, costly, jobs, minting, reads, stored } from './stored.ts'

const batch = { scope: 'storage', usage: 'none', leavesModel: true } as const
const looked = { reads: 'message-batch', usage: 'none' } as const
/** Its SDKs read the results of a batch wherever this says. */
const links = ['results_url']

/** Anthropic's API below `/v1`. https://docs.anthropic.com/en/api */
export const anthropic: Api = [
  {
    method: 'POST',
    path: 'messages',
    scope: 'inference',
    usage: 'anthropic-messages',
    json: true,
    bound: 'messages',
  },
  // A count, not consumption.
  {
    method: 'POST',
    path: 'messages/count_tokens',
    scope: 'inference',
    usage: 'none',
    json: true,
    bound: 'free',
  },
  ...reads('models', 'models/{model}'),

  { ...batch, method: 'POST', path: 'messages/batches', job: { begins: 'message-batch' }, links },
  { ...batch, method: 'GET', path: 'messages/batches', job: { ...looked, each: 'data' }, links },
  { ...batch, method: 'GET', path: 'messages/batches/{id}', job: looked, links },
  { ...batch, method: 'POST', path: 'messages/batches/{id}/cancel', job: looked, links },
  {
    ...batch,
    method: 'GET',
    path: 'messages/batches/{id}/results',
    job: { reads: 'message-batch-results', usage: 'anthropic-batch' },
  },
  ...jobs('messages/batches', 'agents', 'sessions', 'deployments', 'dreams'),
  ...stored('files', 'skills', 'memory_stores', 'vaults', 'user_profiles'),
  ...costly('deployment_runs', 'environments'),
  ...minting('tunnels'),
  ...administration('organizations'),
]
