import type { UsageDialect } from './dialect.ts'
import { mergeUsage } from './fold.ts'
import { type Answer, readUsage } from './read.ts'
import { nothingRead, type Reading, type Usage } from './usage.ts'

/** Everything of one exchange that can tell what it consumed. */
export interface Exchange {
  /** What the request alone told, by the dialect's `request`. */
  asked: Usage | undefined
  headers: Headers
  answer: Answer
}

/** What an exchange consumed: from the request at the least, from the answer's body, from its headers last. */
export function consumption(dialect: UsageDialect, { asked, headers, answer }: Exchange): Reading {
  const read = readsBody(dialect) ? readUsage(answer, dialect) : { ...nothingRead, final: true }
  const stated = dialect.headers?.(headers)
  if (asked === undefined && stated === undefined) return read
  const usage = [asked ?? {}, read.usage ?? {}, stated ?? {}].reduce(mergeUsage)
  return Object.keys(usage).length === 0 ? read : { ...read, usage }
}

/** Whether anything is to be found in an answer's bytes: if not, nobody needs to tap them. */
export function readsBody({ marks }: UsageDialect): boolean {
  return marks.length > 0
}
