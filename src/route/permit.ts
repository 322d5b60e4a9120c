import type { JsonBody } from '../body/json.ts'
import type { Caller } from '../keys/check.ts'
import { allowsModel } from '../keys/models.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { bareModel } from './model.ts'
import { modelsNamed } from './named-models.ts'
import type { Destination, Route } from './route.ts'
import { storedObjectNamed } from './stored-objects.ts'

/** Whether the key may use this endpoint at all: known from the path, so told before a body is read. */
export function permitEndpoint(caller: Caller, { match, door }: Destination): Result<null> {
  const needed = match?.endpoint.scope ?? 'storage'
  if (caller.scopes.includes(needed)) return accept(null)
  const why = match ? '' : ' (Tollgate does not know this path)'
  return refuse(
    'scope_required',
    `This key may not use ${quote(door.endpoint)}: it needs the scope \`${needed}\`${why}. Ask whoever runs this Tollgate to add it to the key's \`scopes\`.`,
    { details: { scope: needed } },
  )
}

/** Whether the key may reach what the request names: its models, and stored objects of the upstream account. */
export function permitRequest(
  caller: Caller,
  route: Route,
  method: string,
  body: JsonBody | null,
): Result<null> {
  const models = permitModels(caller, route, method, body)
  if (!models.ok) return models
  const stored =
    body === null || caller.scopes.includes('storage') ? null : storedObjectNamed(body.value, body.text)
  if (stored === null) return accept(null)
  return refuse(
    'scope_required',
    `The field \`${stored}\` names an object stored in the upstream account: this key needs the scope \`storage\` for that.`,
    { param: stored, details: { scope: 'storage' } },
  )
}

function permitModels(caller: Caller, route: Route, method: string, body: JsonBody | null): Result<null> {
  if (caller.models === null) return accept(null)
  const asked = new Set(body === null ? [] : modelsNamed(body.value))
  if (route.model !== null) asked.add(route.model)
  if (asked.size === 0) {
    if (method === 'GET' || method === 'HEAD') return accept(null)
    return refuse(
      'model_not_allowed',
      'This key may use certain models only, and this request names none that Tollgate can check.',
      { param: 'model' },
    )
  }
  for (const model of asked) {
    if (allowsModel(caller.models, namesOf(model, route.provider))) continue
    return refuse('model_not_allowed', `This key may not use the model \`${quote(model)}\`.`, {
      param: 'model',
    })
  }
  return accept(null)
}

/** Every name that a key's `models` is tried on: as asked, bare, and `provider/model`. */
function namesOf(asked: string, provider: Provider): string[] {
  const known = [provider.slug, ...(provider.names ?? [])]
  const prefix = known.find((name) => asked.toLowerCase().startsWith(`${name}/`))
  const bare = bareModel(prefix === undefined ? asked : asked.slice(prefix.length + 1), provider)
  return [...new Set([asked, bare, `${provider.slug}/${bare}`])]
}
