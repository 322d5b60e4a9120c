import { jobDialects } from '../job/dialects.ts'
import type { Route } from '../route/route.ts'
import { label } from '../usage/count.ts'

type Body = Readonly<Record<string, unknown>>

/** Whether a request to this route may be answered with a job, by its body. */
export function asksJob(route: Pick<Route, 'endpoint'>, body: Body): boolean {
  const place = route.endpoint?.job
  if (place === undefined || !('begins' in place) || jobIn(route, body) !== null) return false
  return jobDialects[place.begins].asks?.(body) ?? true
}

/** The id of the job that the body of a request to this route asks after; null where none can. */
export function jobIn({ endpoint }: Pick<Route, 'endpoint'>, body: Body): string | null {
  const place = endpoint?.job
  if (place === undefined || !('begins' in place) || place.again === undefined) return null
  // Beside anything else it could be work, which is not free.
  return Object.keys(body).length === 1 ? (label(body[place.again.member]) ?? null) : null
}
