import type { JsonBody } from '../body/json.ts'
import { hasEscapedLetter, repeatedMember } from '../body/members.ts'
import type { Caller } from '../keys/check.ts'
import { allowsModel } from '../keys/models.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { bareModel } from './model.ts'
import { modelsNamed, namesSeveralModels } from './named-models.ts'
import type { Destination } from './destination.ts'
import type { Route } from './route.ts'
import { mayHoldAddress, ownAddressNamed } from './stored-addresses.ts'
import { mayNameStoredObject, storedObjectNamed } from './stored-objects.ts'

/** Whether the key may use this endpoint at all: known from the path, so told before a body is read. */
export function permitEndpoint(caller: Caller, { match, door, provider }: Destination): Result<null> {
  const needed = match?.endpoint.scope ?? provider?.unlisted ?? 'storage'
  if (caller.scopes.includes(needed)) return accept(null)
  const why = match ? '' : ' (Tollgate does not know this path)'
  return refuse(
    'scope_required',
    `This key may not use ${quote(door.endpoint) || 'this path'}: it needs the scope \`${needed}\`${why}. Ask whoever runs this Tollgate to add it to the key's \`scopes\`.`,
    { details: { scope: needed } },
  )
}

/** Those of a chain's routes that the key may go; if it may go none, why not the first. */
export function permitRoutes(
  caller: Caller,
  routes: readonly Route[],
  method: string,
  body: JsonBody | null,
): Result<readonly Route[]> {
  const permits = routes.map((route) => permitRequest(caller, route, method, body))
  const permitted = routes.filter((_, index) => permits[index]?.ok)
  const refused = permits.find((permit): permit is Refused => !permit.ok)
  return permitted.length > 0 || refused === undefined ? accept(permitted) : refused
}

/** Whether the key may reach what the request names: its models, and stored objects of the upstream account. */
export function permitRequest(
  caller: Caller,
  route: Route,
  method: string,
  body: JsonBody | null,
): Result<null> {
  const models = caller.models === null ? accept(null) : permitModels(caller.models, route, method, body)
  if (!models.ok || body === null || caller.scopes.includes('storage')) return models
  const hosts = route.provider.ownHosts ?? []
  const mayHold = hosts.length > 0 && mayHoldAddress(body.text)
  if (!mayHold && !mayNameStoredObject(body.text)) return models
  const once = readOnce(body)
  if (!once.ok) return once
  const stored = storedObjectNamed(body.value) ?? (mayHold ? ownAddressNamed(body.value, hosts) : null)
  if (stored === null) return models
  return refuse(
    'scope_required',
    `The field \`${stored}\` names an object stored in the upstream account: this key needs the scope \`storage\` for that.`,
    { param: stored, details: { scope: 'storage' } },
  )
}

/** What stands below a member that is there twice, `JSON.parse` cannot show: an upstream may read the other one. */
function readOnce({ text }: JsonBody): Result<null> {
  const repeated = repeatedMember(text, 'any')
  if (repeated === null) return accept(null)
  return refuse('bad_request', `The request body has the field \`${quote(repeated)}\` twice. Send it once.`, {
    param: quote(repeated),
  })
}

function permitModels(
  globs: readonly string[],
  route: Route,
  method: string,
  body: JsonBody | null,
): Result<null> {
  const { model, modelInPath, endpoint, provider } = route
  const orders = endpoint === null || endpoint.leavesModel === true
  const computes = orders ? method !== 'GET' && method !== 'HEAD' : endpoint.json === true
  if (model === null && computes) {
    return refuse(
      'model_not_allowed',
      'This key may use certain models only, and this request leaves the choice of a model to the provider.',
      { param: 'model' },
    )
  }
  if (body !== null && (namesSeveralModels(body.text) || hasEscapedLetter(body.text))) {
    const once = readOnce(body)
    if (!once.ok) return once
  }
  // Where the path names a model, upstream ignores the one at the top of the body.
  const { model: ignored, ...rest } = body?.value ?? {}
  const named = modelsNamed(modelInPath ? rest : { model: ignored, ...rest })
  for (const asked of new Set(model === null ? named : [model, ...named])) {
    const names = asked === model ? routeNames(route, asked) : namesOf(asked, provider)
    if (allowsModel(globs, names)) continue
    return refuse('model_not_allowed', `This key may not use the model \`${quote(asked)}\`.`, {
      param: 'model',
    })
  }
  return accept(null)
}

/** All names of the model that a route is for: also those by which an alias leads to it. */
export function routeNames({ provider, upstreamModel, placedModel }: Route, asked: string): string[] {
  const reached = [upstreamModel, placedModel].filter((name) => name !== null)
  return [...new Set([asked, ...reached].flatMap((name) => namesOf(name, provider)))]
}

/** Every name that a key's `models` is tried on: as asked, bare, and `provider/model` by each of its names. */
function namesOf(asked: string, provider: Provider): string[] {
  const known = [provider.slug, ...(provider.names ?? [])]
  const prefix = known.find((name) => asked.toLowerCase().startsWith(`${name}/`))
  const bare = bareModel(prefix === undefined ? asked : asked.slice(prefix.length + 1), provider)
  return [...new Set([asked, bare, ...known.map((name) => `${name}/${bare}`)])]
}
