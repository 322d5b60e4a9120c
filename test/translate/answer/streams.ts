import type Anthropic from '@anthropic-ai/sdk'
import type { AnswerContext } from '../../../src/translate/answer/context.ts'
import { createStreamTranslator } from '../../../src/translate/answer/stream.ts'
import { createSseTranslator } from '../../../src/translate/sse-translator.ts'

type Event = Anthropic.RawMessageStreamEvent
/** What a stream may also hold, beside its message's events. */
type Other =
  | { type: 'ping' }
  | { type: 'error'; error: { type: string; message: string }; request_id?: string }

export const context: AnswerContext = {
  id: 'chatcmpl-1',
  created: 1_790_000_000,
  model: 'claude',
  stream: true,
  includeUsage: false,
  answerTool: null,
  legacyFunctions: false,
}

const usage: Anthropic.Usage = {
  input_tokens: 12,
  cache_read_input_tokens: 18_000,
  cache_creation_input_tokens: 300,
  cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
  output_tokens: 1,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: 'standard',
  speed: null,
  inference_geo: null,
}

/** A message of which only what a test is about differs. */
export function message(members: Partial<Anthropic.Message>): Anthropic.Message {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: 'end_turn',
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: { ...usage, output_tokens: 420, output_tokens_details: { thinking_tokens: 250 } },
    ...members,
  }
}

export function start(): Event {
  return { type: 'message_start', message: message({ stop_reason: null, usage }) }
}

/** One block: its start, its deltas, its end. */
export function block(
  index: number,
  content_block: Anthropic.ContentBlock,
  ...deltas: Anthropic.RawContentBlockDelta[]
): Event[] {
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta): Event => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

export function text(index: number, ...pieces: string[]): Event[] {
  const deltas = pieces.map((piece): Anthropic.TextDelta => ({ type: 'text_delta', text: piece }))
  return block(index, { type: 'text', text: '', citations: null }, ...deltas)
}

export function toolUse(id: string, name: string, input: unknown = {}): Anthropic.ToolUseBlock {
  return { type: 'tool_use', id, name, input, caller: { type: 'direct' } }
}

/** A call as the API streams it: an empty piece first. */
export function call(index: number, id: string, name: string, ...pieces: string[]): Event[] {
  const deltas = ['', ...pieces].map((partial_json): Anthropic.InputJSONDelta => ({
    type: 'input_json_delta',
    partial_json,
  }))
  return block(index, toolUse(id, name), ...deltas)
}

export function end(
  stop_reason: Anthropic.StopReason,
  stop_details: Anthropic.RefusalStopDetails | null = null,
): Event[] {
  return [
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null, stop_details, container: null },
      usage: {
        input_tokens: null,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        output_tokens: 420,
        output_tokens_details: { thinking_tokens: 250 },
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ]
}

export const ping: Other = { type: 'ping' }

export function error(type: string, words: string): Other {
  return { type: 'error', error: { type, message: words }, request_id: 'req_1' }
}

/** The events as they go over the wire. */
export function sse(events: readonly (Event | Other)[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

/** The bytes that a stream becomes when it comes in pieces of the given length, and how it stands at its end. */
export function translated(
  stream: string,
  how: AnswerContext = context,
  pieceLength = Number.POSITIVE_INFINITY,
): { text: string; state: string } {
  const bytes = new TextEncoder().encode(stream)
  const translator = createSseTranslator(createStreamTranslator(how))
  const decoder = new TextDecoder()
  let told = ''
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const out = translator.push(bytes.slice(at, at + pieceLength))
    if (out) told += decoder.decode(out, { stream: true })
  }
  return { text: told, state: translator.state() }
}

/** The data of a chat stream's events, parsed; what is no JSON stays text. */
export function chunksOf(stream: string): unknown[] {
  return stream
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.slice('data: '.length))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)))
}
