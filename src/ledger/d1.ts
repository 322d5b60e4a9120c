import { insertRows, upsertKeys } from './queries.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from './row.ts'

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
    db.prepare(upsertKeys).bind(JSON.stringify([...seenAt(rows, labels)])),
  ])
}

/** One label a key, the last one given, with the time of the key's newest row. */
function seenAt(rows: readonly Row[], labels: readonly KeyLabel[]): Iterable<KeyLabel & { last_at: number }> {
  const seen = new Map<string, KeyLabel & { last_at: number }>()
  for (const label of labels) seen.set(label.key_id, { ...label, last_at: 0 })
  for (const { key_id, at } of rows) {
    const label = seen.get(key_id)
    if (label !== undefined) label.last_at = Math.max(label.last_at, at)
  }
  return seen.values()
}
