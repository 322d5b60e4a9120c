import type { Dialect } from '../refusal/reasons.ts'
import { firstOf, membersOf } from './json-members.ts'

/** Whether the SDKs of a dialect find type or code, and message, in an error's body as it stands. */
export function isReadable(dialect: Dialect, json: unknown, contentType: string | null): boolean {
  return readers[dialect](json, contentType)
}

type Reader = (json: unknown, contentType: string | null) => boolean

const readers: Readonly<Record<Dialect, Reader>> = {
  /** A Google error has a message there too, but its code is a number and its type is called `status`. */
  openai(json) {
    const error = membersOf(membersOf(json)?.['error'])
    return isText(error?.['message']) && (isText(error?.['type']) || !isText(error?.['status']))
  },
  anthropic(json) {
    const body = membersOf(json)
    const error = membersOf(body?.['error'])
    return body?.['type'] === 'error' && isText(error?.['type']) && isText(error?.['message'])
  },
  /** A stream without `alt=sse` fails with a list; the SDK shows it whole, if it is declared as JSON. */
  gemini(json, contentType) {
    const error = membersOf(membersOf(firstOf(json))?.['error'])
    const declared = contentType?.includes('application/json') === true
    return declared && isText(error?.['message']) && typeof error?.['code'] === 'number'
  },
  'aws-json': (json) => isText(membersOf(json)?.['message']) && isText(membersOf(json)?.['__type']),
  numbered(json) {
    const error = membersOf(membersOf(json)?.['error'])
    return isText(error?.['message']) && typeof error?.['code'] === 'number'
  },
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
