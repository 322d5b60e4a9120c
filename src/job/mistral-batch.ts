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
    const job = batchEnd(
      byStatus(json),
      label(valueAt(json, 'output_file')),
      valueAt(json, 'succeeded_requests'),
    )
    // The results of requests that came in the body are told only where they are asked for `inline`.
    const mayBeInline = job?.state === 'done' && job.results === undefined
    return mayBeInline && valueAt(json, 'status') !== 'CANCELLED' ? { ...job, untold: true } : job
  },
  members: ['id', 'status', 'output_file'],
}
