import { batchOutput } from '../batch-sum.ts'
import { valueAt } from '../json.ts'
import { nothingRead } from '../usage.ts'
import { anthropicMessages } from './anthropic-messages.ts'

/**
 * The results of a batch; charged are those that succeeded.
 * https://platform.claude.com/docs/en/api/retrieving-message-batch-results
 */
export const anthropicBatch = batchOutput((result) =>
  valueAt(result, 'result.type') === 'succeeded'
    ? anthropicMessages.body(valueAt(result, 'result.message'))
    : nothingRead,
)
