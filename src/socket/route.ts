import { matchEndpoint, type EndpointMatch } from '../endpoints/endpoint.ts'
import type { ModelFrame, SocketEndpoint } from '../endpoints/socket.ts'
import { providerBehind } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import type { Door } from '../route/door.ts'
import { findModel, type ModelRules } from '../route/model.ts'
import type { Destination } from '../route/destination.ts'
import { readParameter } from '../route/parameter.ts'
import { parametersOf } from '../route/path.ts'
import { type Route, routeTo } from '../route/route.ts'

/** Where one socket goes. */
export interface SocketRoute {
  route: Route
  /** The table's row, or null for a path that no table knows. */
  endpoint: SocketEndpoint | null
  /** The query, its model by the name that the upstream knows it by. */
  query: string
  /** That name for one in a message; null where the path decides, and a name is the upstream's own. */
  upstreamName: ((model: string) => Result<string>) | null
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
  const match = matchSocket(api, door, parametersOf(query))
  // What no table knows may still be there on a provider's own door.
  if (!match && door.name !== 'provider') return noSocket(door)
  return accept({ door, method: 'GET', provider, root: null, match, endpoint: match?.endpoint ?? null })
}

function matchSocket(api: readonly SocketEndpoint[], { decoded }: Door, query: URLSearchParams) {
  const path = (decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded).join('/')
  const match: EndpointMatch | null = matchEndpoint(api, 'GET', path)
  const row = api.find((candidate) => candidate === match?.endpoint)
  if (!match || !row) return null
  const joins = [...query.keys()].some((name) => name.toLowerCase() === row.joinsBy)
  const endpoint: SocketEndpoint = joins ? { ...row, scope: 'mint' } : row
  return { ...match, endpoint }
}

/** Completes a destination by its query. */
export function findSocketRoute(
  destination: SocketDestination,
  query: string,
  rules: Omit<ModelRules, 'aliases' | 'random'>,
): Result<SocketRoute> {
  const { door, endpoint, provider } = destination
  const asked = modelAsked(destination, query)
  if (!asked.ok) return asked
  const own = routeTo(destination, provider, null)
  const gateway = provider.sockets?.slug
  const route = {
    ...own,
    provider: gateway === undefined ? provider : { ...provider, gateway },
    path: endpoint?.at ?? own.path,
    endpoint,
    model: asked.value,
  }
  if (door.provider) return accept({ route, endpoint, query, upstreamName: null })

  const named = (model: string): Result<string> => {
    const target = findModel(model, rules)
    if (!target.ok) return target
    return target.value.provider === provider ? accept(target.value.model) : elsewhere(model)
  }
  // A bare name that stands in no table may be the newest of the upstream's own.
  const upstreamName = (model: string): Result<string> => (model.includes('/') ? named(model) : accept(model))
  if (asked.value === null) return accept({ route, endpoint, query, upstreamName })
  const model = named(asked.value)
  if (!model.ok) return model
  const changed = model.value === asked.value ? query : withModel(query, endpoint, model.value)
  return accept({ route, endpoint, query: changed, upstreamName })
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
  const named = readParameter(query, parameter)
  return named.ok ? accept(named.value || null) : named
}

function withModel(query: string, endpoint: SocketEndpoint | null, model: string): string {
  const changed = parametersOf(query)
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
