/** Changes the bytes of a stream on their way to the client. */
export interface StreamFilter {
  /** The bytes that may go to the client now; null for none. */
  push(chunk: Uint8Array): Uint8Array | null
  /** What was held back when the stream ended or broke. */
  rest(): Uint8Array | null
  /** Whether the upstream's end can be the client's: a stream without its own end breaks off instead. Absent: always. */
  whole?(): boolean
}

/** Says an answer in the words of another API. */
export interface Interpreter {
  stream(): StreamFilter
  /** A whole answer as JSON text; null for what is no answer of the API that it came from. */
  answer(bytes: Uint8Array): string | null
  /** An error of status 400 or above as JSON text; null for one without words of its own. */
  error(status: number, bytes: Uint8Array): string | null
}
