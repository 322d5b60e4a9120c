import type { Departure } from '../upstream/departure.ts'
import type { Ending } from './ending.ts'
import { nothingKept } from './keep.ts'

/** Up to here a whole answer in memory costs less than a tap. */
export const smallAnswer = 64 * 1024

/**
 * A small answer, read before it is handed on: half the cost of a tap. Null bytes: the upstream broke it off. Nothing
 * has gone to the client by then, so it is told by a status (https://www.rfc-editor.org/rfc/rfc9110#section-15.6.3),
 * with words that its SDK shows, where the part of a JSON text before a cut connection would help nobody. The row's
 * status stays what the upstream answered; that it broke off is the row's outcome.
 */
export async function readWhole(
  answer: Pick<Response, 'arrayBuffer'>,
  departure: Departure,
): Promise<{ bytes: Uint8Array | null; ending: Ending }> {
  try {
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const how = departure.signal.aborted ? 'client_gone' : 'complete'
    return { bytes, ending: { how, whole: true, kept: { ...nothingKept, head: bytes } } }
  } catch {
    const how = departure.signal.aborted ? 'client_gone' : 'broken'
    return { bytes: null, ending: { how, whole: false, kept: nothingKept } }
  }
}
