/**
 * What one answer consumed, in one vocabulary for all providers. A field that the provider did not state is absent:
 * missing stays missing, not 0. Counts are finite integers ≥ 0.
 */
export interface Usage {
  /** Total, cache included. */
  input?: number
  cacheRead?: number
  /** All lifetimes together; the one-hour part is also in `details.cache_write_1h_tokens`. */
  cacheWrite?: number
  /** Total, reasoning included. */
  output?: number
  reasoning?: number
  /** What is counted in another measure than tokens: seconds, characters, images. May have a fraction. */
  units?: number
  /** A singular noun. */
  unit?: string
  /** What the provider itself says that it charges, in integer nano-USD. */
  statedCost?: number
  /** What prices or people need beyond the totals: audio and image tokens, tool counts, service tier. */
  details?: Record<string, number | string>
}

/** What a dialect has understood of an answer so far. */
export interface Reading {
  usage?: Usage
  /** The model that answered, when the answer names one. */
  model?: string
  /** The counts are the last word. False for the running figures of a stream that is not over. */
  final: boolean
  /** The answer reported a failure after its headers (an error event in a stream). */
  failed: boolean
}

export const nothingRead: Reading = { final: false, failed: false }
