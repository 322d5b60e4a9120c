import type { LedgerCheck } from './ledger.ts'

/** Rows and requests a day: https://developers.cloudflare.com/durable-objects/platform/pricing/ and D1's. */
const daily = { meterRows: 100_000, meterCalls: 100_000, ledgerRows: 100_000 } as const

/** Held by test/meter/cost.workerd.test.ts: open, close and forget; a batch is one row and two alarms set. */
const meter = { rowsARequest: 3, rowsABatch: 3 } as const
/** `open` and `close`; and the alarm that sends a batch. */
const calls = { aRequest: 2, aBatch: 1 } as const
/** The upsert of the key's label. */
const ledgerRowsABatch = 1

/** How many requests a day the free plan carries, with the arithmetic: full batches, and each request in one of its own. */
export function freePlan({ rowsWrittenARequest }: LedgerCheck): string {
  const carried = (batch: number) => ({
    'Meter rows': daily.meterRows / (meter.rowsARequest + meter.rowsABatch / batch),
    'Meter calls': daily.meterCalls / (calls.aRequest + calls.aBatch / batch),
    'D1 rows': daily.ledgerRows / (rowsWrittenARequest + ledgerRowsABatch / batch),
  })
  const line = (what: string, batch: number) => {
    const each = Object.entries(carried(batch)).map(([name, requests]) => `${name} ${Math.floor(requests)}`)
    return `  ${what}: ${Math.floor(Math.min(...Object.values(carried(batch))))} requests a day (${each.join(', ')})`
  }
  return [
    `Free plan: a request writes ${meter.rowsARequest} rows in its Meter and ${rowsWrittenARequest.toFixed(2)} in D1, a batch ${meter.rowsABatch} and ${ledgerRowsABatch}; of each 100,000 a day`,
    line('batches of 100', 100),
    line('every request alone', 1),
  ].join('\n')
}
