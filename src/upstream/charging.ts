import type { Sent } from './send.ts'

/** A connection that was lost sooner than this had nothing computed behind it: the runtime does not tell it from one that was never made. */
const sooner = 1_000

/** What a gateway says when it gave up waiting: the work behind it may have been done. */
const givenUp: ReadonlySet<number> = new Set([408, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527])

/**
 * Whether nothing can have been charged for an attempt: it was refused, it failed at the provider before an answer, or
 * the connection broke at once. `waitedMs` is how long its headers, or its end, took.
 */
export function isUncharged(sent: Sent, waitedMs: number): boolean {
  if (sent.how === 'answered') return sent.response.status >= 400 && !givenUp.has(sent.response.status)
  return sent.how === 'failed' && sent.refused.refusal.reason !== 'timeout' && waitedMs < sooner
}
