import { refuse } from '../refusal/refusal.ts'
import { answerHeaders } from '../upstream/answer-headers.ts'
import { longestWhole, readUpTo } from './read-up-to.ts'
import { refused } from './refused.ts'
import { relinked, type Relinking } from './relinked.ts'
import type { Retelling, Retold } from './retold.ts'

/** Whether an answer is one in which addresses are looked for. */
export function isJson(headers: Headers): boolean {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

/**
 * A whole answer whose addresses lead through Tollgate. One that is too long is told by a status: unread, it would
 * send the client's key to the upstream.
 */
export async function relinkWhole(
  { status, statusText, headers }: Pick<Response, 'status' | 'statusText' | 'headers'>,
  body: ReadableStream<Uint8Array>,
  relinking: Relinking,
  context: Retelling,
): Promise<Retold> {
  const { bytes, isLong, ending } = await readUpTo(body, context.departure, longestWhole)
  if (bytes === null) {
    const { refusal } = isLong ? tooLong : brokenOff
    const how = ending.how === 'complete' ? 'broken' : ending.how
    const response = refused(refusal, context)
    return { response, ended: Promise.resolve({ ...ending, how }) }
  }
  const changed = relinked(bytes, relinking)
  const told = answerHeaders(headers, { ...context, body: changed ? 'remade' : 'untouched' })
  const response = new Response(changed ?? bytes, { status, statusText, headers: told })
  return { response, ended: Promise.resolve(ending) }
}

const tooLong = refuse(
  'upstream_error',
  'The upstream’s answer is longer than 16 MB. Ask for less at a time.',
)
const brokenOff = refuse('upstream_error', 'The upstream broke off its answer. Try again in a moment.')
