import type { Departure } from '../upstream/departure.ts'
import { concatenated } from '../body/concatenated.ts'
import type { Ending } from './ending.ts'
import { nothingKept } from './keep.ts'
import { passage } from './passage.ts'

/** An error that says more than this says nothing to a person. */
const longest = 64 * 1024

/** An error's body: read whole, or too long and on its way as a stream. */
export type ErrorBody =
  | { bytes: Uint8Array; how: Ending['how'] }
  | { stream: ReadableStream<Uint8Array> | null; ended: Promise<Ending> }

/** Reads an error's body up to 64 KB. */
export async function readErrorBody(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
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
  reader.releaseLock()
  const { readable, writable } = new IdentityTransformStream()
  const ended = resume(chunks, body, writable).then(
    (): Ending => ({ how: 'complete', whole: true, kept: nothingKept }),
    (): Ending => ({
      how: departure.signal.aborted ? 'client_gone' : 'broken',
      whole: false,
      kept: nothingKept,
    }),
  )
  return { stream: passage(readable, departure).body, ended }
}

async function resume(
  chunks: readonly Uint8Array[],
  rest: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = writable.getWriter()
  for (const chunk of chunks) await writer.write(chunk)
  writer.releaseLock()
  await rest.pipeTo(writable)
}
