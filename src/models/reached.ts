import type { Config } from '../keys/config.ts'
import { providerBehind } from '../providers/index.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { type Destination, findDestination } from '../route/destination.ts'
import { findModels } from '../route/model.ts'
import { findRoutes, type Route } from '../route/route.ts'
import type { ModelsAsked } from './asked.ts'

/** Where a request for an answer of this model would go, by the rules that hold for every request. */
export function routesOf(
  door: ModelsAsked['door'],
  id: string,
  config: Pick<Config, 'aliases' | 'defaultProvider' | 'mounts'>,
): Result<readonly Route[]> {
  const rules = { ...config, configProblem: null, random: () => 0 }
  const targets = findModels(id, rules)
  if (!targets.ok) return targets
  const found = findRoutes(askingFor(door, id), { text: '', value: { model: id } }, rules)
  if (!found.ok) return found
  // A door's own provider gets whatever no rule sends elsewhere, which makes it no model of that provider.
  const meant = new Set(targets.value.map(({ provider }) => provider))
  const routes = found.value.filter(({ provider, endpoint }) => endpoint !== null && meant.has(provider))
  return routes.length > 0 ? accept(routes) : notHere(id)
}

/** The request that every client of a door makes. */
function askingFor(door: ModelsAsked['door'], id: string): Destination {
  if (door === 'gemini') return destinationOf(door, ['v1beta', 'models', `${id}:generateContent`])
  return door === 'openai' ? chat : messages
}

function destinationOf(door: ModelsAsked['door'], path: readonly string[]): Destination {
  const provider = door === 'openai' ? null : providerBehind(door)
  const asked = { name: door, dialect: door, provider, segments: path, decoded: path }
  return findDestination({ ...asked, endpoint: path.join('/') }, 'POST')
}

const chat = destinationOf('openai', ['chat', 'completions'])
const messages = destinationOf('anthropic', ['v1', 'messages'])

function notHere(id: string): Result<never> {
  return refuse('model_not_found', `The model \`${quote(id)}\` is not served on this path.`, {
    param: 'model',
  })
}
