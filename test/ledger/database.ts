import { env } from 'cloudflare:workers'
import type { Row } from '../../src/ledger/row.ts'

export { dailyRows, recount } from './recount.ts'

/** All rows of a table or of a query, in the order of their first columns. */
export async function all<T = Record<string, unknown>>(query: string): Promise<T[]> {
  const { results } = await env.DB.prepare(query).all<T>()
  return results
}

export function allRequests(): Promise<Row[]> {
  return all<Row>('SELECT * FROM requests ORDER BY key_id, id')
}
