/** One event as https://platform.claude.com/docs/en/build-with-claude/streaming has it. */
export function event(data: { type: string; [member: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

/** The message at the start of a stream, with what the cache gave. */
export const started = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-20260801',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: {
    input_tokens: 12,
    cache_read_input_tokens: 18000,
    cache_creation_input_tokens: 300,
    output_tokens: 1,
  },
}
