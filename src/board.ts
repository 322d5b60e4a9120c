import { readBody } from './body/read.ts'
import { bodyForBound } from './bound/body-for-bound.ts'
import { type Attempts, attemptsOf } from './journey/attempts.ts'
import type { AttemptPorts } from './journey/make-attempt.ts'
import { countsHere, countTokens } from './journey/token-count.ts'
import type { Admission } from './keys/store.ts'
import type { Terms } from './meter/terms.ts'
import type { Ports } from './ports.ts'
import type { Result } from './refusal/refusal.ts'
import { bodyWanted } from './route/body-wanted.ts'
import type { Destination } from './route/destination.ts'
import { permitRoutes } from './route/permit.ts'
import { findRoutes } from './route/route.ts'

/** A request whose key is known, and where it wants to go. */
interface Boarding {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  /** As sent, without `?`. */
  query: string
  destination: Destination
  /** What its key is held to; null for one without limits. */
  terms: Terms | null
}

/** `release` gives the isolate's room for its body back, once that has gone up. */
interface Boarded {
  boarded: Result<Attempts | Response>
  release: () => void
}

/**
 * where to? → rewrite → fits? What comes of it holds no more of the body than must go up: it is waited with for as long
 * as the upstream takes. A Response is what Tollgate answers itself.
 */
export async function board(
  { destination, terms, ...asking }: Boarding,
  { caller, config, configProblem }: Admission,
  ports: AttemptPorts & Pick<Ports, 'buffers' | 'random'>,
): Promise<Boarded> {
  const { request } = asking
  const wanted = bodyWanted(destination, caller, request.headers)
  const bounding = terms === null ? null : bodyForBound(destination, request.headers)
  const body = await readBody(request, bounding ?? wanted, ports.buffers)
  if (!body.ok) return { boarded: body, release: () => {} }
  const { json, release } = body.value
  try {
    const found = findRoutes(destination, json, { ...config, configProblem, random: ports.random })
    if (!found.ok) return { boarded: found, release }
    const routes = permitRoutes(caller, found.value, request.method, json)
    if (!routes.ok) return { boarded: routes, release }
    const [first] = routes.value
    if (first && json && countsHere(first)) return { boarded: countTokens(first, json, asking.id), release }
    const sources = {
      ...asking,
      caller,
      config,
      body: body.value,
      routes: routes.value.filter((route) => !countsHere(route)),
      terms,
    }
    return { boarded: await attemptsOf(sources, ports), release }
  } catch (bug) {
    release()
    throw bug
  }
}
