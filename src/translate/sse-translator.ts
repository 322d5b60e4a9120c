import type { StreamFilter } from '../tap/interpreter.ts'

/**
 * How a translated stream stands. `open`: if the upstream's ended now it would be cut, and the client's is to break
 * with it. `complete`: its end was told. `failed`: an error was told, so that a clean end hides nothing. What comes
 * after the last two is ignored, so reading on is of use only to the usage.
 */
export type StreamState = 'open' | 'complete' | 'failed'

/** The events of one API to the text of another's. */
export interface StreamTranslator {
  /** The text to send for one event; '' for none. After the stream's end every event is ignored. Never throws. */
  push(event: string | null, data: string): string
  /** The text for a comment, by which an upstream keeps a silent connection open. Absent: none. */
  comment?(): string
  /**
   * The upstream's stream has ended: the text that can still be said, `unfinished` being the data of an event that
   * lacks its end, if any. Absent: none, a stream ends by an event.
   */
  end?(unfinished: string | null): string
  /** The text that ends the stream with an error found on the way, not told by the upstream. */
  fail(message: string): string
  state(): StreamState
}

/** The bytes of one server-sent event stream to those of another. */
export interface SseTranslator extends Required<StreamFilter> {
  state(): StreamState
}

/** UTF-16 code units held for one event. A longer one fails the stream: half an answer must not look whole. */
const longestEvent = 8 * 1024 * 1024

/** Cuts a stream into events, however its bytes are cut, and translates each at once. */
export function createSseTranslator(translator: StreamTranslator): SseTranslator {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  /** The event that is under way, its lines ended by `\n`. */
  let held = ''
  /** Kept beside `held`, which would be copied whole to look at its end. */
  let heldEndsLine = false
  /** The last character was a `\r`: a `\n` after it is the same line end. */
  let halfLineEnd = false
  /** What was said at the upstream's end. */
  let last = ''

  /** https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream allows three line ends. */
  function withOneLineEnd(text: string): string {
    const rest = halfLineEnd && text.startsWith('\n') ? text.slice(1) : text
    if (text !== '') halfLineEnd = text.endsWith('\r')
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest
  }

  return {
    push(chunk) {
      if (translator.state() !== 'open') return null
      const text = withOneLineEnd(decoder.decode(chunk, { stream: true }))
      // Only the new text is searched: a long event in small pieces would otherwise be read again and again.
      let end = heldEndsLine && text.startsWith('\n') ? 1 : afterBlankLine(text, 0)
      let out = ''
      let from = 0
      while (end > 0) {
        out += translated(translator, from === 0 ? held + text.slice(0, end) : text.slice(from, end))
        if (from === 0) held = ''
        from = end
        end = afterBlankLine(text, from)
      }
      held += text.slice(from)
      if (text !== '') heldEndsLine = held !== '' && text.endsWith('\n')
      if (held.length > longestEvent) {
        held = ''
        out += translator.fail('an event of the upstream’s stream is too long')
      }
      return out === '' ? null : encoder.encode(out)
    },
    whole() {
      if (translator.state() === 'open') last = translator.end?.(dataIn(held)) ?? ''
      return translator.state() !== 'open'
    },
    // Half an event is nothing that could be said, nor is anything after a stream that broke.
    rest: () => (last === '' ? null : encoder.encode(last)),
    state: translator.state,
  }
}

/** Where the first event from a place on has ended; 0 if it has not. */
function afterBlankLine(text: string, from: number): number {
  const at = text.indexOf('\n\n', from)
  return at < 0 ? 0 : at + 2
}

/** What one event, blank line and all, becomes. */
function translated(translator: StreamTranslator, lines: string): string {
  const { event, data, comment } = fieldsOf(lines)
  if (data !== null) return translator.push(event, data)
  return comment ? (translator.comment?.() ?? '') : ''
}

function dataIn(lines: string): string | null {
  return fieldsOf(lines).data
}

function fieldsOf(lines: string): { event: string | null; data: string | null; comment: boolean } {
  let event: string | null = null
  let data: string | null = null
  let comment = false
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf('\n', start)
    const stop = end < 0 ? lines.length : end
    if (lines.startsWith('data:', start)) {
      const line = valueIn(lines, start + 'data:'.length, stop)
      data = data === null ? line : `${data}\n${line}`
    } else if (lines.startsWith('event:', start)) {
      event = valueIn(lines, start + 'event:'.length, stop)
    } else if (lines.startsWith(':', start)) {
      comment = true
    }
    start = stop + 1
  }
  return { event, data, comment }
}

/** One space after the colon is no part of the value. */
function valueIn(lines: string, start: number, stop: number): string {
  return lines.slice(lines.startsWith(' ', start) ? start + 1 : start, stop)
}
