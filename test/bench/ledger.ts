import { insertRows } from '../../src/ledger/queries.ts'
import type { Row } from '../../src/ledger/row.ts'
import { outputTokens } from './answers.ts'
import type { Stage } from './stage.ts'

/** What the ledger made of the benchmark. */
export interface LedgerCheck {
  rows: number
  /** Rows that D1 writes for one request in a large batch. */
  rowsWrittenARequest: number
}

const copied = 100

/** Looks whether every answer was read, without which its price means nothing. Throws if not. */
export async function checkLedger({ ring }: Stage): Promise<LedgerCheck> {
  const database = await ring.d1()
  const counted = await database
    .prepare(
      'SELECT count(*) AS rows, count(*) FILTER (WHERE outcome = ?1 AND output_tokens = ?2) AS complete FROM requests',
    )
    .bind('complete', outputTokens)
    .first<{ rows: number; complete: number }>()
  if (counted === null || counted.rows === 0 || counted.rows !== counted.complete) {
    throw new Error(`${counted?.complete} of ${counted?.rows} rows are complete and have their usage`)
  }
  const { results } = await database.prepare('SELECT * FROM requests LIMIT ?1').bind(copied).all<Row>()
  const again = results.map((row) => Object.assign(row, { key_id: 'copied' }))
  const { meta } = await database.prepare(insertRows).bind(JSON.stringify(again)).run()
  return { rows: counted.rows, rowsWrittenARequest: meta.rows_written / again.length }
}
