import * as z from 'zod'
import type { Row } from '../ledger/row.ts'
import type { Statement } from './ledger.ts'

const text = z.string().nullable()
const number = z.number().nullable()

/** The columns that a row is priced by, and those that say whether it may be. */
export const pricedRow = z.object({
  id: z.string(),
  at: z.number(),
  door: z.enum(['openai', 'anthropic', 'gemini', 'provider']),
  provider: z.string(),
  endpoint: z.string(),
  model: text,
  served_model: text,
  status: number,
  outcome: z.enum(['complete', 'client_gone', 'upstream_error', 'refused_upstream', 'lost']),
  usage_source: z.enum(['reported', 'drained', 'estimated', 'none']),
  input_tokens: number,
  cache_read_tokens: number,
  cache_write_tokens: number,
  output_tokens: number,
  reasoning_tokens: number,
  details: text,
  units: number,
  unit: text,
  cost_nano_usd: number,
  price_id: text,
}) satisfies z.ZodType<Partial<Row>>
export type PricedRow = z.infer<typeof pricedRow>

export interface Price {
  nanoUsd: number | null
  priceId: string | null
}

/** Rows of the key `?1` behind the id `?2`, below `?3`, at most `?4`. */
export const rowsToPrice = `SELECT ${Object.keys(pricedRow.shape).join(', ')} FROM requests
WHERE key_id = ?1 AND id > ?2 AND id < ?3 ORDER BY id LIMIT ?4`

/**
 * `?1` is a JSON list of [key, id, cost, price, cost before, price before]: what changed meanwhile is left alone. The
 * key stands in every item: were it a parameter, SQLite would go through the key's rows and search the list for each.
 */
const updateRows = `UPDATE requests SET cost_nano_usd = fresh.value ->> 2, price_id = fresh.value ->> 3
FROM json_each(?1) AS fresh
WHERE requests.key_id = fresh.value ->> 0 AND requests.id = fresh.value ->> 1
  AND requests.cost_nano_usd IS fresh.value ->> 4 AND requests.price_id IS fresh.value ->> 5`

/**
 * Why a row's cost is not ours to work out again; null where it is. Costs that the provider stated, that the operator
 * fixed a unit or that a cache made 0 have a price without `/`; an upper bound that stands for unknown counts has
 * nothing to be worked out from.
 */
export function whyKept(row: PricedRow): 'fixed' | 'estimated' | null {
  if (row.price_id !== null && !row.price_id.includes('/')) return 'fixed'
  if (row.cost_nano_usd === null) return null
  if (row.price_id === null) return 'fixed'
  const counted = row.input_tokens !== null || row.output_tokens !== null || row.units !== null
  return (counted || needsNoCount(row)) && row.usage_source !== 'estimated' ? null : 'estimated'
}

/** An operator's price of a request, or that a model is free, held for an answer that states no counts. */
function needsNoCount({ price_id, usage_source, outcome }: PricedRow): boolean {
  return usage_source === 'none' && outcome !== 'lost' && price_id?.startsWith('config/') === true
}

/** The statements that give rows of one key their new prices, none of them too long for a transport without binding. */
export function updatesOf(key: string, changes: readonly { row: PricedRow; price: Price }[]): Statement[] {
  const statements: Statement[] = []
  let items: string[] = []
  let length = 0
  const flush = () => {
    if (items.length > 0) statements.push({ sql: updateRows, parameters: [`[${items.join(',')}]`] })
    items = []
    length = 0
  }
  for (const { row, price } of changes) {
    const item = JSON.stringify([key, row.id, price.nanoUsd, price.priceId, row.cost_nano_usd, row.price_id])
    if (length + item.length > longestList) flush()
    items.push(item)
    length += item.length + 1
  }
  flush()
  return statements
}

/** Well below a statement's 100 KB, for quotes in it are doubled. */
const longestList = 40_000
