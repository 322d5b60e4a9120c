import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

/** OpenAI's batches. https://platform.openai.com/docs/api-reference/batch/object */
export const batch: JobDialect = {
  body: jobByStatus({
    validating: 'running',
    in_progress: 'running',
    finalizing: 'running',
    cancelling: 'running',
    completed: 'done',
    expired: 'done',
    cancelled: 'done',
    failed: 'failed',
  }),
}
