import { encodeFrame, eventFrame } from '../../support/event-stream.ts'
import type { Counts } from '../counts.ts'
import { type Heard, perPiece, type Said, whole, words } from './said.ts'

/** Cohere's first API: a JSON object a line. */
export function cohereLines(counts: Counts, { pieces }: Heard): Said {
  const tokens = { input_tokens: counts.input, output_tokens: counts.output }
  const line = (more: object) => `${JSON.stringify(more)}\n`
  const end = { response_id: 'r', text: words, finish_reason: 'COMPLETE', meta: { tokens } }
  const all = [
    line({ is_finished: false, event_type: 'stream-start', generation_id: 'g' }),
    ...perPiece(pieces, () => line({ is_finished: false, event_type: 'text-generation', text: words })),
    line({ is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE', response: end }),
  ]
  return { type: 'application/stream+json', pieces: all, statedBy: all.length - 1 }
}

/** Bedrock's ConverseStream: binary frames, the counts in the last; the cache is beside the input. */
export function converseFrames(counts: Counts, { pieces }: Heard): Said {
  const usage = {
    inputTokens: (counts.input ?? 0) - (counts.cacheRead ?? 0) - (counts.cacheWrite ?? 0),
    outputTokens: counts.output,
    totalTokens: (counts.input ?? 0) + (counts.output ?? 0),
    cacheReadInputTokens: counts.cacheRead,
    cacheWriteInputTokens: counts.cacheWrite,
  }
  const delta = { contentBlockIndex: 0, delta: { text: words }, p: 'ab' }
  const frames = [
    eventFrame('messageStart', { role: 'assistant', p: 'abc' }),
    ...perPiece(pieces, () => eventFrame('contentBlockDelta', delta)),
    eventFrame('messageStop', { stopReason: 'end_turn', p: 'a' }),
    eventFrame('metadata', { usage, metrics: { latencyMs: 7 } }),
  ]
  return {
    type: 'application/vnd.amazon.eventstream',
    pieces: frames.map(encodeFrame),
    statedBy: frames.length - 1,
  }
}

/** An order of work that a custom provider charges for by the piece. */
export function order(): Said {
  return { ...whole({ code: 1, description: 'Submit success', result: '17' }), statedBy: 0 }
}

/** What is only looked at has no counts. */
export function thing(): Said {
  return { ...whole({ id: '17', object: 'thing', data: [] }), statedBy: null }
}
