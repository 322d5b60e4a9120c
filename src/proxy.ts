import { readBody } from './body/read.ts'
import { findCredential } from './keys/credential.ts'
import type { Admission } from './keys/store.ts'
import { journey } from './journey.ts'
import type { Ports } from './ports.ts'
import { accept, refuse, type Result } from './refusal/refusal.ts'
import { respond } from './refusal/respond.ts'
import { rewrite } from './rewrite/rewrite.ts'
import { dialectOf, dialectOfUrl, type Door, findDoor } from './route/door.ts'
import { readPath } from './route/path.ts'
import { permitEndpoint, permitRequest } from './route/permit.ts'
import { findDestination, findRoute, membersRead } from './route/route.ts'

/** One request at its door. */
interface Visit {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  door: Door
  /** As sent, without `?`. */
  query: string
}

/** A request in, an answer out: the upstream's, or a refusal in the dialect of its door. */
export async function proxy(request: Request, ports: Ports): Promise<Response> {
  const id = ports.newId()
  const at = ports.now()
  const path = readPath(request.url)
  if (!path.ok) return respond(path.refusal, dialectOfUrl(request), id, request.method)
  const door = findDoor(path.value, request.method, request.headers, ports.gateway)
  if (!door) return respond(noDoor.refusal, dialectOf(path.value, request.headers), id, request.method)
  if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
    return respond(noSockets.refusal, door.dialect, id, request.method)
  }
  const answered = await corridor({ request, id, at, door, query: path.value.query }, ports)
  return answered.ok ? answered.value : respond(answered.refusal, door.dialect, id, request.method)
}

/** request → who? → where to? → rewrite → upstream → tap → usage → ledger */
async function corridor({ request, id, at, door, query }: Visit, ports: Ports): Promise<Result<Response>> {
  const admission = await who(request, ports)
  if (!admission.ok) return admission
  const { caller, config, configProblem } = admission.value

  const destination = findDestination(door, request.method)
  const known = permitEndpoint(caller, destination)
  if (!known.ok) return known
  const body = await readBody(request, membersRead(destination), ports.buffers)
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
      query,
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

const noDoor = refuse(
  'not_found',
  'Nothing is served at this path. Set the base URL of an OpenAI client to this host with /v1, of an Anthropic or Google client to this host alone, and of a provider’s own client to this host with /{provider}.',
)
const noSockets = refuse('bad_request', 'This version of Tollgate does not serve WebSockets yet.')
