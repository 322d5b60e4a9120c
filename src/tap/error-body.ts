import type { Departure } from '../upstream/departure.ts'
import { concatenated } from '../body/concatenated.ts'
import type { Ending, Tapped } from './ending.ts'
import { passage } from './passage.ts'

/** An error that says more than this says nothing to a person. */
const longest = 64 * 1024

/** An error's body: read whole; too long, and given up (null bytes); or too long, and on its way as a stream. */
export type ErrorBody = { bytes: Uint8Array | null; how: Ending['how'] } | Tapped

/** Reads an error's body up to 64 KB. Its client understands a longer one as it is only if it `passes`. */
export async function readErrorBody(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
  passes: boolean,
): Promise<ErrorBody> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    while (length <= longest) {
      const { done, value } = await reader.read()
      if (done)
        return { bytes: concatenated(chunks), how: departure.signal.aborted ? 'client_gone' : 'complete' }
      chunks.push(value)
      length += value.length
    }
  } catch {
    return { bytes: concatenated(chunks), how: departure.signal.aborted ? 'client_gone' : 'broken' }
  }
  if (passes) return passage(continued(chunks, reader), departure, null)
  void reader.cancel().catch(() => {})
  return { bytes: null, how: 'complete' }
}

/** What was read of a body, and the rest of it. */
function continued(
  chunks: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const next = chunks.shift() ?? (await reader.read()).value
        if (next) controller.enqueue(next)
        else controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
