import { batchOutput, batchWithOutput } from '../batch-sum.ts'
import { valueAt } from '../json.ts'
import type { Reading } from '../usage.ts'
import { mistralChat } from './mistral-chat.ts'
import { mistralOcr } from './mistral-ocr.ts'

/** One result of a batch: the answer of the endpoint that all its requests are to. */
function readResult(result: unknown): Reading {
  const body = valueAt(result, 'response.body')
  const chat = mistralChat.body(body)
  return chat.usage === undefined ? mistralOcr.body(body) : chat
}

/** The file of a batch's results. https://docs.mistral.ai/capabilities/batch/ */
export const mistralBatchOutput = batchOutput(readResult)

/** A batch whose results were asked for `inline`. https://docs.mistral.ai/api/endpoint/batch */
export const mistralBatch = batchWithOutput(readResult, 'outputs')
