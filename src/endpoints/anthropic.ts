import type { Api } from './endpoint.ts'
import { administration, costly, jobs, minting, reads, stored } from './stored.ts'

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

  // Results of a batch are the usage of requests that were made inside the upstream.
  ...jobs('messages/batches', 'agents', 'sessions', 'deployments', 'dreams'),
  ...stored('files', 'skills', 'memory_stores', 'vaults', 'user_profiles'),
  ...costly('deployment_runs', 'environments'),
  ...minting('tunnels'),
  ...administration('organizations'),
]
