import { readBody } from './body/read.ts'
import { findCredential } from './keys/credential.ts'
import type { Admission } from './keys/store.ts'
import { journey } from './journey.ts'
import type { Ports } from './ports.ts'
import { accept, type Refused, type Result } from './refusal/refusal.ts'
import { respond } from './refusal/respond.ts'
import { rewrite } from './rewrite/rewrite.ts'
import { bodyWanted } from './route/body-wanted.ts'
import { dialectOf, dialectOfUrl, type Door, findDoor } from './route/door.ts'
import { aimed } from './route/aim.ts'
import { mayBeMounted, mountDoor } from './route/mount-door.ts'
import { noDoor, unreadableMounts } from './route/no-door.ts'
import { readPath, type RequestPath } from './route/path.ts'
import { permitEndpoint, permitRequest } from './route/permit.ts'
import { findDestination, findRoute } from './route/route.ts'
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
  const refused = ({ refusal }: Refused): Response => respond(refusal, dialect, id, request.method)
  if (!door && !mayBeMounted(path.value, ports.gateway)) return refused(noDoor(path.value))
  const answered = await corridor({ request, id, at, path: path.value, door }, ports)
  return answered.ok ? answered.value : refused(answered)
}

/** request → who? → where to? → rewrite → upstream → tap → usage → ledger */
async function corridor(visit: Visit, ports: Ports): Promise<Result<Response>> {
  const { request, id, at, path } = visit
  const admission = await who(request, ports)
  if (!admission.ok) return admission
  const { caller, config, configProblem } = admission.value
  const found = visit.door ?? mountDoor(path, ports.gateway, config.mounts)
  if (!found) return configProblem === null ? noDoor(path) : unreadableMounts
  const aim = aimed(found, request.headers)
  if (!aim.ok) return aim
  const door = aim.value
  if (isHandshake(request)) {
    return socketCorridor({ request, id, at, door, query: path.query }, admission.value, ports)
  }

  const destination = findDestination(door, request.method, path.query)
  const known = permitEndpoint(caller, destination)
  if (!known.ok) return known
  const body = await readBody(request, bodyWanted(destination, caller, request.headers), ports.buffers)
  if (!body.ok) return body
  try {
    const route = findRoute(destination, body.value.json, { ...config, configProblem })
    if (!route.ok) return route
    const permitted = permitRequest(caller, route.value, request.method, body.value.json)
    if (!permitted.ok) return permitted
    const rewritten = await rewrite(request, {
      ...ports,
      caller,
      config,
      requestId: id,
      route: route.value,
      body: body.value,
      query: path.query,
    })
    if (!rewritten.ok) return rewritten
    const { json } = body.value
    return accept(
      await journey({ request, id, at, caller, route: route.value, json, ...rewritten.value }, ports),
    )
  } finally {
    body.value.release()
  }
}

async function who(request: Request, { keys, later }: Ports): Promise<Result<Admission>> {
  const credential = findCredential(request)
  if (!credential.ok) return credential
  return keys.lookup(credential.value, request.headers.get('cf-connecting-ip'), later)
}
