import type { Endpoint } from '../endpoints/endpoint.ts'
import { matchEndpoint } from '../endpoints/endpoint.ts'
import type { Provider, Root } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import type { ModelTarget } from './model.ts'
import { ownEndpoint } from './own-endpoint.ts'
import { matchRoots } from './roots.ts'

/** How a target is reached from a neutral door. */
export interface Reach {
  /** The path below the provider's slug, encoded. */
  path: string
  /** Where the API begins in it. */
  place: string
  root: Root | null
  endpoint: Endpoint | null
  /** The name that the provider knows the model by. */
  model: string
  /** The path names the model, and the body's would be ignored. */
  modelInPath: boolean
  /** It goes up in another API's words than it came in: a chat as Anthropic's messages, or these as a chat. */
  translated: boolean
}

/** The API's own path of a request on a neutral door: what stands below `/v1`. */
function apiPath(door: Door): readonly string[] {
  return door.name === 'openai' ? door.segments : door.segments.slice(1)
}

/** A target of the OpenAI door, for the endpoint that the client asked for. */
export function reachOpenai(target: ModelTarget, door: Door, endpoint: Endpoint | null): Result<Reach> {
  const { provider } = target
  const at = provider.openaiElsewhere?.[door.decoded[0] ?? ''] ?? provider.openaiAt
  if (at !== undefined) return reach(target, at, apiPath(door), endpoint)
  if (provider.anthropicAt === undefined || !isChat(door)) return wrongDoor(target)
  const reached = reach(target, provider.anthropicAt, ['messages'], null)
  if (!reached.ok) return reached
  const match = reached.value.root && matchEndpoint(reached.value.root.api, 'POST', 'messages')
  if (!match) return wrongDoor(target)
  return accept({ ...reached.value, endpoint: match.endpoint, translated: true })
}

/** A target of the Anthropic door. A count of tokens keeps its endpoint where Tollgate has to make it. */
export function reachAnthropic(target: ModelTarget, door: Door, endpoint: Endpoint | null): Result<Reach> {
  const { anthropicAt, anthropicModels, openaiAt } = target.provider
  const isThere = anthropicModels?.test(target.model) ?? true
  if (anthropicAt !== undefined && isThere) return reach(target, anthropicAt, apiPath(door), endpoint)
  if (openaiAt === undefined || !isMessages(door)) return wrongDoor(target)
  const reached = reach(target, openaiAt, chatPath, null)
  if (!reached.ok) return reached
  const match = reached.value.root && matchEndpoint(reached.value.root.api, 'POST', chatPath.join('/'))
  if (!match) return wrongDoor(target)
  return accept({
    ...reached.value,
    endpoint: isTokenCount(door) ? endpoint : match.endpoint,
    translated: true,
  })
}

/** A target of the Gemini door, whose paths name the model: only the vendor's own models have such paths. */
export function reachGemini(target: ModelTarget, door: Door, endpoint: Endpoint | null): Result<Reach> {
  const { provider, model } = target
  const index = door.decoded.indexOf('models') + 1
  // Decoded: some clients encode the colon.
  const verb = /:[a-zA-Z]+$/.exec(door.decoded[index] ?? '')?.[0] ?? ''
  if (provider.door !== door.name || index === 0 || !pathSafe.test(model)) return wrongDoor(target)
  const segments = door.segments.with(index, `${model}${verb}`)
  const [place = ''] = door.segments
  const { root } = matchRoots(provider, 'POST', door.decoded)
  const path = joined(provider, '', segments)
  return accept({ path, place, root, endpoint, model, modelInPath: true, translated: false })
}

const chatPath = ['chat', 'completions']

function isMessages({ decoded }: Pick<Door, 'decoded'>): boolean {
  return /^messages(\/count_tokens)?\/?$/i.test(decoded.slice(1).join('/'))
}

/** Whether a request to the Anthropic door asks how many tokens another one would have. */
export function isTokenCount({ decoded }: Pick<Door, 'decoded'>): boolean {
  return /^messages\/count_tokens\/?$/i.test(decoded.slice(1).join('/'))
}

export function isChat({ decoded }: Pick<Door, 'decoded'>): boolean {
  return /^chat\/completions\/?$/i.test(decoded.join('/'))
}

function reach(
  target: ModelTarget,
  at: string,
  segments: readonly string[],
  endpoint: Endpoint | null,
): Result<Reach> {
  const filled = fill(at, target)
  if (!filled.ok) return filled
  const { place, model } = filled.value
  const root = rootOf(target.provider, at, segments)
  return accept({
    path: joined(target.provider, place, segments),
    place,
    root,
    endpoint: endpoint && ownEndpoint(root, segments, endpoint),
    model,
    modelInPath: at.includes('{model}'),
    translated: false,
  })
}

/** Two APIs can begin at the same place. */
function rootOf({ roots }: Provider, at: string, segments: readonly string[]): Root | null {
  const there = roots.filter((root) => root.at === at)
  const serves = (root: Root): boolean => matchEndpoint(root.api, 'POST', segments.join('/')) !== null
  return there.find(serves) ?? there[0] ?? null
}

/** The path of a request below its provider's slug, where the API's own path stands after `place`. */
export function joined({ prefix = '' }: Provider, place: string, segments: readonly string[]): string {
  return [prefix, place, segments.join('/')].filter((part) => part !== '').join('/')
}

const placeName = /\{(\w+)\}/g
/** What a name may have in it that becomes part of a path. */
const pathSafe = /^(?!\.{1,2}$)[A-Za-z0-9._:@-]+$/

/** `{resource}/{model}` filled from `my-resource/my-deployment`: the leading parts of the name, in their order. */
function fill(at: string, target: ModelTarget): Result<{ place: string; model: string }> {
  const names = [...at.matchAll(placeName)].map(([, name = '']) => name).filter((name) => name !== 'model')
  if (names.length === 0 && !at.includes('{model}')) return accept({ place: at, model: target.model })
  if (!target.placed) return wrongDoor(target)
  const parts = target.model.split('/')
  const model = parts.slice(names.length).join('/')
  const values = new Map([
    ...names.map((name, index) => [name, parts[index] ?? ''] as const),
    ['model', model],
  ])
  const inPath = [...at.matchAll(placeName)].map(([, name = '']) => values.get(name) ?? '')
  if (model === '' || !inPath.every((part) => pathSafe.test(part))) return misplaced(target.provider, names)
  return accept({ place: at.replace(placeName, (_, name: string) => values.get(name) ?? ''), model })
}

function misplaced({ slug }: Provider, names: readonly string[]): Refused {
  const form = [slug, ...[...names, 'model'].map((name) => `{${name}}`)].join('/')
  return refuse('model_not_found', `A model of this provider is written as ${form}.`, { param: 'model' })
}

function wrongDoor({ provider, asked }: ModelTarget): Refused {
  const instead = provider.instead ?? (provider.openaiAt === undefined ? '' : asChat)
  return refuse('wrong_door', `The model \`${quote(asked)}\` is not served on this path. ${instead}`.trim(), {
    param: 'model',
  })
}

const asChat = 'Send this to /v1/chat/completions (base URL with /v1).'
