import { type Departure, left } from '../upstream/departure.ts'
import type { Ear } from './ear.ts'
import type { Ending, Tapped } from './ending.ts'
import { Keep } from './keep.ts'
import { nativePipe } from './native-pipe.ts'

/** Rarely enough that waking JavaScript costs nothing, often enough that little of a fast stream waits in memory. */
const pauseMs = 500
const readSize = 64 * 1024

/**
 * The quiet tap: the client's bytes go through a native pipe that no JavaScript touches, and a second branch is read
 * in a few large gulps. Waking JavaScript for every chunk is what makes gateways dear, not the parsing.
 *
 * The pipe ends in an IdentityTransformStream because a response body that the runtime could pump by itself would let
 * it end the invocation early, with the usage unread (https://github.com/cloudflare/workerd/issues/6151).
 */
export function quietTap(
  body: ReadableStream<Uint8Array>,
  departure: Departure,
  length: number | null,
  ear: Ear | null = null,
): Tapped {
  // Nobody would read the pipe's other end: it would wait for ever.
  if (departure.signal.aborted) {
    return { body: null, ended: readAlong(body, Promise.resolve('torn'), departure, ear) }
  }
  const [toClient, toReader] = body.tee()
  const { readable, writable } = nativePipe(length)
  const piped = toClient.pipeTo(writable).then(
    () => 'whole' as const,
    () => 'torn' as const,
  )
  return { body: readable, ended: readAlong(toReader, piped, departure, ear) }
}

async function readAlong(
  branch: ReadableStream<Uint8Array>,
  piped: Promise<'whole' | 'torn'>,
  departure: Departure,
  ear: Ear | null,
): Promise<Ending> {
  const keep = new Keep()
  const gulps = new Gulps(branch, ear === null ? [keep] : [keep, ear])
  let end: End
  try {
    end = await gulpUntil(Promise.race([piped, left(departure.signal)]), gulps)
    // If the client has left, this ends with the departure's time at the latest: the branch breaks off then.
    while (!gulps.done) await gulps.next()
  } catch {
    // Only the upstream's side of the tee can throw here.
    gulps.letGo()
    departure.cancelUpstream()
    return { how: departure.signal.aborted ? 'client_gone' : 'broken', whole: false, kept: keep.kept() }
  }
  return { how: end === 'whole' ? 'complete' : 'client_gone', whole: gulps.done, kept: keep.kept() }
}

type End = 'whole' | 'torn' | 'left'

/** A gulp every half second until the client has everything or has left; resolves early when nothing is left to read. */
async function gulpUntil(over: Promise<End>, gulps: Gulps): Promise<End> {
  for (let full = false; ;) {
    // Also before the first: it would wake with the first chunk, and many a stream is over by then.
    const paused = full ? null : await pause(pauseMs, over)
    if (paused !== null) return paused
    const read = await Promise.race([gulps.next(), over])
    if (typeof read === 'string') return read
    if (gulps.done) return over
    full = read
  }
}

/** Reads a branch in large gulps into one buffer that is used again and again. */
class Gulps {
  done = false
  #reader: ReadableStreamBYOBReader
  /** Made when it is first needed: not while the client waits for its first byte. */
  #memory: ArrayBufferLike | null = null
  #pending: Promise<boolean> | null = null
  #ears: readonly Ear[]

  constructor(branch: ReadableStream<Uint8Array>, ears: readonly Ear[]) {
    this.#reader = branch.getReader({ mode: 'byob' })
    this.#ears = ears
  }

  /** Whether the gulp filled the buffer, so that more may be waiting. A gulp that is under way is given again. */
  next(): Promise<boolean> {
    this.#pending ??= this.#read().finally(() => (this.#pending = null))
    return this.#pending
  }

  /** To be called when a gulp has failed: workerd never frees a reader of a failed branch that still has its lock. */
  letGo(): void {
    this.#reader.releaseLock()
  }

  async #read(): Promise<boolean> {
    const memory = this.#memory ?? new ArrayBuffer(readSize)
    const { done, value } = await this.#reader.read(new Uint8Array(memory, 0, readSize))
    if (value) {
      this.#memory = value.buffer
      for (const ear of this.#ears) ear.add(value)
    }
    this.done = done
    return value?.length === readSize
  }
}

/** Waits `ms`, or until `sooner` resolves, and then gives its value. */
async function pause<Value>(ms: number, sooner?: Promise<Value>): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const waited = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  const first = await (sooner ? Promise.race([waited, sooner]) : waited)
  if (timer !== null) clearTimeout(timer)
  return first
}
