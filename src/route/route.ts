import type { JsonBody } from '../body/json.ts'
import type { Endpoint, EndpointMatch } from '../endpoints/endpoint.ts'
import { type Charged, chargeOf } from '../providers/charge.ts'
import type { Provider, Root } from '../providers/provider.ts'
import { providerBehind } from '../providers/index.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import { findModel, type ModelRules } from './model.ts'
import { isResponsesBody, responsesAt } from './responses-body.ts'
import { matchRoots } from './roots.ts'

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
  /** What the operator says that it costs, once it is answered 2xx; null where nobody said. */
  charge: Charged | null
  /** It came as a chat and goes as what its body is, a request of the Responses API. */
  chatTurnedResponses: boolean
}

/** What the path alone tells, before any body is read. */
export interface Destination {
  door: Door
  method: string
  /** Null where the model of the body will decide. */
  provider: Provider | null
  match: EndpointMatch | null
  root: Root | null
  /** As sent, without `?`; where the table says that it names the model. */
  query?: string
}

/** The endpoint that a request is for. On the OpenAI door its provider is open until the body names a model. */
export function findDestination(door: Door, method: string, query = ''): Destination {
  if (door.provider)
    return {
      door,
      method,
      query,
      provider: door.provider,
      ...matchRoots(door.provider, method, door.decoded),
    }
  const home = providerBehind(door.dialect)
  const found = matchRoots(home, method, door.decoded)
  return { door, method, query, provider: found.match?.endpoint.json ? null : home, ...found }
}

const jsonMembers: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'include_usage'])

/**
 * The members that are read of every body; null where nothing in the body decides anything. Each is searched in the
 * whole text, so they are few: what only some keys' rules read, those rules see to (permit.ts).
 */
export function membersRead({ match }: Destination): ReadonlySet<string> | null {
  if (!match?.endpoint.json) return null
  const { modelMember } = match.endpoint
  return modelMember === undefined ? jsonMembers : new Set([...jsonMembers, modelMember])
}

/** Completes a destination by what the body says. */
export function findRoute(
  { door, method, query = '', provider, match, root }: Destination,
  body: JsonBody | null,
  rules: ModelRules,
): Result<Route> {
  const endpoint = match?.endpoint ?? null
  const inBody = endpoint?.modelParameter
    ? modelIn(query, endpoint.modelParameter)
    : modelOf(body, endpoint?.modelMember)
  if (!inBody.ok) return inBody
  // Where the path names a model, upstream ignores the body's.
  const inPath = match?.params['model']
  const model = inPath ?? inBody.value
  const routeTo = (to: Provider, more: Partial<Route> = {}): Route => ({
    door,
    provider: to,
    path: pathOf(to, door),
    endpoint,
    root,
    model,
    modelInPath: inPath !== undefined,
    upstreamModel: null,
    charge: chargeOf(to.charges ?? [], method, door.decoded),
    chatTurnedResponses: false,
    ...more,
  })
  if (provider) return accept(routeTo(provider))
  if (model === null) {
    if (endpoint?.modelOptional) return accept(routeTo(providerBehind(door.dialect)))
    return refuse('bad_request', 'The request body has no `model`.', { param: 'model' })
  }
  const target = findModel(model, rules)
  if (!target.ok) return target
  const { provider: to } = target.value
  const at = to.openaiElsewhere?.[door.decoded[0] ?? ''] ?? to.openaiAt ?? ''
  const found = {
    root: to.roots.find((candidate) => candidate.at === at) ?? null,
    upstreamModel: target.value.model === model ? null : target.value.model,
  }
  if (!isResponsesBody(door, body)) return accept(routeTo(to, { ...found, path: pathOf(to, door, at) }))
  const turned = responsesAt(door, to, found.root)
  if (!turned.ok) return turned
  const path = pathOf(to, turned.value.door, at)
  return accept(routeTo(to, { ...found, ...turned.value, path, chatTurnedResponses: true }))
}

function pathOf({ prefix = '' }: Provider, { segments }: Door, at = ''): string {
  return [prefix, at, segments.join('/')].filter((part) => part !== '').join('/')
}

function modelIn(query: string, parameter: string): Result<string | null> {
  const [model = null, ...more] = new URLSearchParams(query).getAll(parameter)
  if (more.length === 0) return accept(model)
  return refuse('bad_request', `The query has \`${parameter}\` twice. Send it once.`, { param: parameter })
}

function modelOf(body: JsonBody | null, member = 'model'): Result<string | null> {
  const model = body?.value[member]
  if (model === undefined || model === null) return accept(null)
  if (typeof model === 'string' && model !== '') return accept(model)
  return refuse('bad_request', `The field \`${member}\` must be a text that is not empty.`, { param: member })
}
