import type { UsageDialect } from './dialect.ts'
import { readEventStream } from './event-stream.ts'
import { formatOf, isEventStream, type StreamFormat } from './format.ts'
import { extendReading } from './fold.ts'
import { parseJson } from './json.ts'
import { readSeveredEnd, readSeveredObject, readSeveredStart } from './severed.ts'
import type { SseEvent } from './sse.ts'
import { nothingRead, type Reading } from './usage.ts'

/** What was kept of an answer's bytes. */
export interface Answer {
  contentType: string | null
  head: Uint8Array
  tail: Uint8Array
  /** Bytes lost between head and tail; 0: the tail follows the head directly. */
  skipped: number
}

/** An answer as text. Without `end`, `start` is all of it. */
export interface AnswerText {
  start: string
  /** What comes after the lost bytes: begins anywhere. */
  end?: string
}

/**
 * Reads what an answer consumed, once it has ended or broken off. The content type decides how, never what was asked
 * for. Of an answer that broke off, what was complete counts. Never throws: what cannot be read is not known. `summands`
 * is how many events add up to the whole, where the dialect sums and the request told.
 */
export function readUsage(answer: Answer, dialect: UsageDialect, summands?: number): Reading {
  if (isEventStream(answer.contentType)) return readFrames(answer, dialect)
  const text = textOf(answer)
  const format = formatOf(answer.contentType, text.start)
  if (format === undefined) return nothingRead
  return format === 'document' ? readDocument(text, dialect) : readStream(text, format, dialect, summands)
}

/** A UTF-8 sequence cut at a border becomes a replacement character, which no count is made of. */
export function textOf({ head, tail, skipped }: Answer): AnswerText {
  if (skipped > 0) return { start: new TextDecoder().decode(head), end: new TextDecoder().decode(tail) }
  const decoder = new TextDecoder()
  return { start: decoder.decode(head, { stream: true }) + decoder.decode(tail) }
}

function readDocument({ start, end }: AnswerText, dialect: UsageDialect): Reading {
  if (end === undefined) {
    const json = parseJson(start)
    return json === undefined ? nothingRead : dialect.body(json)
  }
  const rest = readSeveredEnd(end, dialect.tail?.body ?? [])
  const ending = rest === undefined ? nothingRead : dialect.body(rest)
  const reading = ending.usage === undefined ? readBeginning(start, dialect, ending) : ending
  if (reading.model !== undefined) return reading
  return extendReading(reading, { model: dialect.body(readSeveredStart(start, 'model')).model })
}

/** Some vendors state what was consumed before all that it was consumed for. */
function readBeginning(start: string, dialect: UsageDialect, otherwise: Reading): Reading {
  for (const member of dialect.head ?? []) {
    const json = readSeveredObject(start, member)
    const reading = json === undefined ? nothingRead : dialect.body(json)
    if (reading.usage !== undefined) return reading
  }
  return otherwise
}

function readFrames({ head, tail, skipped }: Answer, dialect: UsageDialect): Reading {
  return readEventStream(head, tail, skipped)
    .filter(mattersTo(dialect))
    .reduce((soFar, event) => readEvent(event, dialect, soFar), nothingRead)
}

function readStream(
  { start, end }: AnswerText,
  format: StreamFormat,
  dialect: UsageDialect,
  summands: number | undefined,
): Reading {
  const matters = mattersTo(dialect)
  let telling = 0
  const counted = (soFar: Reading, next: Reading): Reading => {
    if (next.usage !== soFar.usage) telling += 1
    return next
  }
  const beginning = format
    .events(start)
    .filter((event, index) => index < namingEvents || matters(event))
    .reduce((soFar, event) => counted(soFar, readEvent(event, dialect, soFar)), nothingRead)
  if (end === undefined) return beginning
  const { severed, events } = format.resume(end)
  const resumed = counted(beginning, readSevered(severed, dialect, beginning))
  const reading = events
    .filter(matters)
    .reduce((soFar, event) => counted(soFar, readEvent(event, dialect, soFar)), resumed)
  // Unless all are there, a part of the sum was among the bytes that were lost.
  return dialect.sums && telling !== summands ? { ...reading, final: false } : reading
}

/** An event whose beginning is gone may be of any kind: it is believed only if it states usage where usage belongs. */
function readSevered(severed: string, dialect: UsageDialect, soFar: Reading): Reading {
  const rest = readSeveredEnd(severed, dialect.tail?.event ?? [])
  const reading = rest === undefined ? soFar : dialect.event(rest, soFar)
  return reading.usage === soFar.usage ? soFar : reading
}

/**
 * The first events are read whatever they say: they name the model, also where no counts ever come. Two, because a
 * stream may begin with an event about the prompt, such as a content filter's findings.
 */
const namingEvents = 2

/** One pattern for all marks: looking for them one by one takes longer than parsing everything. */
function mattersTo({ marks }: UsageDialect): (event: SseEvent) => boolean {
  const pattern = new RegExp(['"error"', ...marks].map((mark) => RegExp.escape(mark)).join('|'))
  return ({ event, data }) => event === 'error' || pattern.test(data)
}

function readEvent({ event, data }: SseEvent, dialect: UsageDialect, soFar: Reading): Reading {
  const reading = event === 'error' ? extendReading(soFar, { failed: true }) : soFar
  const json = parseJson(data)
  if (json !== undefined) return dialect.event(json, reading)
  // Some servers end their events with one line end instead of two, which makes several events look like one.
  return data
    .split('\n')
    .map(parseJson)
    .filter((json) => json !== undefined)
    .reduce<Reading>((folded, json) => dialect.event(json, folded), reading)
}
