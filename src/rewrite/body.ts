import type { JsonBody } from '../body/json.ts'
import { type Change, splice } from '../body/splice.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'

/** A JSON body on its way up. */
export interface UpstreamBody {
  text: string
  /** The client wants a stream. */
  streams: boolean
  /** `ours`: Tollgate asked for the usage chunk, the client did not. `unwanted`: the client said no to it. */
  usageChunk: 'not_ours' | 'ours' | 'unwanted'
}

/** Changes what must change in a body, and nothing else: the model's name, and a stream's `include_usage`. */
export function upstreamBody(
  route: Route,
  body: JsonBody,
  url: Pick<URL, 'searchParams'>,
  { asksUsage = true, changes: more = [] }: { asksUsage?: boolean; changes?: readonly Change[] } = {},
): Result<UpstreamBody> {
  const changes: Change[] = [...more]
  if (route.upstreamModel !== null && !route.modelInPath) {
    changes.push({ path: ['model'], value: JSON.stringify(route.upstreamModel) })
  }
  const stream = body.value['stream'] ?? false
  if (typeof stream !== 'boolean') {
    return refuse('bad_request', 'The field `stream` must be true or false.', { param: 'stream' })
  }
  const asked = usageAsked(body.value['stream_options'])
  if (!asked.ok) return asked
  const asks = asksUsage && stream && route.endpoint?.streamOptions === true && mayAsk(route, url, body)
  const ours = asks && asked.value !== true
  if (ours) changes.push({ path: ['stream_options', 'include_usage'], value: 'true' })
  // The Responses API states usage unasked, and answers 400 to a client that asks for it as in a chat.
  if (route.chatTurnedResponses && asked.value !== null)
    changes.push({ path: ['stream_options'], value: '{}' })
  return accept({
    text: changes.length === 0 ? body.text : splice(body, changes),
    streams: stream || route.endpoint?.streams === true,
    usageChunk: !ours ? 'not_ours' : asked.value === false ? 'unwanted' : 'ours',
  })
}

function usageAsked(options: unknown): Result<boolean | null> {
  if (options === undefined || options === null) return accept(null)
  if (typeof options !== 'object' || Array.isArray(options)) {
    return refuse('bad_request', 'The field `stream_options` must be an object.', { param: 'stream_options' })
  }
  const asked: unknown = Reflect.get(options, 'include_usage')
  if (asked === undefined || asked === null) return accept(null)
  if (typeof asked === 'boolean') return accept(asked)
  return refuse('bad_request', 'The field `stream_options.include_usage` must be true or false.', {
    param: 'stream_options.include_usage',
  })
}

function mayAsk({ root, provider }: Route, url: Pick<URL, 'searchParams'>, body: JsonBody): boolean {
  const asks = root?.asksUsage ?? false
  if (typeof asks === 'boolean') return asks
  return asks(
    new URLSearchParams({ ...provider.defaultQuery, ...Object.fromEntries(url.searchParams) }),
    body.value,
  )
}
