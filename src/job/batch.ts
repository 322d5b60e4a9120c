import { label } from '../usage/count.ts'
import { valueAt } from '../usage/json.ts'
import { batchEnd } from './batch-end.ts'
import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

const byStatus = jobByStatus({
  validating: 'running',
  in_progress: 'running',
  finalizing: 'running',
  cancelling: 'running',
  completed: 'done',
  expired: 'done',
  cancelled: 'done',
  failed: 'failed',
})

/** OpenAI's batches, and those of everyone who has them too. https://platform.openai.com/docs/api-reference/batch/object */
export const batch: JobDialect = {
  body: (json) =>
    batchEnd(
      byStatus(json),
      label(valueAt(json, 'output_file_id')),
      valueAt(json, 'request_counts.completed'),
    ),
}

/** The file of a batch's results, here or elsewhere: what it states tells that it is one. */
export const batchOutput: JobDialect = {}
