/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
export type StopReason = 'end_turn' | 'max_tokens' | 'tool_use' | 'refusal'

/** What an answer holds, which says more than how its end is called. */
export interface Held {
  calls: boolean
  refusal: boolean
}

/** `stop` also ends an answer at a stop sequence; which one it was, chat does not tell. */
const stopReasons: ReadonlyMap<unknown, StopReason> = new Map([
  ['length', 'max_tokens'],
  ['max_tokens', 'max_tokens'],
  ['model_length', 'max_tokens'],
  ['content_filter', 'refusal'],
])

/** Ends that are failures, as the vendors call them. */
const failures: ReadonlySet<unknown> = new Set(['error', 'insufficient_system_resource'])

/** The `stop_reason` for a `finish_reason`. Vendors end calls with `stop` too, and announce calls that are not there. */
export function stopReason(finishReason: unknown, { calls, refusal }: Held): StopReason {
  const known = stopReasons.get(finishReason)
  if (known !== undefined) return known
  if (calls) return 'tool_use'
  return refusal ? 'refusal' : 'end_turn'
}

/** Whether a `finish_reason` says that the answer is none. */
export function isFailure(finishReason: unknown): boolean {
  return failures.has(finishReason)
}
