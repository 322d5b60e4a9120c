import type { JsonBody } from '../body/json.ts'
import type { JsonObject } from '../body/objects.ts'
import type { BoundName } from '../endpoints/endpoint.ts'
import type { Route } from '../route/route.ts'
import { type Bound, inputWith } from './bound.ts'

/** The provider's own free count of a request that is not made. */
export interface Counting {
  /** Below the provider's slug, as `Route.path`; POST, with the headers of the request itself. */
  path: string
  /** JSON, written when it is asked for. */
  readonly body: string
  /** The count in its answer; null where there is none. */
  read: (answer: unknown) => number | null
}

interface CountWay {
  path: (path: string) => string
  body: (body: JsonObject, model: string | null) => JsonObject
  read: string
}

function only(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))
}

const messagesMembers =
  'model messages system tools tool_choice thinking output_config context_management mcp_servers'.split(' ')
const responsesMembers =
  'model input instructions previous_response_id conversation tools tool_choice text reasoning truncation parallel_tool_calls'.split(
    ' ',
  )

/** What each count takes of a request; it refuses what it does not know. */
const ways: Readonly<Partial<Record<BoundName, CountWay>>> = {
  // https://docs.anthropic.com/en/api/messages-count-tokens
  messages: {
    path: (path) => `${path}/count_tokens`,
    body: (body) => only(body, messagesMembers),
    read: 'input_tokens',
  },
  // https://platform.openai.com/docs/api-reference/responses/input-tokens
  responses: {
    path: (path) => `${path}/input_tokens`,
    body: (body) => only(body, responsesMembers),
    read: 'input_tokens',
  },
  // https://ai.google.dev/api/tokens
  generate: {
    path: (path) => path.replace(/:(stream)?generateContent$/i, ':countTokens'),
    body: (body, model) => ({ generateContentRequest: { model: `models/${model ?? ''}`, ...body } }),
    read: 'totalTokens',
  },
}

/** How a request's input can be counted for nothing, or null. */
export function countingOf(route: Route, json: JsonBody): Counting | null {
  const { endpoint, root, path, model, upstreamModel } = route
  const way =
    typeof endpoint?.bound === 'string' && endpoint.bound !== 'free' ? ways[endpoint.bound] : undefined
  // A stored prompt is not known to the count.
  if (!way || root?.counts !== true || (json.value['prompt'] ?? null) !== null) return null
  const name = upstreamModel ?? model
  return {
    path: way.path(path),
    get body() {
      const asked = way.body(json.value, name)
      const renamed = upstreamModel !== null && 'model' in asked
      return JSON.stringify(renamed ? { ...asked, model: upstreamModel } : asked)
    },
    read: (answer) => {
      const count: unknown =
        typeof answer === 'object' && answer !== null ? Reflect.get(answer, way.read) : null
      return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
    },
  }
}

/** By how much a count may be wrong: it is an estimate. https://docs.anthropic.com/en/docs/build-with-claude/token-counting */
function atMost(count: number): number {
  return count + Math.ceil(count / 100) + 64
}

/** The bound with the provider's count of its input in place of its own; turns of hosted tools keep their windows. */
export function countedBound(bound: Bound, count: number): Bound {
  const { turns, brought } = bound
  const inputTokens = inputWith(atMost(count), turns - 1, brought)
  return { ...bound, inputTokens, windows: turns > 1 && brought === null ? turns : 0 }
}
