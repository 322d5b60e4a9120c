import type { Departure } from '../upstream/departure.ts'
import type { Ending } from './ending.ts'
import { nothingKept } from './keep.ts'

/** Up to here a whole answer in memory costs less than a tap. */
export const smallAnswer = 64 * 1024

/** A small answer, read before it is handed on: half the cost of a tap. Null bytes: the upstream broke it off. */
export async function readWhole(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
): Promise<{ bytes: Uint8Array | null; ending: Ending }> {
  try {
    const bytes = new Uint8Array(await new Response(body).arrayBuffer())
    const how = departure.signal.aborted ? 'client_gone' : 'complete'
    return { bytes, ending: { how, whole: true, kept: { ...nothingKept, head: bytes } } }
  } catch {
    const how = departure.signal.aborted ? 'client_gone' : 'broken'
    return { bytes: null, ending: { how, whole: false, kept: nothingKept } }
  }
}
