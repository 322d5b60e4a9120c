import { statesError } from '../usage/json.ts'
import { jobByStatus } from './by-status.ts'
import type { Job, JobDialect } from './dialect.ts'

const waiting = jobByStatus(
  { IN_QUEUE: 'running', IN_PROGRESS: 'running', COMPLETED: 'running' },
  'request_id',
)

/** What was used is told with the result: until that is read, a completed request has no cost. */
function job(json: unknown): Job | null {
  const found = waiting(json)
  return found !== null && statesError(json) ? { ...found, state: 'failed' } : found
}

/** fal's queue: a place in it, and how it goes on there. https://docs.fal.ai/model-endpoints/queue */
export const queue: JobDialect = { body: job, marks: ['"status"'], event: job }

/** The result itself, which a header measures: nobody needs to look into it. */
export const queueResult: JobDialect = { status: (status) => (status === 200 ? 'done' : null) }
