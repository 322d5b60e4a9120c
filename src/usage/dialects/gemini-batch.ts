import { batchOutput, batchWithOutput } from '../batch-sum.ts'
import { count } from '../count.ts'
import { valueAt } from '../json.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { geminiGenerate } from './gemini-generate.ts'

/** One result of a batch; what failed has an `error` instead. */
function readResult(result: unknown): Reading {
  const response = valueAt(result, 'response') ?? result
  const answered = geminiGenerate.body(response)
  if (answered.usage !== undefined) return answered
  // An embedding; this API writes long integers as texts.
  const stated = valueAt(response, 'tokenCount')
  const input = count(typeof stated === 'string' && /^\d{1,15}$/.test(stated) ? Number(stated) : stated)
  return input === undefined ? nothingRead : { usage: { input }, final: true, failed: false }
}

/** The file of a batch's results, a line for each. https://ai.google.dev/gemini-api/docs/batch-api */
export const geminiBatchOutput = batchOutput(readResult)

/** A batch with its results in it, twice: where its own type has them, and where any operation has. */
export const geminiBatch = batchWithOutput(
  readResult,
  'metadata.output.inlinedResponses.inlinedResponses',
  'metadata.output.inlinedEmbedContentResponses.inlinedResponses',
  'response.inlinedResponses.inlinedResponses',
  'response.inlinedEmbedContentResponses.inlinedResponses',
)
