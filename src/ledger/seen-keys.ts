import type { KeyLabel } from '../keys/label.ts'
import type { Row } from './row.ts'

/** A row of the table `keys`. */
export type SeenKey = KeyLabel & {
  /** Epoch ms of the newest row that comes with it. */
  last_at: number
}

/** One label a key, the last one given, with the time of the key's newest row. */
export function seenKeys(rows: readonly Row[], labels: readonly KeyLabel[]): SeenKey[] {
  const seen = new Map<string, SeenKey>()
  for (const label of labels) seen.set(label.key_id, { ...label, last_at: 0 })
  for (const { key_id, at } of rows) {
    const label = seen.get(key_id)
    if (label !== undefined) label.last_at = Math.max(label.last_at, at)
  }
  return [...seen.values()]
}
