import type { Counts } from '../counts.ts'

/** A whole answer, ready to be sent. */
export interface Said {
  type: string
  pieces: readonly (string | Uint8Array)[]
  /** With this piece the counts have been told to their end; null: they never are. */
  statedBy: number | null
}

/** What a vendor has been asked, as far as it matters for what it says. */
export interface Heard {
  model: string
  streams: boolean
  /** `stream_options.include_usage` */
  wantsUsage: boolean
  pieces: number
}

/** Says an answer with these counts in one API's words. */
export type Writer = (counts: Counts, heard: Heard) => Said

/** As many characters as a piece of an answer has at most tokens: no token is shorter than a byte. */
export const longestPiece = 40
export const words = 'x'.repeat(longestPiece)

/** A list with one entry a piece of text. */
export function perPiece<T>(pieces: number, one: (index: number) => T): T[] {
  return Array.from({ length: pieces }, (_, index) => one(index))
}

export function whole(body: object): Said {
  return { type: 'application/json', pieces: [JSON.stringify(body)], statedBy: 0 }
}

export function events(pieces: readonly string[], statedBy: number | null): Said {
  return { type: 'text/event-stream', pieces, statedBy }
}
