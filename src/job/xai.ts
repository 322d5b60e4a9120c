import { label } from '../usage/count.ts'
import { valueAt } from '../usage/json.ts'
import { jobByStatus } from './by-status.ts'
import type { Job, JobDialect, JobState } from './dialect.ts'

const byStatus = jobByStatus(
  { pending: 'running', done: 'done', expired: 'done', failed: 'failed' },
  'request_id',
)

function whileAccepted(status: number): JobState | null {
  return status === 202 ? 'running' : null
}

/** What began names itself, and nothing else. */
function begun(json: unknown): Job | null {
  const id = label(valueAt(json, 'request_id'))
  return id === undefined ? null : { id, state: 'running' }
}

/** xAI's videos. https://docs.x.ai/docs/guides/video-generation */
export const videoRequest: JobDialect = {
  status: whileAccepted,
  body(json) {
    const video =
      label(valueAt(json, 'video.url')) === undefined ? null : ({ id: null, state: 'done' } as const)
    return byStatus(json) ?? video ?? begun(json)
  },
}

/** xAI's chats that are fetched later, once. https://docs.x.ai/docs/guides/deferred-chat-completions */
export const deferredCompletion: JobDialect = {
  asks: (body) => body['deferred'] === true,
  status: (status) => (status === 200 ? 'done' : whileAccepted(status)),
  body: begun,
}
