import { completeObjects } from './json-objects.ts'
import { lineEnd, readSse, type SseEvent } from './sse.ts'

/** How a stream of JSON values is laid out in text. */
export interface StreamFormat {
  /** The events of a text that begins where the stream does. One that it breaks off in may be the last of them. */
  events(text: string): SseEvent[]
  /** The same for a text that begins anywhere: the end of what it begins in, and the events after that. */
  resume(text: string): { severed: string; events: SseEvent[] }
}

/** The format of an answer; undefined when no dialect could read it. */
export function formatOf(contentType: string | null, start: string): StreamFormat | 'document' | undefined {
  const mediaType = mediaTypeOf(contentType)
  const stream = streamFormats.get(mediaType)
  if (stream) return stream
  if (mediaType !== '' && mediaType !== 'application/json' && !mediaType.endsWith('+json')) return undefined
  return /^\s*\[/.test(start) ? array : 'document'
}

/** Whether an answer's events are framed in bytes and not in text. */
export function isEventStream(contentType: string | null): boolean {
  return mediaTypeOf(contentType) === 'application/vnd.amazon.eventstream'
}

function mediaTypeOf(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

// An unfinished event counts if its JSON is whole: some streams end without the blank line.
const serverSentEvents: StreamFormat = {
  events(text) {
    const { events, unfinished } = readSse(text)
    return unfinished ? [...events, unfinished] : events
  },
  resume: (text) => afterFirstLine(text, serverSentEvents),
}

const lines: StreamFormat = {
  events: (text) =>
    text
      .split(lineEnd)
      .filter((line) => line.trim() !== '')
      .map((data) => ({ data })),
  resume: (text) => afterFirstLine(text, lines),
}

/** Google's streams without `alt=sse`. From the middle of one only the end can be found again. */
const array: StreamFormat = {
  events: (text) => completeObjects(text).map((data) => ({ data })),
  resume: (text) => ({ severed: text.replace(/\]\s*$/, ''), events: [] }),
}

const streamFormats: ReadonlyMap<string, StreamFormat> = new Map([
  ['text/event-stream', serverSentEvents],
  ['application/x-ndjson', lines],
  ['application/stream+json', lines],
  ['application/jsonl', lines],
  ['application/x-jsonl', lines],
])

function afterFirstLine(text: string, format: StreamFormat) {
  const end = text.search(lineEnd)
  if (end < 0) return { severed: text, events: [] }
  return { severed: text.slice(0, end), events: format.events(text.slice(end)) }
}
