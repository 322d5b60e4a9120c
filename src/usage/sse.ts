/** One event of a server-sent event stream; `event` is absent where the stream does not name it. */
export interface SseEvent {
  event?: string
  data: string
}

/** The events of a text, and the one that it breaks off in, if any: begun, but not ended by a blank line. */
interface SseText {
  events: SseEvent[]
  unfinished?: SseEvent
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream allows all three. */
export const lineEnd = /\r\n|\n|\r/

/**
 * Reads a whole text at once. (`eventsource-parser` would do, but is made for chunks and callbacks, and does not tell
 * of an unfinished event.)
 */
export function readSse(text: string): SseText {
  const lines = text.replace(/^\uFEFF/, '').split(lineEnd)
  const lastLine = lines.pop() ?? ''
  const events: SseEvent[] = []
  let block: string[] = []
  for (const line of lines) {
    if (line !== '') {
      block.push(line)
      continue
    }
    const event = eventFrom(block)
    if (event) events.push(event)
    block = []
  }
  const unfinished = eventFrom([...block, lastLine])
  return unfinished ? { events, unfinished } : { events }
}

function eventFrom(lines: readonly string[]): SseEvent | undefined {
  const data = fieldValues(lines, 'data')
  if (data.length === 0) return undefined
  const event = fieldValues(lines, 'event').at(-1)
  return event ? { event, data: data.join('\n') } : { data: data.join('\n') }
}

function fieldValues(lines: readonly string[], field: string): string[] {
  const values: string[] = []
  for (const line of lines) {
    if (line === field) values.push('')
    else if (line.startsWith(`${field}:`)) values.push(line.slice(field.length + 1).replace(/^ /, ''))
  }
  return values
}
