import type { Api } from './endpoint.ts'
import { costly, reads } from './stored.ts'

/** Parallel: searches, and tasks that are read again by their id. https://docs.parallel.ai/api-reference */
export const parallel: Api = [
  ...['v1beta/search', 'v1/search'].map(searching),
  ...['v1beta/extract', 'v1/extract', 'v1/tasks/runs', 'v1beta/tasks/runs'].map(calling),
  { method: 'POST', path: 'chat/completions', scope: 'inference', usage: 'openai-chat', json: true },
  {
    method: 'POST',
    path: 'v1beta/chat/completions',
    scope: 'inference',
    usage: 'openai-chat',
    json: true,
  },
  ...reads('v1/tasks/runs/{id}', 'v1/tasks/runs/{id}/input', 'v1/tasks/runs/{id}/result'),
  ...reads('v1beta/tasks/runs/{id}', 'v1beta/tasks/runs/{id}/input', 'v1beta/tasks/runs/{id}/result'),
  { method: 'GET', path: 'v1beta/tasks/runs/{id}/events', scope: 'inference', usage: 'none', streams: true },
  ...costly('v1beta/tasks/groups', 'v1/tasks/groups', 'v1beta/findall', 'v1alpha/monitors'),
]

function searching(path: string): Api[number] {
  return {
    method: 'POST',
    path,
    scope: 'inference',
    usage: 'search-request',
    json: true,
    modelOptional: true,
    bound: { unit: 'search', most: 1 },
  }
}

function calling(path: string): Api[number] {
  return {
    method: 'POST',
    path,
    scope: 'inference',
    usage: 'one-request',
    json: true,
    modelMember: 'processor',
    bound: { unit: 'request', most: 1 },
  }
}
