import { matchEndpoint, type EndpointMatch } from '../endpoints/endpoint.ts'
import type { ModelFrame, SocketEndpoint } from '../endpoints/socket.ts'
import { providerBehind } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import type { Door } from '../route/door.ts'
import { findModel, type ModelRules } from '../route/model.ts'
import { type Destination, findRoute, type Route } from '../route/route.ts'

/** Where one socket goes. */
export interface SocketRoute {
  route: Route
  /** The table's row, or null for a path that no table knows. */
  endpoint: SocketEndpoint | null
  /** The query, its model by the name that the upstream knows it by. */
  query: string
}

/** What the path of a socket alone tells. */
export interface SocketDestination extends Destination {
  provider: Provider
  endpoint: SocketEndpoint | null
}

/** The socket that a path is for; `query` as sent, without `?`. Refused where the gateway passes none on. */
export function findSocket(door: Door, query: string): Result<SocketDestination> {
  const provider = door.provider ?? providerBehind(door.dialect)
  const api = provider.sockets?.api
  if (!api) return noSocket(door)
  const match = matchSocket(api, door, new URLSearchParams(query))
  // What no table knows may still be there on a provider's own door.
  if (!match && door.name !== 'provider') return noSocket(door)
  return accept({ door, method: 'GET', provider, root: null, match, endpoint: match?.endpoint ?? null })
}

function matchSocket(api: readonly SocketEndpoint[], { decoded }: Door, query: URLSearchParams) {
  const path = (decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded).join('/')
  const match: EndpointMatch | null = matchEndpoint(api, 'GET', path)
  const row = api.find((candidate) => candidate === match?.endpoint)
  if (!match || !row) return null
  const joins = row.joinsBy !== undefined && query.has(row.joinsBy)
  const endpoint: SocketEndpoint = joins ? { ...row, scope: 'mint' } : row
  return { ...match, endpoint }
}

/** Completes a destination by its query. */
export function findSocketRoute(
  destination: SocketDestination,
  query: string,
  rules: ModelRules,
): Result<SocketRoute> {
  const { door, endpoint, provider } = destination
  const asked = modelAsked(destination, query)
  if (!asked.ok) return asked
  const found = findRoute(destination, null, rules)
  if (!found.ok) return found
  const gateway = provider.sockets?.slug
  const route = {
    ...found.value,
    provider: gateway === undefined ? provider : { ...provider, gateway },
    path: endpoint?.at ?? found.value.path,
    endpoint,
    model: asked.value,
  }
  if (door.provider || asked.value === null) return accept({ route, endpoint, query })

  const target = findModel(asked.value, rules)
  if (!target.ok) return target
  if (target.value.provider !== provider) return elsewhere(asked.value)
  const { model } = target.value
  return accept({ route, endpoint, query: model === asked.value ? query : withModel(query, endpoint, model) })
}

/** The frame that names a socket's model, where one does. */
export function modelFrame(endpoint: SocketEndpoint | null): ModelFrame | null {
  const modelIn = endpoint?.modelIn
  return typeof modelIn === 'object' && 'frame' in modelIn ? modelIn : null
}

function modelParameter(endpoint: SocketEndpoint | null): string | null {
  const modelIn = endpoint?.modelIn
  return typeof modelIn === 'object' && 'query' in modelIn ? modelIn.query : null
}

/** The model that path or query names; null where neither does. */
function modelAsked({ match, endpoint, door }: SocketDestination, query: string): Result<string | null> {
  if (endpoint?.modelIn === 'path') return accept(match?.params['model'] ?? door.decoded.join('/'))
  const parameter = modelParameter(endpoint)
  if (parameter === null) return accept(null)
  const named = new URLSearchParams(query).getAll(parameter)
  if (named.length <= 1) return accept(named[0] || null)
  return refuse('bad_request', `The query has \`${parameter}\` twice. Send it once.`, { param: parameter })
}

function withModel(query: string, endpoint: SocketEndpoint | null, model: string): string {
  const changed = new URLSearchParams(query)
  changed.set(modelParameter(endpoint) ?? 'model', model)
  return changed.toString()
}

function noSocket({ endpoint }: Door): Refused {
  return refuse(
    'not_found',
    `AI Gateway serves no WebSocket at \`${quote(endpoint)}\`. Send a plain request.`,
  )
}

function elsewhere(model: string): Refused {
  return refuse(
    'wrong_door',
    `The model \`${quote(model)}\` is not served on this socket. Use its provider's own door, /{provider}/….`,
    { param: 'model' },
  )
}
