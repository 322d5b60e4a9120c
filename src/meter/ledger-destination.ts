import { writeRows } from '../ledger/d1.ts'
import { failureOf } from '../ledger/failure.ts'
import { applySchema } from '../ledger/schema.ts'
import type { Destination } from './courier.ts'

/** D1, whose tables are made before the first write after waking. */
export function ledgerDestination(database: D1Database): Destination {
  let schemaApplied = false
  return {
    to: 'ledger',
    failed: 'ledger_write_failed',
    kindOf: failureOf,
    async write(parcels) {
      try {
        if (!schemaApplied) await applySchema(database)
        schemaApplied = true
        const rows = parcels.map(({ row }) => row)
        const labels = parcels.map(({ label }) => label)
        await writeRows(database, rows, labels)
      } catch (error) {
        if (failureOf(error) === 'no_tables') schemaApplied = false
        throw error
      }
    },
  }
}
