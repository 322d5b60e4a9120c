/** What a reader is taken to have read at least, in bytes a millisecond: faster than speech by far. */
const assumedSpeed = 1024
/** Of the 128 MB of an isolate, for one direction of one socket. */
export const mostAhead = 32 * 1024 * 1024

/**
 * Bounds what one side of a socket can be ahead of the other. The runtime keeps what a slow reader has not taken and
 * tells nobody how much that is (https://github.com/cloudflare/workerd/issues/988), so this is an estimate: bytes sent
 * less the bytes that a slow reader would have taken meanwhile.
 */
export class Pace {
  #ahead = 0
  #at: number

  /** `at` is now, in epoch milliseconds. */
  constructor(at: number) {
    this.#at = at
  }

  /** Counts a message; false when it goes beyond the ceiling and must not be sent. */
  admits(bytes: number, at: number): boolean {
    this.#ahead = Math.max(0, this.#ahead - (at - this.#at) * assumedSpeed)
    this.#at = at
    if (this.#ahead + bytes > mostAhead) return false
    this.#ahead += bytes
    return true
  }
}
