import type { Counts } from '../counts.ts'
import { events, type Heard, perPiece, type Said, whole, words } from './said.ts'

/** Messages: what met no cache is the input here, and a stream tells its output at its end. */
export function messages(counts: Counts, { model, streams, pieces }: Heard): Said {
  const read = counts.cacheRead ?? 0
  const written = counts.cacheWrite ?? 0
  const usage = {
    input_tokens: (counts.input ?? 0) - read - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
  }
  const about = { id: 'msg_1', type: 'message', role: 'assistant', model, stop_sequence: null }
  if (!streams) {
    const content = [{ type: 'text', text: words }]
    return whole({
      ...about,
      content,
      stop_reason: 'end_turn',
      usage: { ...usage, output_tokens: counts.output },
    })
  }
  const event = (type: string, more: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`
  const message = { ...about, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } }
  const start = { index: 0, content_block: { type: 'text', text: '' } }
  const delta = { index: 0, delta: { type: 'text_delta', text: words } }
  const end = {
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: counts.output },
  }
  const all = [
    event('message_start', { message }) + event('content_block_start', start),
    ...perPiece(pieces, () => event('content_block_delta', delta)),
    event('content_block_stop', { index: 0 }) + event('message_delta', end),
    event('message_stop'),
  ]
  return events(all, all.length - 2)
}
