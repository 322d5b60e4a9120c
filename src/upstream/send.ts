import { refuse, type Refused } from '../refusal/refusal.ts'
import type { Outgoing } from '../rewrite/rewrite.ts'
import type { Departure } from './departure.ts'

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>

/** An answer, no answer (said as a refusal), or nobody left to answer to. */
export type Sent =
  | { how: 'answered'; response: Response }
  | { how: 'failed'; refused: Refused }
  | { how: 'client_gone' }

/** The official SDKs give up after ten minutes themselves. */
export const firstByteLimitMs = 600_000

/**
 * Sends a request and waits for the upstream's headers, at most `limitMs` (null: the usual limit). Redirects are not
 * followed: they would take credentials along. A client that leaves meanwhile ends the waiting by its key's policy.
 */
export async function send(
  { url, method, headers, body }: Outgoing,
  { signal, upstream, cancelUpstream }: Departure,
  fetch: Fetch,
  limitMs: number | null = null,
): Promise<Sent> {
  let late = false
  // Of its own only where another attempt can follow: it costs every request.
  const own = limitMs === null ? null : new AbortController()
  const giveUp = (): void => (own === null ? cancelUpstream() : own.abort())
  const timer = setTimeout(() => {
    late = true
    giveUp()
  }, limitMs ?? firstByteLimitMs)
  const closing = own === null ? upstream : AbortSignal.any([upstream, own.signal])
  try {
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: closing })
    return { how: 'answered', response }
  } catch {
    if (signal.aborted) return { how: 'client_gone' }
    return { how: 'failed', refused: late ? tooLate : unreachable }
  } finally {
    clearTimeout(timer)
  }
}

const unreachable = refuse(
  'upstream_error',
  'AI Gateway could not be reached, or closed the connection without an answer. Try again in a moment.',
)
const tooLate = refuse('timeout', 'The provider did not begin to answer in time.')
