import { writeRows } from './d1.ts'
import { failureOf } from './failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from './row.ts'
import { applySchema } from './schema.ts'

/**
 * Writes one row without a Meter, for when the Meter cannot be reached; creates the tables if that is what is missing.
 * Throws what D1 throws.
 */
export async function writeDirectly(db: D1Database, row: Row, label: KeyLabel): Promise<void> {
  try {
    await writeRows(db, [row], [label])
  } catch (error) {
    if (failureOf(error) !== 'no_tables') throw error
    await applySchema(db)
    await writeRows(db, [row], [label])
  }
}
