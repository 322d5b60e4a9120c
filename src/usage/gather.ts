import type { UsageDialect } from './dialect.ts'
import { parseJson } from './json.ts'
import { nothingRead, type Reading } from './usage.ts'

/** Reads what an answer of any length consumed while it passes. Never throws. */
export interface Gatherer {
  /** Copies what it keeps: the caller may use the chunk's memory again. */
  add(chunk: Uint8Array): void
  /**
   * What all of it stated, once it has ended. Nothing where a part of it was too long, or was no JSON: what is known of
   * a sum without a part of it is too low.
   */
  reading(): Reading
}

/** One result of a batch, which may have a picture in it. */
const longestLine = 4 * 1024 * 1024
/** Requests that bring their own input are 20 MB at most, and answers are shorter. In memory it is there three times. */
const longestDocument = 16 * 1024 * 1024

/** The reader of one answer; null where its dialect does not need one. */
export function gathererOf(dialect: UsageDialect): Gatherer | null {
  const { gathers, body, event } = dialect
  if (gathers === undefined) return null
  return gathers === 'lines' ? new Lines(event) : new Document(body)
}

/** A JSON value in parts, up to a ceiling. */
class Value {
  length = 0
  #parts: Uint8Array[] = []

  add(part: Uint8Array): void {
    this.#parts.push(part.slice())
    this.length += part.length
  }

  /** Its text, with what it ends with; it is empty again. */
  take(last: Uint8Array): string {
    const decoder = new TextDecoder()
    const text = this.#parts.map((part) => decoder.decode(part, { stream: true })).join('')
    this.#parts = []
    this.length = 0
    return text + decoder.decode(last)
  }
}

const nothing = new Uint8Array()
const newline = 0x0a

class Lines implements Gatherer {
  #line = new Value()
  #reading: Reading | null = nothingRead
  #event: UsageDialect['event']

  constructor(event: UsageDialect['event']) {
    this.#event = event
  }

  add(chunk: Uint8Array): void {
    if (this.#reading === null) return
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0 && this.#reading; end = chunk.indexOf(newline, from)) {
      this.#end(chunk.subarray(from, end))
      from = end + 1
    }
    const rest = chunk.subarray(from)
    // Files of any kind may come here: what does not begin as a line does is none.
    const isLine = this.#line.length > 0 || rest.length === 0 || mayBegin.has(rest[0] ?? 0)
    if (!isLine || this.#line.length + rest.length > longestLine) this.#reading = null
    if (this.#reading && rest.length > 0) this.#line.add(rest)
    else if (!this.#reading) this.#line = new Value()
  }

  #end(last: Uint8Array): void {
    const text = this.#line.length + last.length > longestLine ? null : this.#line.take(last)
    if (text?.trim() === '') return
    const json = text === null ? undefined : parseJson(text)
    this.#reading = json === undefined || this.#reading === null ? null : this.#event(json, this.#reading)
  }

  reading(): Reading {
    if (this.#reading) this.#end(nothing)
    return this.#reading ?? nothingRead
  }
}

/** `{`, white space, and the first byte of a byte order mark, which a decoder takes away. */
const mayBegin: ReadonlySet<number> = new Set([0x7b, 0x20, 0x09, 0x0d, 0xef])

class Document implements Gatherer {
  #value: Value | null = new Value()
  #body: UsageDialect['body']

  constructor(body: UsageDialect['body']) {
    this.#body = body
  }

  add(chunk: Uint8Array): void {
    if (this.#value === null) return
    if (this.#value.length + chunk.length > longestDocument) this.#value = null
    else this.#value.add(chunk)
  }

  reading(): Reading {
    const json = this.#value === null ? undefined : parseJson(this.#value.take(nothing))
    return json === undefined ? nothingRead : this.#body(json)
  }
}
