import { label } from '../usage/count.ts'
import { statesError, valueAt } from '../usage/json.ts'
import type { JobDialect } from './dialect.ts'

/** The lists of what was made: of the Gemini API, and of Vertex. */
const lists = ['response.generateVideoResponse.generatedSamples', 'response.videos']
const filtered = ['response.generateVideoResponse.raiMediaFilteredCount', 'response.raiMediaFilteredCount']

/** Google's long-running operations, https://ai.google.dev/gemini-api/docs/video: their names end with `operations/{id}`. */
export const operation: JobDialect = {
  body(json) {
    const id = /(?:^|\/)operations\/([^/]+)$/.exec(label(valueAt(json, 'name')) ?? '')?.[1]
    if (id === undefined) return null
    if (valueAt(json, 'done') !== true) return { id, state: 'running' }
    return { id, state: statesError(json) || madeNothing(json) ? 'failed' : 'done' }
  },
  members: ['name'],
  large: 'done',
}

/** All of it was filtered out, which is not charged: https://ai.google.dev/gemini-api/docs/pricing */
function madeNothing(json: unknown): boolean {
  const made = lists.map((path) => valueAt(json, path)).filter((list) => Array.isArray(list))
  if (made.some((list) => list.length > 0)) return false
  return made.length > 0 || filtered.some((path) => Number(valueAt(json, path)) > 0)
}
