import type { Dialect } from '../refusal/reasons.ts'
import type { Refusal } from '../refusal/refusal.ts'
import { respond } from '../refusal/respond.ts'
import type { AnswerFacts } from '../upstream/answer-headers.ts'

/** Said of an upstream in its place: where it was asked, and how long that took, is told all the same. */
export function refused(
  refusal: Refusal,
  {
    dialect,
    requestId,
    method,
    more = [],
    serverTiming,
  }: Pick<AnswerFacts, 'requestId' | 'more' | 'serverTiming'> & { dialect: Dialect; method?: string },
): Response {
  const response = respond(refusal, dialect, requestId, method)
  for (const [name, value] of more) response.headers.set(name, value)
  if (serverTiming !== undefined) response.headers.set('server-timing', serverTiming)
  return response
}
