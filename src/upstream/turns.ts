import type { Outgoing } from '../rewrite/rewrite.ts'
import { isUncharged } from './charging.ts'
import type { Departure } from './departure.ts'
import { type Fetch, type Sent, send } from './send.ts'

/** One way up, ready to go. */
export interface Turn {
  outgoing: Outgoing
  /** How long its first byte may take, in ms; null is the usual limit. */
  timeoutMs: number | null
}

/** What came of the ways that were tried: the last one's answer, or why there is none. */
export interface Taken<T extends Turn> {
  turn: T
  sent: Sent
  /** How many were tried. */
  attempts: number
  /** The last one can have been charged for. */
  charged: boolean
  /** Those that were given up and can have been charged for: what they cost, nobody ever says. */
  unsettled: readonly T[]
}

/**
 * The next way after one that came to nothing. `unsettled` are all so far that can have been charged for all the same.
 * Null: there is none, and what was sent is the last word.
 */
export type Next<T> = (failed: T, sent: Sent, unsettled: readonly T[]) => Promise<T | null>

interface TurnPorts {
  departure: Departure
  fetch: Fetch
  /** Called once the first attempt is on its way. */
  started: () => void
  /** Epoch milliseconds. */
  now: () => number
}

/**
 * Sends a request, and sends it again where `next` says so: before anything of the answer has gone to the client, and
 * never for a client that has left.
 */
export async function takeTurns<T extends Turn>(
  first: T,
  next: Next<T>,
  { departure, fetch, started, now }: TurnPorts,
): Promise<Taken<T>> {
  let unsettled: readonly T[] = []
  let turn = first
  for (let attempts = 1; ; attempts += 1) {
    const sentAt = now()
    const sending = send(turn.outgoing, departure, fetch, turn.timeoutMs)
    // Beside the fetch, and after it is on its way.
    if (attempts === 1) started()
    const sent = await sending
    const charged = !isUncharged(sent, now() - sentAt)
    const gone = (): boolean => departure.signal.aborted || departure.upstream.aborted
    const given = charged ? [...unsettled, turn] : unsettled
    const following = gone() || hasSucceeded(sent) ? null : await next(turn, sent, given)
    // Once more: what is next is not found at once.
    if (following === null || gone()) return { turn, sent, attempts, charged, unsettled }
    if (sent.how === 'answered') void sent.response.body?.cancel().catch(() => {})
    unsettled = given
    turn = following
  }
}

function hasSucceeded(sent: Sent): boolean {
  return sent.how === 'client_gone' || (sent.how === 'answered' && sent.response.status < 400)
}
