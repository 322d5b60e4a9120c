import { insertRows, upsertKeys } from './queries.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from './row.ts'
import { seenKeys } from './seen-keys.ts'

/**
 * The one write of the ledger: rows and the labels of their keys in one transaction. Repeating it changes nothing.
 * Throws what D1 throws; `failureOf` says what that means. At most 2 MB as JSON (D1's limit of one parameter).
 */
export async function writeRows(
  db: D1Database,
  rows: readonly Row[],
  labels: readonly KeyLabel[],
): Promise<void> {
  await db.batch([
    db.prepare(insertRows).bind(JSON.stringify(rows)),
    db.prepare(upsertKeys).bind(JSON.stringify(seenKeys(rows, labels))),
  ])
}
