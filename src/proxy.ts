import { findCredential } from './keys/credential.ts'
import type { Admission } from './keys/store.ts'
import { termsOf } from './admission/terms.ts'
import { board } from './board.ts'
import { journey } from './journey/journey.ts'
import { answerModels } from './models/answer.ts'
import { modelsAsked } from './models/asked.ts'
import type { Ports } from './ports.ts'
import { accept, type Refused, type Result } from './refusal/refusal.ts'
import { respond } from './refusal/respond.ts'
import { dialectOf, dialectOfUrl, type Door, findDoor } from './route/door.ts'
import { aimed } from './route/aim.ts'
import { mayBeMounted, mountDoor } from './route/mount-door.ts'
import { noDoor, unreadableMounts } from './route/no-door.ts'
import { readPath, type RequestPath } from './route/path.ts'
import { permitEndpoint } from './route/permit.ts'
import { findDestination } from './route/destination.ts'
import { serverTiming } from './server-timing.ts'
import { socketCorridor } from './socket/corridor.ts'
import { findSocketDoor } from './socket/door.ts'
import { isHandshake } from './socket/handshake.ts'

/** One request at its door. */
interface Visit {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  path: RequestPath
  /** Null where the configuration, which comes with the key, has to tell. */
  door: Door | null
  /** Epoch milliseconds at which its key was known; null before that. */
  knownAt: number | null
}

/** A request in, an answer out: the upstream's, or a refusal in the dialect of its door. */
export async function proxy(request: Request, ports: Ports): Promise<Response> {
  const id = ports.newId()
  const at = ports.now()
  const path = readPath(request.url)
  if (!path.ok) return respond(path.refusal, dialectOfUrl(request), id, request.method)
  const door = isHandshake(request)
    ? findSocketDoor(path.value, request.headers, ports.gateway)
    : findDoor(path.value, request.method, request.headers, ports.gateway)
  const dialect = door?.dialect ?? dialectOf(path.value, request.headers)
  const refused = ({ refusal }: Refused): Response => {
    const response = respond(refusal, dialect, id, request.method)
    response.headers.set('server-timing', timing(visit, ports.now()))
    return response
  }
  const visit: Visit = { request, id, at, path: path.value, door, knownAt: null }
  if (!door && !mayBeMounted(path.value, ports.gateway)) return refused(noDoor(path.value))
  const answered = await corridor(visit, ports)
  return answered.ok ? answered.value : refused(answered)
}

/** request → who? → where to? → rewrite → fits? → upstream → tap → usage → price → ledger */
async function corridor(visit: Visit, ports: Ports): Promise<Result<Response>> {
  const { request, id, at, path } = visit
  const admission = await who(request, ports)
  const knownAt = ports.now()
  visit.knownAt = knownAt
  if (!admission.ok) return admission
  const { caller, config, configProblem } = admission.value
  const found = visit.door ?? mountDoor(path, ports.gateway, config.mounts)
  if (!found) return configProblem === null ? noDoor(path) : unreadableMounts
  const aim = aimed(found, request.headers, path.query)
  if (!aim.ok) return aim
  const door = aim.value
  if (isHandshake(request)) {
    return socketCorridor({ request, id, at, knownAt, door, query: path.query }, admission.value, ports)
  }

  const models = modelsAsked(door, request.method)
  if (models) {
    const asking = { id, method: request.method, query: path.query }
    const listed = answerModels(models, door, asking, admission.value)
    if (listed.ok) listed.value.headers.set('server-timing', timing(visit, ports.now()))
    return listed
  }
  const destination = findDestination(door, request.method, path.query)
  const known = permitEndpoint(caller, destination)
  if (!known.ok) return known
  const terms = termsOf(caller, config)
  if (!terms.ok) return terms
  const boarding = { request, id, at, query: path.query, destination, terms: terms.value }
  const { boarded, release } = await board(boarding, admission.value, ports)
  try {
    if (!boarded.ok) return boarded
    if (boarded.value instanceof Response) {
      boarded.value.headers.set('server-timing', timing(visit, ports.now()))
      return accept(boarded.value)
    }
    return accept(await journey({ request, id, at, knownAt, caller, config, ...boarded.value }, ports))
  } finally {
    release()
  }
}

/** Of what Tollgate answers itself: nothing went upstream. */
function timing({ at, knownAt }: Visit, now: number): string {
  return serverTiming(knownAt === null ? { key: now - at } : { key: knownAt - at, admission: now - knownAt })
}

async function who(request: Request, { keys, later }: Ports): Promise<Result<Admission>> {
  const credential = findCredential(request)
  if (!credential.ok) return credential
  return keys.lookup(credential.value, request.headers.get('cf-connecting-ip'), later)
}
