/** The blocks of an answer that decide how its end is called. */
export interface Called {
  /** Tool calls that the client was told of. */
  tools: number
  legacyFunctions: boolean
}

/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons; `tool_use` is decided by what was called. */
const finishReasons: ReadonlyMap<unknown, string> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content_filter'],
])

/** The `finish_reason` for a `stop_reason`; `stop` for one that nobody knows yet, and for none. */
export function finishReason(stopReason: unknown, { tools, legacyFunctions }: Called): string {
  if (stopReason !== 'tool_use') return finishReasons.get(stopReason) ?? 'stop'
  // The tool may have been the answer itself.
  if (tools === 0) return 'stop'
  return legacyFunctions ? 'function_call' : 'tool_calls'
}
