import { asyncCompletion } from './async-completion.ts'
import { batch, batchOutput } from './batch.ts'
import type { JobDialect, JobDialectName } from './dialect.ts'
import { fineTuning } from './fine-tuning.ts'
import { geminiBatch } from './gemini-batch.ts'
import { interaction } from './interaction.ts'
import { messageBatch, messageBatchResults } from './message-batch.ts'
import { mistralBatch } from './mistral-batch.ts'
import { operation } from './operation.ts'
import { prediction } from './prediction.ts'
import { queue, queueResult } from './queue.ts'
import { queuedRun } from './queued-run.ts'
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
  'batch-output': batchOutput,
  'mistral-batch': mistralBatch,
  'gemini-batch': geminiBatch,
  'fine-tuning': fineTuning,
  'queued-run': queuedRun,
  'message-batch': messageBatch,
  'message-batch-results': messageBatchResults,
}
