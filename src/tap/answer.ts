import type { Dialect } from '../refusal/reasons.ts'
import { refuse } from '../refusal/refusal.ts'
import { answerHeaders, makeOurs } from '../upstream/answer-headers.ts'
import type { Departure } from '../upstream/departure.ts'
import { redress, type RedressContext } from '../upstream/redress.ts'
import type { Ear } from './ear.ts'
import type { Ending, Tapped } from './ending.ts'
import { readErrorBody } from './error-body.ts'
import { filteringTap } from './filtering.ts'
import type { Interpreter } from './interpreter.ts'
import { nothingKept } from './keep.ts'
import { lengthOf } from './native-pipe.ts'
import { passage } from './passage.ts'
import { quietTap } from './quiet.ts'
import { refused } from './refused.ts'
import { retellStream, retellWhole, retoldHeaders } from './retold.ts'
import { usageChunkFilter } from './usage-chunk.ts'
import { isJson, relinkWhole } from './relink.ts'
import type { Relinking } from './relinked.ts'
import { readWhole, smallAnswer } from './whole.ts'

/** What decides how an answer is handed over. */
export interface AnswerContext extends RedressContext {
  method: string
  dialect: Dialect
  departure: Departure
  /** The answer states what it consumed. */
  metered: boolean
  /** Hears all of such an answer, where both of its ends are not enough. */
  ear?: Ear | null
  /** The usage-only chunk is ours and the client must not see it. */
  hidesUsageChunk: boolean
  gatewayPlace: string
  keyFollows?: boolean
  serverTiming: string
  /** Says the answer in the client's words, where the upstream speaks others. */
  interpreter: Interpreter | null
  /** What its addresses become; null where it has none. */
  relinking: Relinking | null
  /** Further headers of ours. */
  more: Iterable<readonly [name: string, value: string]>
}

/** The client's response, and the word of its end. */
export interface Answer {
  response: Response
  ended: Promise<Ending>
}

/** Hands an upstream's answer over: its bytes as they are, by the cheapest way that still tells what it consumed. */
export async function answer(upstream: Response, context: AnswerContext): Promise<Answer> {
  const { body, headers } = upstream
  const status = statusOf(upstream)
  const untouched = (content: BodyInit | null): Response => {
    const response = new Response(content, { status, statusText: upstream.statusText, headers })
    makeOurs(response.headers, { ...context, body: 'untouched' })
    return response
  }
  if (upstream.status < 200) {
    return { response: refused(noAnswer, context), ended: over('broken') }
  }
  if (body === null || context.method === 'HEAD')
    return { response: untouched(null), ended: over('complete') }
  if (status >= 400) return answerError(upstream, body, context)
  const { interpreter, relinking } = context
  if (relinking && isJson(headers)) return relinkWhole(upstream, body, relinking, context)
  if (interpreter) {
    return isEventStream(headers)
      ? retellStream(upstream, body, interpreter, context)
      : retellWhole(upstream, body, interpreter, context)
  }
  const length = lengthOf(headers)
  if (!context.metered) return tapped(passage(body, context.departure, length), untouched)

  const isStream = isEventStream(headers)
  if (isStream && context.hidesUsageChunk) {
    return tapped(filteringTap(body, context.departure, usageChunkFilter()), untouched)
  }
  if (isStream || length === null || length > smallAnswer) {
    return tapped(quietTap(body, context.departure, length, context.ear), untouched)
  }
  const { bytes, ending } = await readWhole(upstream, context.departure)
  if (bytes) context.ear?.add(bytes)
  if (bytes) return { response: untouched(bytes), ended: Promise.resolve(ending) }
  return { response: refused(brokenOff, context), ended: Promise.resolve(ending) }
}

function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') ?? false
}

const { refusal: noAnswer } = refuse(
  'upstream_error',
  'The upstream changed the protocol where an answer was expected. Try again in a moment.',
)
const { refusal: brokenOff } = refuse(
  'upstream_error',
  'The upstream broke off its answer. Try again in a moment.',
)

/** A response cannot be made with a status that HTTP does not have. */
function statusOf({ status }: Response): number {
  return status <= 599 ? status : 502
}

async function answerError(
  upstream: Response,
  body: ReadableStream<Uint8Array>,
  context: AnswerContext,
): Promise<Answer> {
  const { headers } = upstream
  const status = statusOf(upstream)
  const { interpreter } = context
  const read = await readErrorBody(body, context.departure, interpreter === null)
  const remade = interpreter
    ? retoldHeaders(headers, context)
    : answerHeaders(headers, { ...context, body: 'remade' })
  if ('ended' in read) {
    return { response: new Response(read.body, { status, headers: remade }), ended: read.ended }
  }
  const ended = over(read.how)
  const other = redress(status, headers.get('content-type'), read.bytes, context.dialect, context)
  if (other !== null && 'refusal' in other) {
    return { response: refused(other.refusal, context), ended }
  }
  const retold = (read.bytes && interpreter?.error(status, read.bytes)) ?? null
  if (retold !== null) {
    remade.set('content-type', 'application/json')
    return { response: new Response(retold, { status, headers: remade }), ended }
  }
  if (other === null) return { response: new Response(read.bytes, { status, headers: remade }), ended }
  remade.set('content-type', other.contentType)
  return { response: new Response(other.body, { status, headers: remade }), ended }
}

function tapped({ body, ended }: Tapped, respondWith: (body: BodyInit | null) => Response): Answer {
  return { response: respondWith(body), ended }
}

function over(how: Ending['how']): Promise<Ending> {
  return Promise.resolve({ how, whole: how === 'complete', kept: nothingKept })
}
