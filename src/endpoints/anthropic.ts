import type { Api } from './endpoint.ts'

/** Anthropic's API below `/v1`. https://docs.anthropic.com/en/api */
export const anthropic: Api = [
  { method: 'POST', path: 'messages', scope: 'inference', usage: 'anthropic-messages', json: true },
  // A count, not consumption.
  { method: 'POST', path: 'messages/count_tokens', scope: 'inference', usage: 'none', json: true },
  { method: 'GET', path: 'models', scope: 'inference', usage: 'none' },
  { method: 'GET', path: 'models/{model}', scope: 'inference', usage: 'none' },
  { method: '*', path: 'organizations/*', scope: 'account', usage: 'none' },
]
