import type { Api } from './endpoint.ts'
import { administration, costly, fileRead, jobs, minting, stored } from './stored.ts'

const batch = { scope: 'storage', usage: 'none', leavesModel: true } as const
const looked = { reads: 'mistral-batch', usage: 'mistral-batch' } as const

/** What Mistral has beside OpenAI's API, below `/v1`. https://docs.mistral.ai/api */
export const mistral: Api = [
  {
    method: 'POST',
    path: 'fim/completions',
    scope: 'inference',
    usage: 'mistral-chat',
    json: true,
    bound: 'completions',
  },
  {
    method: 'POST',
    path: 'audio/transcriptions',
    scope: 'inference',
    usage: 'openai-transcription',
    json: true,
    // Its form may name a stored file in place of one that it brings.
    form: 'objects',
    bound: 'transcription',
  },
  { method: 'POST', path: 'ocr', scope: 'inference', usage: 'mistral-ocr', json: true, bound: 'pages' },
  {
    method: 'POST',
    path: 'chat/moderations',
    scope: 'inference',
    usage: 'mistral-chat',
    json: true,
    bound: 'inputs',
  },
  {
    method: 'POST',
    path: 'moderations',
    scope: 'inference',
    usage: 'mistral-chat',
    json: true,
    bound: 'inputs',
  },
  {
    method: 'POST',
    path: 'classifications',
    scope: 'inference',
    usage: 'mistral-chat',
    json: true,
    bound: 'inputs',
  },
  {
    method: 'POST',
    path: 'chat/classifications',
    scope: 'inference',
    usage: 'mistral-chat',
    json: true,
    bound: 'inputs',
  },
  // An agent is an object of the account, and so is a conversation that goes on.
  { method: 'POST', path: 'agents/completions', scope: 'storage', usage: 'mistral-chat', json: true },
  { method: 'POST', path: 'conversations', scope: 'storage', usage: 'mistral-chat', json: true },
  { method: 'POST', path: 'conversations/{id}', scope: 'storage', usage: 'mistral-chat', json: true },
  { method: 'POST', path: 'conversations/{id}/restart', scope: 'storage', usage: 'mistral-chat', json: true },
  { ...batch, method: 'POST', path: 'batch/jobs', job: { begins: 'mistral-batch' } },
  { ...batch, method: 'GET', path: 'batch/jobs', job: { ...looked, each: 'data' } },
  { ...batch, method: 'GET', path: 'batch/jobs/{id}', job: looked },
  { ...batch, method: 'POST', path: 'batch/jobs/{id}/cancel', job: looked },
  fileRead('files/{id}/content', 'mistral-batch-output'),
  ...stored('conversations', 'agents', 'files', 'connectors'),
  ...costly('libraries'),
  ...jobs('batch', 'fine_tuning'),
  ...minting('client/sessions'),
  ...administration('users', 'service-accounts'),
]
