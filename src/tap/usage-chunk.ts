import { concatenated } from '../body/concatenated.ts'
import type { StreamFilter } from './interpreter.ts'

/** An event longer than this is no usage chunk: it passes as it comes. */
const longest = 16 * 1024

/** A blank line; a last `\r` may be half of a line end. The line ends of one stream may differ: https://html.spec.whatwg.org/multipage/server-sent-events.html */
const eventEnd = /(?:\r\n|\n|\r(?!\n|$)){2}/g
const endsWithEvent = /(?:\r\n|\n|\r(?!\n|$)){2}$/
const lineEnds = /[\r\n]{1,3}$/
const emptyChoices = /"choices"\s*:\s*\[\s*\]/
const filledChoices = /"choices"\s*:\s*\[\s*[^\]\s]/

// One character a byte, so that positions in the text are positions in the bytes.
const byteText = new TextDecoder('latin1')
const utf8 = new TextDecoder()

/**
 * Takes the usage-only chunk out of an OpenAI chat stream: the event with empty `choices` and a `usage` object, which
 * comes because Tollgate asked for it. Clients that did not ask may index `choices[0]` blindly. All other bytes pass
 * as they are, and the chunk is recognised however the stream is cut.
 */
export function usageChunkFilter(): StreamFilter {
  let held: Uint8Array = new Uint8Array()
  /** The event that is under way is certainly no usage chunk. */
  let passing = false

  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : concatenated([held, chunk])
      const text = byteText.decode(bytes)
      const end = lastEventEnd(text)
      if (held.length === 0 && !passing && end === bytes.length && !emptyChoices.test(text)) return chunk

      const parts: Uint8Array[] = []
      let from = 0
      if (passing && end > 0) {
        from = firstEventEnd(text)
        parts.push(bytes.subarray(0, from))
        passing = false
      }
      for (const [start, stop] of events(text, from, end)) {
        from = stop
        parts.push(withoutUsageChunk(text.slice(start, stop), bytes.subarray(start, stop)))
      }
      // A blank line too many belongs to no event.
      parts.push(bytes.subarray(from, end))
      const under = text.slice(end)
      passing ||= under.length > longest || filledChoices.test(under)
      // Line ends stay back: they may be the first half of the event's end.
      const keepFrom = passing ? end + under.replace(lineEnds, '').length : end
      parts.push(bytes.subarray(end, keepFrom))
      held = bytes.slice(keepFrom)
      const passed = concatenated(parts)
      return passed.length === 0 ? null : passed
    },
    rest() {
      const bytes = held
      held = new Uint8Array()
      const passed = withoutUsageChunk(byteText.decode(bytes), bytes)
      return passed.length === 0 ? null : passed
    },
  }
}

/** An event, or the blank lines before it where it is the chunk. */
function withoutUsageChunk(text: string, bytes: Uint8Array): Uint8Array {
  return isUsageChunk(text, bytes) ? bytes.subarray(0, text.search(/[^\r\n]/)) : bytes
}

function isUsageChunk(text: string, bytes: Uint8Array): boolean {
  // With filled ones too it is broken, and what comes in pieces has passed by then.
  if (text.length > longest || !emptyChoices.test(text) || filledChoices.test(text)) return false
  const data = utf8
    .decode(bytes)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length))
    .join('\n')
  try {
    const chunk: unknown = JSON.parse(data)
    if (typeof chunk !== 'object' || chunk === null) return false
    const { choices, usage } = chunk as { choices?: unknown; usage?: unknown }
    return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null
  } catch {
    return false
  }
}

function lastEventEnd(text: string): number {
  if (endsWithEvent.test(text.slice(-4))) return text.length
  let end = 0
  eventEnd.lastIndex = 0
  while (eventEnd.exec(text)) end = eventEnd.lastIndex
  return end
}

function firstEventEnd(text: string): number {
  eventEnd.lastIndex = 0
  const match = eventEnd.exec(text)
  return match ? match.index + match[0].length : 0
}

function* events(text: string, from: number, to: number): Generator<[number, number]> {
  for (let start = from; start < to;) {
    eventEnd.lastIndex = start
    const match = eventEnd.exec(text)
    if (!match) return
    const stop = match.index + match[0].length
    yield [start, stop]
    start = stop
  }
}
