import { concatenated } from '../body/concatenated.ts'
import type { Departure } from '../upstream/departure.ts'
import type { Ending } from './ending.ts'
import { Keep, nothingKept } from './keep.ts'

/** Answers that are read whole are written by models, a few MB at most; in memory one is there three times. */
export const longestWhole = 16 * 1024 * 1024

/** An answer that was read whole. Null bytes: it broke off, or it is too long. */
export interface ReadUpTo {
  bytes: Uint8Array | null
  isLong: boolean
  ending: Ending
}

/** Reads an answer of at most `longest` bytes. A longer one is read to its end for its usage only: it is paid for. */
export async function readUpTo(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
  longest: number,
): Promise<ReadUpTo> {
  const reader = body.getReader()
  const keep = new Keep()
  let chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      keep.add(value)
      length += value.length
      if (length <= longest) chunks.push(value)
      else chunks = []
    }
  } catch {
    const how = departure.signal.aborted ? 'client_gone' : 'broken'
    return { bytes: null, isLong: false, ending: { how, whole: false, kept: nothingKept } }
  }
  const how = departure.signal.aborted ? 'client_gone' : 'complete'
  if (length > longest) return { bytes: null, isLong: true, ending: { how, whole: true, kept: keep.kept() } }
  const bytes = concatenated(chunks)
  return { bytes, isLong: false, ending: { how, whole: true, kept: { ...nothingKept, head: bytes } } }
}
