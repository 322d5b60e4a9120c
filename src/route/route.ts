import type { JsonBody } from '../body/json.ts'
import { type Endpoint, type EndpointMatch, matchEndpoint } from '../endpoints/endpoint.ts'
import type { Provider, Root } from '../providers/provider.ts'
import { providerBehind } from '../providers/index.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import { findModel, type ModelRules } from './model.ts'
import { modelMembers } from './named-models.ts'
import { storedObjectMembers } from './stored-objects.ts'

/** Where one request goes. */
export interface Route {
  door: Door
  provider: Provider
  /** The path below the provider's slug, encoded as sent. */
  path: string
  /** The table's row, or null for a path that no table knows. */
  endpoint: Endpoint | null
  /** The API that the endpoint belongs to. */
  root: Root | null
  /** The model asked for; null where the request names none that Tollgate reads. */
  model: string | null
  /** The path names the model, and the body's would be ignored. */
  modelInPath: boolean
  /** The model's name for the upstream, where it is not the one in the body. */
  upstreamModel: string | null
}

/** What the path alone tells, before any body is read. */
export interface Destination {
  door: Door
  /** Null where the model of the body will decide. */
  provider: Provider | null
  match: EndpointMatch | null
  root: Root | null
}

/** The endpoint that a request is for. On the OpenAI door its provider is open until the body names a model. */
export function findDestination(door: Door, method: string): Destination {
  if (door.provider)
    return { door, provider: door.provider, ...matchRoots(door.provider, method, door.decoded) }
  const home = providerBehind(door.dialect)
  const found = matchRoots(home, method, door.decoded)
  return { door, provider: found.match?.endpoint.json ? null : home, ...found }
}

const jsonMembers: ReadonlySet<string> = new Set([
  'stream',
  'stream_options',
  'include_usage',
  ...modelMembers,
  ...storedObjectMembers,
])

/** The members of a request's body that some rule reads; null where nothing in the body decides anything. */
export function membersRead({ match }: Destination): ReadonlySet<string> | null {
  return match?.endpoint.json ? jsonMembers : null
}

/** Completes a destination by what the body says. */
export function findRoute(
  { door, provider, match, root }: Destination,
  body: JsonBody | null,
  rules: ModelRules,
): Result<Route> {
  const own = door.segments.join('/')
  const endpoint = match?.endpoint ?? null
  const inBody = modelOf(body)
  if (!inBody.ok) return inBody
  // Where the path names a model, upstream ignores the body's.
  const inPath = match?.params['model']
  const model = inPath ?? inBody.value
  const common = { door, endpoint, model, modelInPath: inPath !== undefined }
  if (provider) return accept({ ...common, provider, path: own, root, upstreamModel: null })

  const home = providerBehind(door.dialect)
  if (model === null) {
    if (endpoint?.modelOptional) {
      return accept({ ...common, provider: home, path: own, root, upstreamModel: null })
    }
    return refuse('bad_request', 'The request body has no `model`.', { param: 'model' })
  }
  const target = findModel(model, rules)
  if (!target.ok) return target
  const at = target.value.provider.openaiAt ?? ''
  return accept({
    ...common,
    provider: target.value.provider,
    path: at === '' ? own : `${at}/${own}`,
    root: target.value.provider.roots.find((candidate) => candidate.at === at) ?? null,
    upstreamModel: target.value.model === model ? null : target.value.model,
  })
}

function modelOf(body: JsonBody | null): Result<string | null> {
  const model = body?.value['model']
  if (model === undefined || model === null) return accept(null)
  if (typeof model === 'string' && model !== '') return accept(model)
  return refuse('bad_request', 'The field `model` must be a text that is not empty.', { param: 'model' })
}

/** The first root of a provider that knows the endpoint. */
function matchRoots(
  provider: Provider,
  method: string,
  decoded: readonly string[],
): { match: EndpointMatch | null; root: Root | null } {
  const path = decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded
  for (const root of provider.roots) {
    const at = root.at === '' ? [] : root.at.split('/')
    const params: Record<string, string> = {}
    const fits = at.every((part, index) => {
      const segment = path[index]
      const name = /^\{(\w+)\}$/.exec(part)?.[1]
      if (name !== undefined && segment !== undefined) params[name] = segment
      return name === undefined ? segment?.toLowerCase() === part : segment !== undefined
    })
    if (!fits) continue
    const match = matchEndpoint(root.api, method, path.slice(at.length).join('/'))
    if (match) return { match: { ...match, params: { ...match.params, ...params } }, root }
  }
  return { match: null, root: null }
}
