import { label } from '../usage/count.ts'
import { valueAt } from '../usage/json.ts'
import { batchEnd } from './batch-end.ts'
import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

const byStatus = jobByStatus({
  QUEUED: 'running',
  RUNNING: 'running',
  CANCELLATION_REQUESTED: 'running',
  SUCCESS: 'done',
  TIMEOUT_EXCEEDED: 'done',
  CANCELLED: 'done',
  FAILED: 'failed',
})

/** Mistral's batches. https://docs.mistral.ai/api/endpoint/batch */
export const mistralBatch: JobDialect = {
  body(json) {
    const succeeded = valueAt(json, 'succeeded_requests')
    const job = batchEnd(byStatus(json), label(valueAt(json, 'output_file')), succeeded)
    // The results of requests that came in the body are told only where they are asked for `inline`.
    const mayBeInline = job?.state === 'done' && job.results === undefined
    const hasResults = valueAt(json, 'status') !== 'CANCELLED' || Number(succeeded) > 0
    return mayBeInline && hasResults ? { ...job, untold: true } : job
  },
  members: ['id', 'status', 'output_file'],
}
