import { expect } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import type { BuiltWorker } from '../support/built-worker.ts'
import { makeKey } from '../support/token.ts'

/** Writes a key into the Worker's KV and gives its token. A key of its own keeps a test's rows apart. */
export async function addKey(worker: BuiltWorker, id: string, more: object = {}): Promise<string> {
  const { token, record } = makeKey(id, more)
  const kv = await worker.kv()
  await kv.put(id, JSON.stringify(record))
  return token
}

interface Waiting {
  keyId: string
  count: number
  /** `performance.now()` at which it is over. */
  until: number
  resolve: (rows: Row[]) => void
  reject: (error: Error) => void
}

const waiting = new WeakMap<BuiltWorker, Set<Waiting>>()

/** The rows of one key in the order of asking, once there are as many; throws if they do not come within 30 s. */
export function rowsOf(worker: BuiltWorker, keyId: string, count: number): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const others = waiting.get(worker) ?? new Set()
    waiting.set(worker, others.add({ keyId, count, until: performance.now() + 30_000, resolve, reject }))
    if (others.size === 1) look(worker, others).catch(reject)
  })
}

/** One look at the ledger serves everybody who waits: tests by the dozen run side by side. */
async function look(worker: BuiltWorker, all: Set<Waiting>): Promise<void> {
  while (all.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const rows = await worker.rowsOf(Array.from(all, ({ keyId }) => keyId))
    for (const one of all) {
      const own = rows.filter(({ key_id }) => key_id === one.keyId)
      if (own.length >= one.count) one.resolve(own)
      else if (performance.now() > one.until)
        one.reject(new Error(`${one.keyId}: ${own.length} of ${one.count} rows`))
      else continue
      all.delete(one)
    }
  }
}

export const anyId: unknown = expect.stringMatching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/,
)
const anyTime: unknown = expect.any(Number)

/** A row's cost where nobody charges: it was refused, or it computed nothing. */
export const free = { cost_nano_usd: 0, price_id: 'free' } as const

/** A row's cost where no price is known. */
export const unpriced = { cost_nano_usd: null, price_id: null } as const

/** A row's cost by the table of prices, of whatever day that is: `openai/gpt-5`. */
export function pricedBy(model: string, nanoUsd: number) {
  const id: unknown = expect.stringMatching(`^genai-prices/${RegExp.escape(model)}@`)
  return { cost_nano_usd: nanoUsd, price_id: id }
}

/** A whole row as `toEqual` wants it: what a test does not say is empty, and only ids and times are left open. */
export function wholeRow(said: Partial<Record<keyof Row, unknown>>): Record<keyof Row, unknown> {
  return {
    key_id: '',
    id: anyId,
    at: anyTime,
    door: '',
    endpoint: '',
    provider: '',
    model: null,
    served_model: null,
    status: 200,
    stream: 0,
    outcome: 'complete',
    usage_source: 'none',
    input_tokens: null,
    cache_read_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    details: null,
    units: null,
    unit: null,
    cost_nano_usd: null,
    price_id: null,
    ttfb_ms: anyTime,
    duration_ms: anyTime,
    attempts: 1,
    gateway_log_id: null,
    tags: null,
    ...said,
  }
}
