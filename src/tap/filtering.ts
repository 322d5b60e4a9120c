import { type Departure, left } from '../upstream/departure.ts'
import type { Ending, Tapped } from './ending.ts'
import { Keep } from './keep.ts'
import type { StreamFilter } from './interpreter.ts'

type How = Ending['how']

/** One buffer for all reads of a stream: a fresh one each would hold far more memory. */
const readSize = 4 * 1024
/** A chunk of a chat stream is small, and its usage comes last. */
const tailSize = 8 * 1024

/**
 * The dear path: every chunk passes through JavaScript, because bytes must be changed. Pulled by the client
 * (`highWaterMark: 0`), so that nothing waits in memory; cheaper than a TransformStream.
 */
export function filteringTap(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
  filter: StreamFilter,
): Tapped {
  const reader = body.getReader({ mode: 'byob' })
  const keep = new Keep(tailSize)
  let memory: ArrayBufferLike = new ArrayBuffer(readSize)
  const { promise: ended, resolve } = Promise.withResolvers<Ending>()
  const end = (how: How, whole: boolean): void => resolve({ how, whole, kept: keep.kept() })

  /** The read that is under way: the runtime's own streams allow one at a time. */
  let reading: Promise<unknown> = Promise.resolve()
  function read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const result = reader.read(new Uint8Array(memory, 0, readSize)).then((read) => {
      if (read.value) memory = read.value.buffer
      return read
    })
    reading = result.catch(() => {})
    return result
  }

  let leaving: Promise<void> | null = null
  /** The next bytes for the client; null at the end. */
  async function next(): Promise<Uint8Array | null> {
    for (;;) {
      const { done, value } = await read()
      if (done) {
        if (filter.whole?.() === false) throw new Error('The upstream’s stream has no end')
        return filter.rest()
      }
      keep.add(value)
      const passed = filter.push(value)
      // Once the client has left, what comes next is `drain`'s to read.
      if (passed || leaving) return passed
    }
  }

  /** The client has left: read on for a while, or close at once. */
  function leave(): Promise<void> {
    leaving ??= reading.then(() => drain(read, keep)).then((whole) => end('client_gone', whole))
    return leaving
  }
  void left(departure.signal).then(leave)

  const client = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const bytes = await next()
          if (leaving) return
          if (bytes) {
            // A copy: the next read uses the same memory.
            controller.enqueue(bytes.slice())
            return
          }
          controller.close()
          end('complete', true)
        } catch (error) {
          if (leaving) return
          const held = filter.rest()
          if (held) controller.enqueue(held)
          controller.error(error)
          end('broken', false)
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  return { body: client, ended }
}

/** Whether the upstream's answer could be read to its end. */
async function drain(
  read: () => Promise<ReadableStreamReadResult<Uint8Array>>,
  keep: Keep,
): Promise<boolean> {
  try {
    for (;;) {
      const { done, value } = await read()
      if (done) return true
      keep.add(value)
    }
  } catch {
    return false
  }
}
