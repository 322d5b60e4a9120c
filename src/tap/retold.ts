import type { Dialect } from '../refusal/reasons.ts'
import { type Refused, refuse } from '../refusal/refusal.ts'
import { type AnswerFacts, answerHeaders } from '../upstream/answer-headers.ts'
import type { Departure } from '../upstream/departure.ts'
import type { Ending } from './ending.ts'
import { filteringTap } from './filtering.ts'
import type { Interpreter } from './interpreter.ts'
import { longestWhole, readUpTo } from './read-up-to.ts'
import { refused } from './refused.ts'

type Upstream = Pick<Response, 'status' | 'statusText' | 'headers'>

/** What an answer is told with. */
export interface Retelling extends Omit<AnswerFacts, 'body'> {
  dialect: Dialect
  departure: Departure
}

/** The client's response, and the word of its end. */
export interface Retold {
  response: Response
  ended: Promise<Ending>
}

/** The headers of an answer that is told in another API's words. */
export function retoldHeaders(upstream: Headers, context: Retelling): Headers {
  const headers = answerHeaders(upstream, { ...context, body: 'remade' })
  // Where each API's clients look for it.
  headers.delete('request-id')
  headers.delete('x-request-id')
  headers.set(context.dialect === 'anthropic' ? 'request-id' : 'x-request-id', context.requestId)
  return headers
}

/** A stream of another API in the client's words, event by event. */
export function retellStream(
  { status, statusText, headers: given }: Upstream,
  body: ReadableStream<Uint8Array>,
  interpreter: Interpreter,
  context: Retelling,
): Retold {
  const { body: stream, ended } = filteringTap(body, context.departure, interpreter.stream())
  const headers = retoldHeaders(given, context)
  return { response: new Response(stream, { status, statusText, headers }), ended }
}

/** A whole answer of another API in the client's words. What cannot be told is told by a status: nothing has gone out. */
export async function retellWhole(
  { status, statusText, headers: given }: Upstream,
  body: ReadableStream<Uint8Array>,
  interpreter: Interpreter,
  context: Retelling,
): Promise<Retold> {
  const { bytes, isLong, ending } = await readUpTo(body, context.departure, longestWhole)
  const answer = bytes && interpreter.answer(bytes)
  if (answer === null) {
    const { refusal } = isLong ? tooLong : bytes === null ? brokenOff : unknown
    const how = ending.how === 'complete' ? 'broken' : ending.how
    return { response: refused(refusal, context), ended: Promise.resolve({ ...ending, how }) }
  }
  const headers = retoldHeaders(given, context)
  headers.set('content-type', 'application/json')
  return {
    response: new Response(answer, { status, statusText, headers }),
    ended: Promise.resolve(ending),
  }
}

const tooLong = upstreamError('The upstream’s answer is longer than 16 MB. Ask for a stream.')
const brokenOff = upstreamError('The upstream broke off its answer. Try again in a moment.')
const unknown = upstreamError('The upstream’s answer is none that its API has. Try again in a moment.')

function upstreamError(message: string): Refused {
  return refuse('upstream_error', message)
}
