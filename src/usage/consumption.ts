import type { UsageDialect } from './dialect.ts'
import { mergeUsage } from './fold.ts'
import { formatOf } from './format.ts'
import { type Answer, readUsage } from './read.ts'
import { nothingRead, type Reading, type Usage } from './usage.ts'

/** Everything of one exchange that can tell what it consumed. */
export interface Exchange {
  /** What the request alone told, by the dialect's `request`. */
  asked: Usage | undefined
  /** How many events of a stream add up, by the dialect's `summands`. */
  summands?: number | undefined
  headers: Headers
  answer: Answer
}

/** What an exchange consumed: from the request at the least, from the answer's body, from its headers last. */
export function consumption(dialect: UsageDialect, { asked, summands, headers, answer }: Exchange): Reading {
  const read = readsBody(dialect) ? readUsage(answer, dialect, summands) : { ...nothingRead, final: true }
  const stated = dialect.headers?.(headers, read.usage)
  if (asked === undefined && stated === undefined) return read
  const usage = [asked ?? {}, read.usage ?? {}, stated ?? {}].reduce(mergeUsage)
  if (Object.keys(usage).length === 0) return read
  // Where the body says nothing, the headers' word is the last.
  const settled = read.usage === undefined && Object.keys(stated ?? {}).length > 0
  // Bytes that are no text state nothing: what was asked for is what there is.
  const unspoken = asked !== undefined && formatOf(answer.contentType, '') === undefined
  return { ...read, usage, final: read.final || settled || unspoken }
}

/** Whether anything is to be found in an answer's bytes: if not, nobody needs to tap them. */
export function readsBody({ marks }: UsageDialect): boolean {
  return marks.length > 0
}
