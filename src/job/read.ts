import { formatOf, type StreamFormat } from '../usage/format.ts'
import { parseJson } from '../usage/json.ts'
import { type Answer, textOf } from '../usage/read.ts'
import { readSeveredEnd, readSeveredStart } from '../usage/severed.ts'
import type { Job, JobDialect } from './dialect.ts'

/** The job that an answer tells of, by what was kept of it; null for none. Never throws. */
export function readJob(answer: Answer, dialect: JobDialect): Job | null {
  if (dialect.body === undefined) return null
  const { start, end } = textOf(answer)
  const format = formatOf(answer.contentType, start)
  if (format === undefined) return null
  if (format !== 'document') return readEvents(start, end, format, dialect)
  return end === undefined ? dialect.body(parseJson(start)) : readLarge(start, end, dialect)
}

function readEvents(
  start: string,
  end: string | undefined,
  format: StreamFormat,
  { event, marks = [] }: JobDialect,
): Job | null {
  if (event === undefined) return null
  const events = [...format.events(start), ...(end === undefined ? [] : format.resume(end).events)]
  return events
    .filter(({ data }) => marks.some((mark) => data.includes(mark)))
    .reduce<Job | null>((found, { data }) => event(parseJson(data)) ?? found, null)
}

/** Only what stands at either end of it can be found. */
function readLarge(start: string, end: string, { body, members = [], large }: JobDialect): Job | null {
  const found = members.flatMap((member) => [
    readSeveredStart(start, member),
    readSeveredEnd(end, [{ member, opening: '{' }]),
  ])
  const json: unknown = Object.assign({}, ...found)
  const job = body?.(json) ?? null
  return job === null || large === undefined ? job : { ...job, state: large }
}
