import type { Job } from './dialect.ts'

/**
 * A batch, by the file of its results, which is there once it is over, and by how many of its requests succeeded:
 * nobody charges for the others.
 */
export function batchEnd(job: Job | null, results: string | undefined, succeeded: unknown): Job | null {
  if (job === null || job.state === 'running') return job
  if (results !== undefined) return { ...job, results }
  return succeeded === 0 ? { ...job, state: 'failed' } : job
}
