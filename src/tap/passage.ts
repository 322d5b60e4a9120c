import { type Departure, left } from '../upstream/departure.ts'
import type { Tapped } from './ending.ts'
import { nothingKept } from './keep.ts'
import { nativePipe } from './native-pipe.ts'

/**
 * An answer with no usage in it: a native pipe, with the word of its end, which the bare body would not give. When
 * the client leaves there is nothing to stay for.
 */
export function passage(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
  length: number | null,
): Tapped {
  const { readable, writable } = nativePipe(length)
  const piped = body.pipeTo(writable).then(
    () => 'complete' as const,
    () => (departure.signal.aborted ? ('client_gone' as const) : ('broken' as const)),
  )
  const gone = left(departure.signal).then(() => 'client_gone' as const)
  const ended = Promise.race([piped, gone]).then((how) => {
    if (how !== 'complete') departure.cancelUpstream()
    return { how, whole: how === 'complete', kept: nothingKept }
  })
  return { body: readable, ended }
}
