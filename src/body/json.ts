import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { type Elision, elide } from './elision.ts'
import { repeatedMember } from './members.ts'

/** A body that was read: the same bytes as text and as a value, but for what was left out of both. */
export interface JsonBody {
  text: string
  value: Readonly<Record<string, unknown>>
  /** Those bytes; absent of a body that was made here. */
  bytes?: Uint8Array
  /** What was left out; absent where nothing was. */
  elision?: Elision
}

/** A value takes a hundred times the memory of its text, and an isolate has 128 MB for everybody. */
const mostValues = 500_000

const encoder = new TextEncoder()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The body as one strict UTF-8 JSON object. Every doubt is a refusal, because what Tollgate reads must be what the
 * upstream reads: `names` are the members that some rule reads, none of which may stand twice in one object.
 */
export function readJson(bytes: Uint8Array, names: ReadonlySet<string>): Result<JsonBody> {
  let text: string
  let elision: Elision | null
  try {
    elision = elide(bytes)
    text = elision?.text ?? strictUtf8.decode(bytes)
  } catch {
    return refuse('bad_request', 'The request body is not valid UTF-8. Send one JSON object.')
  }
  if (isIntricate(text)) {
    return refuse(
      'request_too_large',
      `The request body has more than ${mostValues} values. Send it in several requests, or as a file.`,
    )
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const what = text.trim() === '' ? 'is empty' : 'is not valid JSON'
    return refuse('bad_request', `The request body ${what}. Send one JSON object.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('bad_request', 'The request body must be one JSON object.')
  }
  const repeated = repeatedMember(text, names)
  if (repeated !== null) {
    return refuse('bad_request', `The request body has the field \`${repeated}\` twice. Send it once.`, {
      param: repeated,
    })
  }
  return accept({ text, value: value as Record<string, unknown>, bytes, ...(elision && { elision }) })
}

/** A text made of a body's own, as it goes up: the client's bytes where nothing has changed. */
export function bytesFor(text: string, { text: own, bytes, elision }: JsonBody): Uint8Array {
  if (bytes && text === own) return bytes
  return elision?.restored(text) ?? encoder.encode(text)
}

/** Whether so many values can be in a JSON text that parsing it could take the isolate's memory. */
function isIntricate(text: string): boolean {
  if (text.length <= mostValues) return false
  let values = 0
  for (let at = 0; at < text.length && values <= mostValues; at++) {
    const code = text.charCodeAt(at)
    if (code === comma || code === bracket || code === brace) values++
  }
  return values > mostValues
}

const [comma, bracket, brace] = [',', '[', '{'].map((character) => character.charCodeAt(0))
