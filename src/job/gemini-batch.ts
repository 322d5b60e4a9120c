import { label } from '../usage/count.ts'
import { statesError, valueAt } from '../usage/json.ts'
import { batchEnd } from './batch-end.ts'
import type { JobDialect, JobState } from './dialect.ts'

/** Gemini's batches, operations with a type of their own in `metadata`. https://ai.google.dev/api/batch-api */
export const geminiBatch: JobDialect = {
  body(json) {
    const id = lastPart(valueAt(json, 'name'), 'batches')
    if (id === undefined) return null
    const file = valueAt(json, 'metadata.output.responsesFile') ?? valueAt(json, 'response.responsesFile')
    return batchEnd({ id, state: stateOf(json) }, lastPart(file, 'files'), succeeded(json))
  },
}

function stateOf(json: unknown): JobState {
  if (valueAt(json, 'done') !== true) return 'running'
  const isStopped = label(valueAt(json, 'metadata.state'))?.endsWith('_CANCELLED') === true
  return statesError(json) && !isStopped ? 'failed' : 'done'
}

/** 0 if all failed. This API leaves zeros out. */
function succeeded(json: unknown): 0 | undefined {
  const [all, failed] = ['requestCount', 'failedRequestCount'].map((name) => {
    const stated = valueAt(json, `metadata.batchStats.${name}`)
    return typeof stated === 'number' ? String(stated) : label(stated)
  })
  return all !== undefined && all === failed ? 0 : undefined
}

function lastPart(name: unknown, collection: string): string | undefined {
  return new RegExp(`^${collection}/([^/]+)$`).exec(label(name) ?? '')?.[1]
}
