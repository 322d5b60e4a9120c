import type { Ending } from '../tap/ending.ts'

/**
 * Bytes of an answer that bound what was worked out for it; null where more can have been. An error shows none of it.
 * What does not stream was worked out before any of it was sent, so only one that is whole and no wreck tells.
 */
export function shownBytes(ending: Ending, status: number | null, streams: boolean): number | null {
  const { head, tail, skipped } = ending.kept
  if (status === null || status >= 400) return null
  if (!streams && !(ending.whole && skipped === 0 && isJson([head, tail]))) return null
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
