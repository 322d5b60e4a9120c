import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

/** Replicate's predictions, unless a client waits for them. https://replicate.com/docs/reference/http#predictions.get */
export const prediction: JobDialect = {
  body: jobByStatus({
    starting: 'running',
    processing: 'running',
    succeeded: 'done',
    canceled: 'done',
    aborted: 'done',
    failed: 'failed',
  }),
  members: ['id', 'status'],
}
