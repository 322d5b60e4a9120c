import type { Answering } from './attempt.ts'
import type { JobPlace } from '../endpoints/endpoint.ts'
import { jobDialects } from '../job/dialects.ts'
import { jobAsked, jobName } from '../job/name.ts'
import { readJob } from '../job/read.ts'
import type { Route } from '../route/route.ts'
import type { Ending } from '../tap/ending.ts'
import { consumption, readsBody } from '../usage/consumption.ts'
import { nothingRead, type Reading } from '../usage/usage.ts'
import { dialectNamed, usageDialectOf } from './usage-dialect.ts'

/** What an exchange told of a job, by the name that it has in the Meter. */
export type Sighting =
  | { how: 'begun'; job: string }
  | { how: 'running'; job: string }
  | { how: 'over'; job: string; failed: boolean; reading: Reading }

type Answer = Pick<Response, 'status' | 'headers'>

/** Whether a request to this route may be answered with a job, by its body. */
export function asksJob(
  { endpoint }: Pick<Route, 'endpoint'>,
  body: Readonly<Record<string, unknown>>,
): boolean {
  const place = endpoint?.job
  return place !== undefined && 'begins' in place && (jobDialects[place.begins].asks?.(body) ?? true)
}

/** Whether an answer has to be read for the job that it may tell of. */
export function tellsOfJob(
  { route, asksJob: asks = false }: Pick<Answering, 'route' | 'asksJob'>,
  upstream: Answer,
): boolean {
  const place = route.endpoint?.job
  if (place === undefined || upstream.status >= 300) return false
  if ('begins' in place) return asks && !isBilled(route, upstream)
  const { body } = jobDialects[place.reads]
  return body !== undefined || readsBody(dialectNamed(place.usage, route.root))
}

/** What the ended answer to `method` tells of a job; null for nothing. */
export function sightingOf(
  answering: Pick<Answering, 'route' | 'asksJob'>,
  method: string,
  upstream: Answer,
  ending: Ending,
  reading: Reading,
): Sighting | null {
  const { route, asksJob: asks } = answering
  const { job: place, path } = route.endpoint ?? {}
  if (place === undefined || path === undefined || upstream.status >= 300 || method === 'HEAD') return null
  if ('reads' in place) return readSighting(route, path, place, upstream, ending)
  const isOver = reading.final && reading.usage !== undefined && readsBody(usageDialectOf(route))
  if (!asks || isOver || isBilled(route, upstream)) return null
  const job = readJob(answerOf(upstream, ending), jobDialects[place.begins])
  if (job === null || job.id === null || job.state !== 'running') return null
  return { how: 'begun', job: jobName(route.provider.slug, job.id) }
}

function readSighting(
  route: Route,
  pattern: string,
  place: Extract<JobPlace, { reads: unknown }>,
  upstream: Answer,
  ending: Ending,
): Sighting | null {
  const answer = answerOf(upstream, ending)
  const dialect = jobDialects[place.reads]
  const told = readJob(answer, dialect)
  const id = jobAsked(pattern, route.door.decoded) ?? told?.id ?? null
  if (id === null) return null
  const job = jobName(route.provider.slug, id)
  const usage = dialectNamed(place.usage, route.root)
  // A part of a sum pays for nothing: the next reading has all of it.
  if (usage.sums && !ending.whole) return { how: 'running', job }
  // Of a sum that has lost a part in the middle nothing is said: it would be too low.
  const partial = usage.sums === true && ending.kept.skipped > 0
  const reading = partial
    ? nothingRead
    : consumption(usage, { asked: undefined, headers: upstream.headers, answer })
  // Only what is over states what it consumed.
  const stated = reading.final && reading.usage !== undefined ? 'done' : null
  const state = dialect.status?.(upstream.status) ?? told?.state ?? stated
  if (state === null) return null
  return state === 'running'
    ? { how: 'running', job }
    : { how: 'over', job, failed: state === 'failed', reading }
}

function answerOf({ headers }: Answer, { kept }: Ending) {
  return { contentType: headers.get('content-type'), ...kept }
}

/** What its cost is, is known with its answer: the operator or a header says so, or the gateway had it stored. */
function isBilled(route: Route, { headers }: Answer): boolean {
  if (route.charge !== null || headers.get('cf-aig-cache-status')?.toUpperCase() === 'HIT') return true
  return Object.keys(usageDialectOf(route).headers?.(headers) ?? {}).length > 0
}
