import { concatenated } from '../body/concatenated.ts'

/** The bytes of an answer that are kept for reading its usage: all of a small one, both ends of a large one. */
export interface Kept {
  head: Uint8Array
  tail: Uint8Array
  /** Bytes lost between head and tail. */
  skipped: number
}

/** Of an answer that nobody needs to read. */
export const nothingKept: Kept = { head: new Uint8Array(), tail: new Uint8Array(), skipped: 0 }

/** Streams name their model and their input at the start. */
const headSize = 16 * 1024
/** Room for a terminal event's usage and what may stand behind it (16 pairs of metadata, a stop event). */
const usualTail = 64 * 1024

/**
 * Keeps both ends of a stream of any length, in at most 16 KB and twice the tail's size. The tail fills two blocks in turn, so that no
 * byte is moved twice however small the chunks are.
 */
export class Keep {
  #head: Uint8Array | null = null
  #headLength = 0
  #older: Uint8Array | null = null
  #newer: Uint8Array | null = null
  #newerLength = 0
  #total = 0
  #tailSize: number

  constructor(tailSize = usualTail) {
    this.#tailSize = tailSize
  }

  /** Copies what it keeps: the caller may use the chunk's memory again. */
  add(chunk: Uint8Array): void {
    this.#total += chunk.length
    let rest = chunk
    if (this.#headLength < headSize) {
      const part = rest.subarray(0, headSize - this.#headLength)
      this.#head ??= new Uint8Array(headSize)
      this.#head.set(part, this.#headLength)
      this.#headLength += part.length
      rest = rest.subarray(part.length)
    }
    if (rest.length > this.#tailSize) rest = rest.subarray(rest.length - this.#tailSize)
    while (rest.length > 0) rest = this.#addToTail(rest)
  }

  /** Fills the newer block and gives back what did not fit. */
  #addToTail(bytes: Uint8Array): Uint8Array {
    if (this.#newer === null || this.#newerLength === this.#tailSize) {
      const reused = this.#older
      this.#older = this.#newer
      this.#newer = reused ?? new Uint8Array(this.#tailSize)
      this.#newerLength = 0
    }
    const part = bytes.subarray(0, this.#tailSize - this.#newerLength)
    this.#newer.set(part, this.#newerLength)
    this.#newerLength += part.length
    return bytes.subarray(part.length)
  }

  kept(): Kept {
    const newer = this.#newer?.subarray(0, this.#newerLength) ?? new Uint8Array()
    const older = this.#older?.subarray(newer.length) ?? new Uint8Array()
    const tail = concatenated([older, newer])
    const head = this.#head?.slice(0, this.#headLength) ?? new Uint8Array()
    return { head, tail, skipped: this.#total - head.length - tail.length }
  }
}
