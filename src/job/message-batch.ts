import { label } from '../usage/count.ts'
import { valueAt } from '../usage/json.ts'
import type { Job, JobDialect } from './dialect.ts'

/** What was used is told with the results: until those are read, a batch that has ended has no cost. */
function job(json: unknown): Job | null {
  const state = label(valueAt(json, 'processing_status'))
  if (state === undefined || valueAt(json, 'type') !== 'message_batch') return null
  // Charged is what succeeded only: https://platform.claude.com/docs/en/build-with-claude/batch-processing
  const isForNothing = state === 'ended' && valueAt(json, 'request_counts.succeeded') === 0
  return { id: label(valueAt(json, 'id')) ?? null, state: isForNothing ? 'failed' : 'running' }
}

/** Anthropic's batches. https://platform.claude.com/docs/en/api/retrieving-message-batches */
export const messageBatch: JobDialect = { body: job }

/** Their results, which are there once a batch has ended, and tell what each of its requests consumed. */
export const messageBatchResults: JobDialect = { status: (status) => (status === 200 ? 'done' : null) }
