import type { DoorName } from '../route/door.ts'

/**
 * One row of the ledger: what is known of one request that went upstream. Field names are the columns of the D1
 * table `requests` (design: the ledger). Unknown is null, never 0. Nothing here quotes a prompt, an answer or a key.
 */
export interface Row {
  key_id: string
  /** UUIDv7; also the answer's `tollgate-request-id`. */
  id: string
  /** Epoch milliseconds at which the request came in. */
  at: number
  door: DoorName
  /** The path after the door, without query: `chat/completions`, `models/gemini-x:generateContent`. */
  endpoint: string
  /** The gateway's slug, or the mount's name for a custom provider. */
  provider: string
  /** The model asked for. */
  model: string | null
  served_model: string | null
  /** The status that the upstream answered; null when there was no answer. */
  status: number | null
  stream: 0 | 1
  outcome: Outcome
  usage_source: UsageSource
  /** Total, cache included. */
  input_tokens: number | null
  cache_read_tokens: number | null
  cache_write_tokens: number | null
  /** Total, reasoning included. */
  output_tokens: number | null
  reasoning_tokens: number | null
  /** JSON object: audio and image tokens, tool counts, service tier. */
  details: string | null
  units: number | null
  /** A singular noun: `second`, `character`, `image`, … */
  unit: string | null
  /** Integer nano-USD; null is unpriced, 0 only where it is known to be free. */
  cost_nano_usd: number | null
  price_id: string | null
  ttfb_ms: number | null
  duration_ms: number | null
  attempts: number
  gateway_log_id: string | null
  /** JSON object of strings, from the key's record. */
  tags: string | null
}

/** What a row says was consumed, and by which model. */
export type Consumed = Pick<
  Row,
  | 'served_model'
  | 'input_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'output_tokens'
  | 'reasoning_tokens'
  | 'details'
  | 'units'
  | 'unit'
>

/**
 * `complete`: the answer ended. `client_gone`: the client left, also before the first byte. `upstream_error`: no
 * connection, 5xx, or a stream that broke. `refused_upstream`: a 4xx of the provider. `lost`: nobody ever reported
 * the end; a late report corrects it.
 */
export type Outcome = 'complete' | 'client_gone' | 'upstream_error' | 'refused_upstream' | 'lost'

/**
 * `reported`: the answer said so. `drained`: it said so after the client had left. `estimated`: worked out, or only a
 * part was reported. `none`: nothing is known.
 */
export type UsageSource = 'reported' | 'drained' | 'estimated' | 'none'
