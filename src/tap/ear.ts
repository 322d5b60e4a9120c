/** Hears an answer as it passes, from its first byte to its last. */
export interface Ear {
  /** The chunk's memory is used again: what is to stay must be copied. */
  add(chunk: Uint8Array): void
}
