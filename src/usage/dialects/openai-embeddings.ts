import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading } from '../usage.ts'

/** https://platform.openai.com/docs/api-reference/embeddings/create */
const fields: UsageFields = {
  counts: { input: ['usage.prompt_tokens'] },
  details: {},
  labels: {},
}

/** Embeddings: vectors out, so there is no output to count. */
export const openaiEmbeddings: UsageDialect = {
  marks: ['"usage"'],
  body: (json) => read(json, nothingRead),
  event: read,
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [],
  },
}

function read(json: unknown, soFar: Reading): Reading {
  const usage = usageFrom(json, fields)
  return extendReading(soFar, {
    usage,
    model: label(valueAt(json, 'model')),
    final: usage !== undefined,
    failed: statesError(json),
  })
}
