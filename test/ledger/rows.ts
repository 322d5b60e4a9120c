import type { KeyLabel } from '../../src/keys/label.ts'
import type { Row } from '../../src/ledger/row.ts'

/** 2035-06-15T12:00:00Z: later than any alarm that the machine's own clock could fire during a test. */
export const noon = Date.UTC(2035, 5, 15, 12)

/** A complete row; its id sorts by `at`, as a UUIDv7 does. */
export function rowOf(changes: Partial<Row> = {}): Row {
  return {
    key_id: 'alice',
    id: '0190a000-0000-7000-8000-000000000001',
    at: noon,
    door: 'openai',
    endpoint: 'chat/completions',
    provider: 'openai',
    model: 'gpt-4o',
    served_model: 'gpt-4o-2024-08-06',
    status: 200,
    stream: 1,
    outcome: 'complete',
    usage_source: 'reported',
    input_tokens: 100,
    cache_read_tokens: 40,
    cache_write_tokens: null,
    output_tokens: 20,
    reasoning_tokens: 5,
    details: '{"audio_input_tokens":3}',
    units: null,
    unit: null,
    cost_nano_usd: 450_000,
    price_id: 'gpt-4o',
    ttfb_ms: 210,
    duration_ms: 1900,
    attempts: 1,
    gateway_log_id: '01JADMCQQQBWH3NXZ5GCRN98DP',
    tags: '{"team":"research"}',
    ...changes,
  }
}

/** What is known of a request when it opens. */
export function openRowOf(changes: Partial<Row> = {}): Row {
  return rowOf({
    served_model: null,
    status: null,
    outcome: 'lost',
    usage_source: 'none',
    input_tokens: null,
    cache_read_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    details: null,
    cost_nano_usd: null,
    price_id: null,
    ttfb_ms: null,
    duration_ms: null,
    gateway_log_id: null,
    ...changes,
  })
}

export function rowsOf(count: number, changes: Partial<Row> = {}): Row[] {
  return Array.from({ length: count }, (_, index) => rowOf({ id: idOf(index), ...changes }))
}

export function idOf(index: number): string {
  return `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`
}

export function labelOf(changes: Partial<KeyLabel> = {}): KeyLabel {
  return { key_id: 'alice', name: "Alice's laptop", tags: '{"team":"research"}', wallet: null, ...changes }
}
