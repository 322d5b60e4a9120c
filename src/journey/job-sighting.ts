import type { Answering } from './attempt.ts'
import type { JobPlace } from '../endpoints/endpoint.ts'
import { jobDialects } from '../job/dialects.ts'
import { jobAsked, jobName } from '../job/name.ts'
import { readJob } from '../job/read.ts'
import type { Route } from '../route/route.ts'
import type { Ending } from '../tap/ending.ts'
import { consumption, readsBody } from '../usage/consumption.ts'
import { type Gatherer, gathererOf } from '../usage/gather.ts'
import type { Reading } from '../usage/usage.ts'
import { jobsListed } from './job-list.ts'
import { type JobSeen, jobSeen } from './job-seen.ts'
import { dialectNamed, usageDialectOf } from './usage-dialect.ts'

/** What an exchange told of a job, or of many, by the names that they have in the Meter. */
export type Sighting = { how: 'begun'; job: string } | JobSeen | { how: 'listed'; jobs: readonly JobSeen[] }

type Answer = Pick<Response, 'status' | 'headers'>
type Asking = Pick<Answering, 'route' | 'asksJob' | 'asksAfter'>

/** Whether an answer has to be read for the job that it may tell of. */
export function tellsOfJob({ route, asksJob: asks = false, asksAfter }: Asking, upstream: Answer): boolean {
  const place = route.endpoint?.job
  if (place === undefined || !isWhole(upstream)) return false
  if ('begins' in place) return asksAfter !== undefined || (asks && !isBilled(route, upstream))
  const { body } = jobDialects[place.reads]
  return body !== undefined || readsBody(dialectNamed(place.usage, route.root))
}

/** Reads what a job consumed from an answer that tells it all over, as it passes; null where none does. */
export function gathererOfJob({ route }: Pick<Answering, 'route'>, upstream: Answer): Gatherer | null {
  const place = route.endpoint?.job
  if (place === undefined || 'begins' in place || !isWhole(upstream)) return null
  if (place.each !== undefined) return null
  return gathererOf(dialectNamed(place.usage, route.root))
}

/** What was heard of an answer until it ended. */
interface Heard {
  ending: Ending
  /** What it says that the exchange itself consumed. */
  reading: Reading
  /** What it says all over that a job consumed; null where that is said in one place. */
  gathered: Reading | null
}

/** What the ended answer to `method` tells of a job; null for nothing. */
export function sightingOf(
  answering: Asking,
  method: string,
  upstream: Answer,
  heard: Heard,
): Sighting | null {
  const { ending, reading } = heard
  const { route, asksJob: asks, asksAfter } = answering
  const { job: place, path } = route.endpoint ?? {}
  if (place === undefined || path === undefined || !isWhole(upstream) || method === 'HEAD') return null
  if ('reads' in place) {
    return readSighting(route, jobAsked(path, route.door.decoded), place, upstream, heard)
  }
  if (place.again !== undefined && asksAfter !== undefined) {
    const again = { reads: place.begins, usage: place.again.usage }
    return readSighting(route, asksAfter, again, upstream, heard)
  }
  const isOver = reading.final && reading.usage !== undefined && readsBody(usageDialectOf(route))
  if (!asks || isOver || isBilled(route, upstream)) return null
  const job = readJob(answerOf(upstream, ending), jobDialects[place.begins])
  if (job === null || job.id === null || job.state !== 'running') return null
  return { how: 'begun', job: jobName(route.provider.slug, job.id) }
}

/** Neither an error nor a part, whatever was asked for. */
function isWhole({ status }: Answer): boolean {
  return status < 300 && status !== 206
}

function readSighting(
  route: Route,
  asked: string | null,
  place: Extract<JobPlace, { reads: unknown }>,
  upstream: Answer,
  { ending, gathered }: Heard,
): Sighting | null {
  const answer = answerOf(upstream, ending)
  const dialect = jobDialects[place.reads]
  const usage = dialectNamed(place.usage, route.root)
  const { slug } = route.provider
  if (place.each !== undefined) {
    const jobs = ending.whole ? jobsListed(slug, answer, place.each, dialect, usage) : []
    return jobs.length === 0 ? null : { how: 'listed', jobs }
  }
  const told = readJob(answer, dialect)
  const id = asked ?? told?.id ?? null
  if (id === null) return null
  // A part of a sum pays for nothing: the next reading has all of it.
  if (gathered !== null && !ending.whole) return { how: 'running', job: jobName(slug, id) }
  const reading = gathered ?? consumption(usage, { asked: undefined, headers: upstream.headers, answer })
  return jobSeen(slug, id, told, reading, dialect.status?.(upstream.status))
}

function answerOf({ headers }: Answer, { kept }: Ending) {
  return { contentType: headers.get('content-type'), ...kept }
}

/** What its cost is, is known with its answer: the operator or a header says so, or the gateway had it stored. */
function isBilled(route: Route, { headers }: Answer): boolean {
  if (route.charge !== null || headers.get('cf-aig-cache-status')?.toUpperCase() === 'HIT') return true
  return Object.keys(usageDialectOf(route).headers?.(headers) ?? {}).length > 0
}
