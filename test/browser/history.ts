import { v7 } from 'uuid'
import { columns } from '../../src/ledger/columns.ts'
import type { Row } from '../../src/ledger/row.ts'
import { rowOf } from '../ledger/rows.ts'
import type { BuiltWorker } from '../support/built-worker.ts'

const dayMs = 86_400_000
const names = Object.keys(columns) as (keyof Row)[]
const insert = `INSERT INTO requests SELECT ${names.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(?1)`

/** Writes rows into the ledger, whose tables must be there; each has an id of its own time. */
export async function writeRows(worker: BuiltWorker, rows: readonly Partial<Row>[]): Promise<void> {
  const whole = rows.map((row) => {
    const { id: _id, ...usual } = rowOf(row)
    return { id: v7({ msecs: usual.at }), ...usual, ...(row.id !== undefined && { id: row.id }) }
  })
  const database = await worker.d1()
  await database.prepare(insert).bind(JSON.stringify(whole)).run()
  const keys = [...new Set(whole.map((row) => row.key_id))]
  const last = 'INSERT INTO keys (key_id, last_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING'
  await database.batch(keys.map((key) => database.prepare(last).bind(key, Date.now())))
}

const models = [
  ['openai', 'gpt-4o-mini', 0.9],
  ['anthropic', 'claude-sonnet-4-5', 7],
  ['google-ai-studio', 'gemini-2.5-flash', 1.4],
  ['groq', 'llama-3.3-70b-versatile', 0.5],
  ['lab', 'llama-4', null],
] as const

/** A month of one key that looks like somebody's: always the same one, up to `now` in epoch ms. */
export function monthOf(keyId: string, now: number): Partial<Row>[] {
  return Array.from({ length: 240 }, (_, index): Partial<Row> => {
    const [provider, model, price] = models[(index * 7 + (index % 3)) % models.length] ?? models[0]
    const input = 400 + ((index * 7919) % 6000)
    const output = 80 + ((index * 104_729) % 1500)
    const failed = index % 41 === 40
    return {
      key_id: keyId,
      at: now - 60_000 - Math.floor((index * index * 29 * dayMs) / (240 * 240)),
      provider,
      model,
      served_model: model,
      outcome: failed
        ? index % 2
          ? 'upstream_error'
          : 'lost'
        : index % 29 === 28
          ? 'client_gone'
          : 'complete',
      status: failed ? 503 : 200,
      input_tokens: input,
      output_tokens: failed ? null : output,
      cost_nano_usd: price === null ? null : Math.round((input + 4 * output) * price * 1_000),
      price_id: price === null ? null : `genai-prices/${provider}/${model}`,
      duration_ms: 600 + output * 9,
      ttfb_ms: 180 + (index % 17) * 23,
      tags: '{"team":"research"}',
    }
  })
}
