import type { Block, Message, Stop } from './message.ts'
import type { DeltaUsage } from './usage.ts'

/**
 * Writes the events of a message's stream: https://platform.claude.com/docs/en/build-with-claude/streaming. The SDKs skip
 * what has no name.
 */
export const events = {
  start: (message: Message) => named('message_start', { message }),
  blockStart: (index: number, content_block: Block) => named('content_block_start', { index, content_block }),
  thinking: (index: number, thinking: string) =>
    named('content_block_delta', { index, delta: { type: 'thinking_delta', thinking } }),
  /** The input as JSON text. */
  input: (index: number, partial_json: string) =>
    named('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } }),
  /** `text` is the JSON text of a string. Written by hand, because these come by the thousand. */
  text: (index: number, text: string) =>
    `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"text_delta","text":${text}}}\n\n`,
  blockStop: (index: number) => named('content_block_stop', { index }),
  delta: (delta: Stop, usage: DeltaUsage) => named('message_delta', { delta, usage }),
  stop: () => named('message_stop', {}),
  ping: () => named('ping', {}),
  /** `body` is the JSON text of an error. */
  error: (body: string) => `event: error\ndata: ${body}\n\n`,
}

function named(type: string, members: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`
}
