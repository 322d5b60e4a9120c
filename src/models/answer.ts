import type { Admission } from '../keys/store.ts'
import { ownHeaders } from '../refusal/own-headers.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { findDestination } from '../route/destination.ts'
import type { Door } from '../route/door.ts'
import { permitEndpoint, permitRoutes } from '../route/permit.ts'
import type { ModelsAsked } from './asked.ts'
import { aliasOwner, type Offered, offeredAt } from './offered.ts'
import { routesOf } from './reached.ts'
import { shapes } from './shapes.ts'

/** The request as it came in; `query` without `?`. */
interface Asking {
  id: string
  method: string
  query: string
}

/** The models that a key may use on a door, or one of them, as the door's clients read them. */
export function answerModels(
  asked: ModelsAsked,
  door: Door,
  { id: requestId, method, query }: Asking,
  { caller, config }: Pick<Admission, 'caller' | 'config'>,
): Result<Response> {
  const list = { ...door, segments: asked.list, decoded: asked.list, endpoint: 'models' }
  const permitted = permitEndpoint(caller, findDestination(list, 'GET'))
  if (!permitted.ok) return permitted
  const made =
    asked.id === null ? allOf(asked, query, caller, config) : oneOf(asked.door, asked.id, caller, config)
  if (!made.ok) return made
  const body = method === 'HEAD' ? null : JSON.stringify(made.value)
  return accept(new Response(body, { headers: ownHeaders(requestId) }))
}

type Who = Admission['caller']
type What = Admission['config']

function allOf({ door }: ModelsAsked, query: string, caller: Who, config: What): Result<unknown> {
  const usable = offeredAt(door, config).filter(({ routes }) => permitRoutes(caller, routes, 'POST', null).ok)
  return shapes[door].list(usable, query)
}

/** Any name that would be served is a model, also one that stands in no list: the newest, or one that a pattern takes. */
function oneOf(door: ModelsAsked['door'], id: string, caller: Who, config: What): Result<unknown> {
  const routes = routesOf(door, id, config)
  if (!routes.ok) return routes
  const permitted = permitRoutes(caller, routes.value, 'POST', null)
  if (!permitted.ok) return permitted
  return accept(shapes[door].one({ id, owner: ownerOf(permitted.value) }))
}

function ownerOf(routes: Offered['routes']): string {
  const [first] = routes
  return first === undefined || first.options !== null ? aliasOwner : first.provider.slug
}
