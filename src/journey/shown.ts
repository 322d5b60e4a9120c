import type { Ending } from '../tap/ending.ts'
import { formatOf } from '../usage/format.ts'

/**
 * Bytes of an answer that bound what was worked out for it; null where more can have been. An error, and no answer, show
 * none of it. What does not stream, even where that was asked for, was worked out before any of it was sent, so only one
 * that is whole and no wreck tells.
 */
export function shownBytes(
  { kept, whole }: Ending,
  answer: Pick<Response, 'status' | 'headers'> | null,
  asksStream: boolean,
): number | null {
  if (answer === null || answer.status >= 400) return null
  const { head, tail, skipped } = kept
  const start = new TextDecoder().decode(head.subarray(0, 64))
  const streams = asksStream && formatOf(answer.headers.get('content-type'), start) !== 'document'
  if (!streams && !(whole && skipped === 0 && isJson([head, tail]))) return null
  return head.length + tail.length + skipped
}

function isJson(parts: readonly Uint8Array[]): boolean {
  const decoder = new TextDecoder()
  try {
    JSON.parse(parts.map((part) => decoder.decode(part, { stream: true })).join(''))
    return true
  } catch {
    return false
  }
}
