import { label } from '../usage/count.ts'
import { valueAt } from '../usage/json.ts'
import type { Job, JobState } from './dialect.ts'

/** A job that names itself in `id` and says how it is in `status`. A word that nobody has listed tells nothing. */
export function jobByStatus(
  words: Readonly<Record<string, JobState>>,
  id = 'id',
): (json: unknown) => Job | null {
  const states = new Map(Object.entries(words))
  return (json) => {
    const state = states.get(label(valueAt(json, 'status')) ?? '')
    return state === undefined ? null : { id: label(valueAt(json, id)) ?? null, state }
  }
}
