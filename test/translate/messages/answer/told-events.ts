import type Anthropic from '@anthropic-ai/sdk'

type Event = Anthropic.RawMessageStreamEvent

/** What a provider without counts leaves unsaid. */
const nothing = {
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  output_tokens_details: null,
  server_tool_use: null,
}

/** The event that begins a message; its input is known only where the first chunk states it. */
export function start(model = 'model-1', input_tokens = 0): Event {
  const message: Anthropic.Message = {
    id: 'msg_r1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      ...nothing,
      input_tokens,
      cache_creation: null,
      output_tokens: 0,
      service_tier: null,
      inference_geo: null,
      speed: null,
    },
  }
  return { type: 'message_start', message }
}

/** One block: its start, its deltas, its end. */
export function block(index: number, content_block: Anthropic.ContentBlock, ...deltas: object[]): object[] {
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

export function text(index: number, ...pieces: string[]): object[] {
  const deltas = pieces.map((words) => ({ type: 'text_delta', text: words }))
  return block(index, { type: 'text', text: '', citations: null }, ...deltas)
}

export function thinking(index: number, ...pieces: string[]): object[] {
  const deltas = pieces.map((words) => ({ type: 'thinking_delta', thinking: words }))
  return block(index, { type: 'thinking', thinking: '', signature: '' }, ...deltas)
}

export function call(index: number, id: string, name: string, partial_json: string): object[] {
  const tool: Anthropic.ToolUseBlock = { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } }
  return block(index, tool, { type: 'input_json_delta', partial_json })
}

/** The counts at the end of a stream that stated none. */
export const unstated: Anthropic.MessageDeltaUsage = { ...nothing, input_tokens: null, output_tokens: 0 }

/** The two events that end a message. */
export function stop(
  stop_reason: Anthropic.StopReason,
  counted: object = unstated,
  explanation?: string,
): object[] {
  const stop_details =
    stop_reason === 'refusal' ? { type: 'refusal', category: null, explanation: explanation ?? null } : null
  const delta = { stop_reason, stop_sequence: null, stop_details, container: null }
  return [{ type: 'message_delta', delta, usage: counted }, { type: 'message_stop' }]
}

export const ping = { type: 'ping' }
