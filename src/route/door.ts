import { openai } from '../endpoints/openai.ts'
import { matchEndpoint } from '../endpoints/endpoint.ts'
import { providerAt, providerBehind } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import type { Dialect } from '../refusal/reasons.ts'
import type { GatewaySettings } from '../settings.ts'
import { dropping } from './dropping.ts'
import { forgiven } from './forgiven.ts'
import type { RequestPath } from './path.ts'

/** Whose gateway it is. */
export type GatewayPlace = Pick<GatewaySettings, 'account' | 'gateway'>

/** The doors, as the ledger names them. */
export type DoorName = 'openai' | 'anthropic' | 'gemini' | 'provider'

/** Where a request came in: which API its client speaks and, unless the model decides, which provider it is for. */
export interface Door {
  name: DoorName
  dialect: Dialect
  /** Null on the OpenAI door, where the model decides. */
  provider: Provider | null
  /** The path below the provider's slug; on the OpenAI door the path below `/v1`. Encoded as sent. */
  segments: readonly string[]
  decoded: readonly string[]
  /** The path after the door, for the ledger. */
  endpoint: string
  /** The header that names where a bare path goes, read and written again; `decoded` and `endpoint` are then of that. */
  target?: { header: string; url: string }
}

const accountIdForm = /^[0-9a-f]{32}$/
const geminiVersions = new Set(['v1beta', 'v1alpha'])

/**
 * The door of a path, or null where there is none. Decided by path and by `anthropic-version`, never by where the
 * key was: SDKs change that (https://www.npmjs.com/package/@anthropic-ai/sdk 1.0 sends `authorization`).
 */
export function findDoor(
  path: RequestPath,
  method: string,
  headers: Headers,
  place: GatewayPlace,
): Door | null {
  const { segments, decoded } = forgiven(path)
  const first = decoded[0]?.toLowerCase()
  if (first === undefined) return null
  if (geminiVersions.has(first)) {
    const door = neutral('gemini', segments, decoded)
    return decoded[1] === 'openai' ? { ...door, dialect: 'openai' } : door
  }
  if (first === 'compat') return isChat(decoded, method) ? neutralOpenai(segments, decoded) : null
  if (first !== 'v1') {
    const provider = providerAt(first)
    return provider && ownDoor(provider, segments, decoded, 1)
  }
  const second = decoded[1]
  if (second === undefined || second === '') return null
  if (second === place.account || accountIdForm.test(second)) return swapped(segments, decoded, place)
  if (isGemini(decoded, method, headers)) return neutral('gemini', segments, decoded)
  if (isAnthropic(decoded, method, headers)) return neutral('anthropic', segments, decoded)
  return neutralOpenai(segments, decoded)
}

function neutralOpenai(segments: readonly string[], decoded: readonly string[]): Door {
  const rest = { segments: segments.slice(1), decoded: decoded.slice(1) }
  return { name: 'openai', dialect: 'openai', provider: null, ...rest, endpoint: rest.decoded.join('/') }
}

/** The one endpoint of the gateway's unified API. https://developers.cloudflare.com/ai-gateway/usage/chat-completion/ */
function isChat(decoded: readonly string[], method: string): boolean {
  return method === 'POST' && /^chat\/completions\/?$/i.test(decoded.slice(1).join('/'))
}

/** What a Google SDK says of itself, or `POST /v1/models/{m}:{verb}`: OpenAI's `/v1/models/{id}` can have colons too. */
function isGemini(decoded: readonly string[], method: string, headers: Headers): boolean {
  if (headers.has('x-goog-api-client')) return true
  return (
    method === 'POST' &&
    decoded.length === 3 &&
    decoded[1] === 'models' &&
    /[^:]:[a-zA-Z]+$/.test(decoded[2] ?? '')
  )
}

/** Anthropic's own endpoints, and whatever its clients ask that OpenAI's API computes no answer for. */
function isAnthropic(decoded: readonly string[], method: string, headers: Headers): boolean {
  if (decoded[1] === 'messages') return true
  if (!headers.has('anthropic-version')) return false
  return !matchEndpoint(openai, method, decoded.slice(1).join('/'))?.endpoint.json
}

function neutral(
  name: 'anthropic' | 'gemini',
  segments: readonly string[],
  decoded: readonly string[],
): Door {
  const provider = providerBehind(name)
  return { name, dialect: name, provider, segments, decoded, endpoint: decoded.slice(1).join('/') }
}

/** A provider's own door: `skip` segments name it, the rest goes to it. */
export function ownDoor(
  provider: Provider,
  segments: readonly string[],
  decoded: readonly string[],
  skip: number,
): Door {
  const drop = dropping(provider, decoded.slice(skip))
  const rest = drop(decoded.slice(skip))
  return {
    name: 'provider',
    dialect: provider.dialect,
    provider,
    segments: drop(segments.slice(skip)),
    decoded: rest,
    endpoint: rest.join('/'),
  }
}

/** `/v1/{account}/{gateway}/{provider}/…`, as people who already use AI Gateway have it. */
function swapped(segments: readonly string[], decoded: readonly string[], place: GatewayPlace): Door | null {
  if (decoded[1] !== place.account || decoded[2] !== place.gateway) return null
  if (decoded[3] === 'compat') {
    const below = decoded.slice(3)
    return isChat(below, 'POST') ? neutralOpenai(segments.slice(3), below) : null
  }
  const provider = providerAt(decoded[3] ?? '')
  return provider && ownDoor(provider, segments, decoded, 4)
}

/** The dialect for refusing a path that has no door. */
export function dialectOf({ decoded }: Pick<RequestPath, 'decoded'>, headers: Headers): Dialect {
  if (geminiVersions.has(decoded[0] ?? '')) return 'gemini'
  const anthropic = headers.has('anthropic-version') || decoded[1] === 'messages'
  return anthropic ? 'anthropic' : (providerAt(decoded[0] ?? '')?.dialect ?? 'openai')
}

/** The same for a path that could not be read. */
export function dialectOfUrl({ url, headers }: Pick<Request, 'url' | 'headers'>): Dialect {
  return dialectOf({ decoded: url.split('/').slice(3) }, headers)
}
