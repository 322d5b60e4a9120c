import { listAt, valueAt } from '../usage/json.ts'
import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

const waiting = jobByStatus({ queued: 'running', running: 'running' }, 'request_id')

/**
 * Workers AI's batches: the same path takes the requests, and then their `request_id`.
 * https://developers.cloudflare.com/workers-ai/features/batch-api/rest-api/
 */
export const queuedRun: JobDialect = {
  body(json) {
    if (listAt(json, 'result.responses').length > 0) return { id: null, state: 'done' }
    return waiting(valueAt(json, 'result'))
  },
}
