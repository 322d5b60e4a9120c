import type { Kept } from './keep.ts'

/**
 * How an answer ended. `complete`: the upstream ended it and the client has it. `client_gone`: the client left first.
 * `broken`: the upstream broke it off, and so did Tollgate.
 */
export interface Ending {
  how: 'complete' | 'client_gone' | 'broken'
  /** The upstream's answer was read to its end, also after the client had left. */
  whole: boolean
  kept: Kept
}

/** An answer's body on its way to the client, and the word of its end. `ended` never rejects. */
export interface Tapped {
  /** Null where nobody is left to read it. */
  body: ReadableStream<Uint8Array> | null
  ended: Promise<Ending>
}
