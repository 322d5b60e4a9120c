import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

/** OpenAI's fine-tuning. https://platform.openai.com/docs/api-reference/fine-tuning/object */
export const fineTuning: JobDialect = {
  body: jobByStatus({
    validating_files: 'running',
    queued: 'running',
    running: 'running',
    paused: 'running',
    succeeded: 'done',
    cancelled: 'done',
    failed: 'failed',
  }),
}
