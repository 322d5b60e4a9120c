import type { JsonBody } from '../body/json.ts'
import type { Endpoint } from '../endpoints/endpoint.ts'
import type { TargetOptions } from '../keys/aliases.ts'
import type { Charged } from '../providers/charge.ts'
import type { Provider, Root } from '../providers/provider.ts'
import { providerBehind } from '../providers/index.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { chainOf } from './alias.ts'
import { chargeOfRequest } from './charged.ts'
import type { Destination } from './destination.ts'
import type { Door } from './door.ts'
import { findModels, type ModelRules, type ModelTarget } from './model.ts'
import { readParameter } from './parameter.ts'
import { joined, type Reach, reachAnthropic, reachGemini, reachOpenai } from './reach.ts'
import { isResponsesBody, responsesAt } from './responses-body.ts'

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
  /** The model's name for the upstream, where it is not the one asked for. */
  upstreamModel: string | null
  /** The same with the places before it that are part of the path (a region, a resource); null where the path decided. */
  placedModel: string | null
  /** What the operator says that it costs, once it is answered 2xx; null where nobody said. */
  charge: Charged | null
  /** It came as a chat and goes as what its body is, a request of the Responses API. */
  chatTurnedResponses: boolean
  /** It came as a chat and goes as Anthropic's messages, or the other way round. */
  translated: boolean
  /** What the operator says of the alias that led here. */
  options: TargetOptions | null
}

/** Completes a destination by what the body says: one route, or the chain of an alias in the order of its attempts. */
export function findRoutes(
  destination: Destination,
  body: JsonBody | null,
  rules: ModelRules,
): Result<readonly Route[]> {
  const asked = modelAsked(destination, body)
  if (!asked.ok) return asked
  const { door, provider } = destination
  const model = asked.value
  const own = (to: Provider): Result<readonly Route[]> => accept([routeTo(destination, to, model)])
  if (door.name === 'provider') return own(provider ?? providerBehind(door.dialect))
  const home = providerBehind(door.name)
  if (provider !== null && !mayLeadElsewhere(destination, model, rules)) return own(provider)
  if (model === null) {
    if (destination.match?.endpoint.modelOptional) return own(home)
    return refuse('bad_request', 'The request body has no `model`.', { param: 'model' })
  }
  const targets = findModels(model, rules)
  if (targets.ok) return reached(destination, targets.value, model, body)
  // What its own API is called with, its vendor knows best: the newest of its names stand in no table.
  return provider === null ? targets : own(provider)
}

/** Whether a door that has a provider behind it lets the model decide all the same. */
function mayLeadElsewhere(
  { door, match }: Destination,
  model: string | null,
  { aliases }: ModelRules,
): boolean {
  if (match?.endpoint.json !== true || model === null) return false
  // Where paths name models, an alias alone can put another of the same API in a model's place.
  if (match.params['model'] !== undefined) return chainOf(model, aliases) !== null
  return door.name === 'anthropic' && door.dialect === door.name
}

/** Those of a chain's targets that the door can reach; if it is none, why the first one is not. */
function reached(
  destination: Destination,
  targets: readonly ModelTarget[],
  model: string,
  body: JsonBody | null,
): Result<readonly Route[]> {
  const found = targets.map((target) => routeOf(destination, target, model, body))
  const routes = found.flatMap((route) => (route.ok ? [route.value] : []))
  const refused = found.find((route): route is Refused => !route.ok)
  return routes.length > 0 || refused === undefined ? accept(routes) : refused
}

const reaches = { openai: reachOpenai, anthropic: reachAnthropic, gemini: reachGemini } as const

function routeOf(
  destination: Destination,
  target: ModelTarget,
  model: string,
  body: JsonBody | null,
): Result<Route> {
  const { door, match } = destination
  if (door.name === 'provider') return accept(routeTo(destination, target.provider, model))
  const reach = reaches[door.name](target, door, match?.endpoint ?? null)
  if (!reach.ok) return reach
  const { provider, options } = target
  const found = { ...fieldsOf(reach.value, model), placedModel: target.model, options }
  if (door.name !== 'openai' || !isResponsesBody(door, body))
    return accept(routeTo(destination, provider, model, found))
  const turned = responsesAt(door, provider, reach.value.root)
  if (!turned.ok) return turned
  const path = joined(provider, reach.value.place, turned.value.door.segments)
  const more = { ...found, ...turned.value, path, chatTurnedResponses: true, translated: false }
  return accept(routeTo(destination, provider, model, more))
}

function fieldsOf(reached: Reach, model: string): Partial<Route> {
  const { place: _place, model: upstream, ...reach } = reached
  return { ...reach, upstreamModel: upstream === model ? null : upstream }
}

/** The route to a provider, by the path alone. */
export function routeTo(
  { door, method, match, root }: Destination,
  provider: Provider,
  model: string | null,
  more: Partial<Route> = {},
): Route {
  return {
    door,
    provider,
    path: joined(provider, '', door.segments),
    endpoint: match?.endpoint ?? null,
    root,
    model,
    modelInPath: match?.params['model'] !== undefined,
    upstreamModel: null,
    placedModel: null,
    charge: chargeOfRequest({ door, method, match, root }, provider),
    chatTurnedResponses: false,
    translated: false,
    options: null,
    ...more,
  }
}

/** Where the path names a model, upstream ignores the body's. */
function modelAsked({ match, query = '' }: Destination, body: JsonBody | null): Result<string | null> {
  const { modelParameter, modelMember } = match?.endpoint ?? {}
  const inBody = modelParameter ? readParameter(query, modelParameter) : modelOf(body, modelMember)
  const inPath = match?.params['model']
  return inBody.ok && inPath !== undefined ? accept(inPath) : inBody
}

function modelOf(body: JsonBody | null, member = 'model'): Result<string | null> {
  const model = body?.value[member]
  if (model === undefined || model === null) return accept(null)
  if (typeof model === 'string' && model !== '') return accept(model)
  return refuse('bad_request', `The field \`${member}\` must be a text that is not empty.`, { param: member })
}
