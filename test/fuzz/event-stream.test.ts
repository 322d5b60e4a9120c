import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEventStream } from '../../src/usage/event-stream.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import type { SseEvent } from '../../src/usage/sse.ts'
import {
  chunkFrame,
  encodeFrame,
  encodeFrames,
  eventFrame,
  exceptionFrame,
  type Frame,
} from '../support/event-stream.ts'
import { odd } from './odd-json.ts'
import { cases } from './runs.ts'
import { faultIn } from './sound-reading.ts'

const payload = odd.map((value) => ({ usage: value, metrics: { latencyMs: 1 } }))
const frame: fc.Arbitrary<Frame> = fc.oneof(
  payload.map((given) => eventFrame('metadata', given)),
  fc
    .record({ inputTokens: fc.nat(), outputTokens: fc.nat() })
    .map((usage) => eventFrame('metadata', { usage })),
  odd.map((given) => chunkFrame({ type: 'message_delta', usage: { output_tokens: given } })),
  fc.string({ unit: 'grapheme' }).map((words) => exceptionFrame('throttlingException', words)),
  fc.string().map((payload) => ({ headers: { ':message-type': 'event', x: 'y'.repeat(300) }, payload })),
)
const frames = fc.array(frame, { maxLength: 5 })
const none = new Uint8Array()

function eventOf({ headers, payload }: Frame): SseEvent {
  const data = new TextDecoder().decode(Buffer.from(payload))
  return headers[':message-type'] === 'event' ? { data } : { event: 'error', data }
}

/** Whether all of these stand in the others, in their order. */
function areAmong(some: readonly SseEvent[], all: readonly SseEvent[]): boolean {
  let at = 0
  for (const event of all) if (JSON.stringify(event) === JSON.stringify(some[at])) at += 1
  return at === some.length
}

describe('fuzz: frames of an event stream', () => {
  test('are what was framed, and those of a cut stream its first ones', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (frames, at) => {
        const bytes = encodeFrames(frames)
        const all = frames.map(eventOf)
        expect(readEventStream(bytes, none, 0)).toEqual(all)
        const cut = bytes.subarray(0, at % (bytes.length + 1))
        const read = readEventStream(cut, none, 0)
        expect(read).toEqual(all.slice(0, read.length))
        expect(readEventStream(cut, bytes.subarray(cut.length), 0)).toEqual(all)
      }),
      cases(),
    )
  })

  test('with a part lost between its ends are some of those that were there', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.nat(), (frames, one, other) => {
        const bytes = encodeFrames(frames)
        const [from = 0, to = 0] = [one, other].map((at) => at % (bytes.length + 1)).sort((a, b) => a - b)
        const read = readEventStream(bytes.subarray(0, from), bytes.subarray(to), Math.max(1, to - from))
        expect(areAmong(read, frames.map(eventOf))).toBe(true)
      }),
      cases(),
    )
  })

  test('with anything wrong in them are read for counts that can be, or for none', () => {
    const wrong = fc.record({
      at: fc.nat(),
      byte: fc.nat({ max: 255 }),
      length: fc.integer({ min: 0, max: 12 }),
    })
    const dialect = fc.constantFrom(usageDialects['bedrock-converse'], usageDialects['bedrock-invoke'])
    fc.assert(
      fc.property(
        frames,
        fc.array(wrong, { maxLength: 4 }),
        fc.nat(),
        dialect,
        (frames, mistakes, at, dialect) => {
          const bytes = frames.map((frame) => Uint8Array.from(encodeFrame(frame)))
          const all = Uint8Array.from(Buffer.concat(bytes))
          for (const { at, byte, length } of mistakes)
            all
              .fill(byte, at % (all.length + 1))
              .fill(byte, at % (all.length + 1), (at % (all.length + 1)) + length)
          const middle = at % (all.length + 1)
          for (const skipped of [0, 7]) {
            const answer = { head: all.subarray(0, middle), tail: all.subarray(middle), skipped }
            const reading = readUsage(
              { ...answer, contentType: 'application/vnd.amazon.eventstream' },
              dialect,
            )
            expect(faultIn(reading)).toBeNull()
          }
        },
      ),
      cases(),
    )
  })
})
