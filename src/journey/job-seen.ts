import type { Job, JobState } from '../job/dialect.ts'
import { jobName } from '../job/name.ts'
import type { Reading } from '../usage/usage.ts'

/**
 * What was told of a job that has begun, by the name that it has in the Meter; `results` is the one by which what it
 * consumed will be told, or would have been.
 */
export type JobSeen =
  | { how: 'running'; job: string; results?: string }
  | { how: 'over'; job: string; results?: string; failed: boolean; reading: Reading }

/** What a provider told of the job `id`, and of its consumption; null for nothing. `state` is what its status told. */
export function jobSeen(
  provider: string,
  id: string,
  told: Job | null,
  reading: Reading,
  state: JobState | null = null,
): JobSeen | null {
  const job = jobName(provider, id)
  // Only what is over states what it consumed.
  const stated = reading.final && reading.usage !== undefined ? 'done' : null
  const named = told?.results === undefined ? {} : { results: jobName(provider, told.results) }
  if (stated === null && 'results' in named) return { how: 'running', job, ...named }
  const found = state ?? told?.state ?? stated
  if (found === null) return null
  const waits = found === 'running' || (stated === null && told?.untold === true)
  return waits ? { how: 'running', job } : { how: 'over', job, ...named, failed: found === 'failed', reading }
}
