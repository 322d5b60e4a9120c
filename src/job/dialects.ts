import { asyncCompletion } from './async-completion.ts'
import { batch } from './batch.ts'
import type { JobDialect, JobDialectName } from './dialect.ts'
import { interaction } from './interaction.ts'
import { messageBatch, messageBatchResults } from './message-batch.ts'
import { operation } from './operation.ts'
import { prediction } from './prediction.ts'
import { queue, queueResult } from './queue.ts'
import { response } from './response.ts'
import { videoGeneration } from './video-generation.ts'
import { deferredCompletion, videoRequest } from './xai.ts'

/** Every dialect by its name. */
export const jobDialects: Record<JobDialectName, JobDialect> = {
  response,
  interaction,
  operation,
  prediction,
  queue,
  'queue-result': queueResult,
  'video-request': videoRequest,
  'deferred-completion': deferredCompletion,
  'async-completion': asyncCompletion,
  'video-generation': videoGeneration,
  batch,
  'message-batch': messageBatch,
  'message-batch-results': messageBatchResults,
}
