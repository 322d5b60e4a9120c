import type { JobDialect } from '../job/dialect.ts'
import { readsBody } from '../usage/consumption.ts'
import type { UsageDialect } from '../usage/dialect.ts'
import { parseJson, valueAt } from '../usage/json.ts'
import { type Answer, textOf } from '../usage/read.ts'
import { nothingRead } from '../usage/usage.ts'
import { type JobSeen, jobSeen } from './job-seen.ts'

/** As many as OpenAI puts on a page: https://platform.openai.com/docs/api-reference/batch/list */
const mostListed = 100

/** The jobs that a list (`each` is its member) tells of; none of one that was too long to keep. Never throws. */
export function jobsListed(
  provider: string,
  answer: Answer,
  each: string,
  job: JobDialect,
  usage: UsageDialect,
): JobSeen[] {
  const { start, end } = textOf(answer)
  const entries: unknown = end === undefined ? valueAt(parseJson(start), each) : null
  if (!Array.isArray(entries)) return []
  return entries.slice(0, mostListed).flatMap((entry: unknown) => {
    const told = job.body?.(entry) ?? null
    if (told === null || told.id === null) return []
    const reading = readsBody(usage) ? usage.body(entry) : nothingRead
    return awaitingUsage(jobSeen(provider, told.id, told, reading)) ?? []
  })
}

/** A list may leave out what a job consumed: asking after the job itself tells it. */
function awaitingUsage(seen: JobSeen | null): JobSeen | null {
  if (seen?.how !== 'over' || seen.failed || seen.reading.usage !== undefined) return seen
  return { how: 'running', job: seen.job }
}
