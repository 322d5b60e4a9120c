import type { KeyLabel } from '../keys/label.ts'
import type { UsageQueue } from '../usage-queue.ts'
import { writeRows } from './d1.ts'
import { failureOf, messageOf } from './failure.ts'
import type { Row } from './row.ts'
import { applySchema } from './schema.ts'
import { usageMessage } from './usage-message.ts'

/**
 * Writes one row without a Meter, for when the Meter cannot be reached: to D1, and to the queue where one is bound.
 * Neither waits for the other. Throws what D1 throws; a row that the queue does not take is in the log.
 */
export async function writeDirectly(
  db: D1Database,
  row: Row,
  label: KeyLabel,
  queue: UsageQueue | null = null,
): Promise<void> {
  const queued = queue === null ? null : writeToQueue(queue, row, label)
  try {
    await writeToLedger(db, row, label)
  } finally {
    await queued
  }
}

/** Creates the tables if that is what is missing. */
async function writeToLedger(db: D1Database, row: Row, label: KeyLabel): Promise<void> {
  try {
    await writeRows(db, [row], [label])
  } catch (error) {
    if (failureOf(error) !== 'no_tables') throw error
    await applySchema(db)
    await writeRows(db, [row], [label])
  }
}

async function writeToQueue(queue: UsageQueue, row: Row, label: KeyLabel): Promise<void> {
  try {
    await queue.send(usageMessage(`direct:${row.id}`, [{ row, label }]), { contentType: 'json' })
  } catch (error) {
    console.error(JSON.stringify({ event: 'row_not_queued', error: messageOf(error), row }))
  }
}
