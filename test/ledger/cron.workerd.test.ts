import { createExecutionContext, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { createWorker } from '../../src/app.ts'
import { writeRows } from '../../src/ledger/d1.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { emptyBindings } from '../support/empty-bindings.ts'
import { all } from './database.ts'
import { labelOf, rowOf } from './rows.ts'

const day = 24 * 60 * 60_000
const ages = [1, 20, 40, 89, 91, 400]

beforeEach(async () => {
  await emptyBindings()
  await applySchema(env.DB)
  const now = Date.now()
  const rows = ages.map((age) => rowOf({ at: now - age * day, id: v7({ msecs: now - age * day }) }))
  await writeRows(env.DB, rows, [labelOf()])
})

/** The ages in days of the rows that are left, after the cron ran with these variables. */
async function leftAfter(vars: Record<string, string>): Promise<number[]> {
  const bindings = { ...env, ...vars }
  const controller = createScheduledController({ cron: '17 3 * * *' })
  await createWorker().scheduled?.(controller, bindings, createExecutionContext())
  const rows = await all<{ at: number }>('SELECT at FROM requests ORDER BY at DESC')
  return rows.map(({ at }) => Math.round((Date.now() - at) / day))
}

test.each([
  ['nothing is said', {}, [1, 20, 40, 89]],
  ['a number of days is given', { RETENTION_DAYS: '30' }, [1, 20]],
  ['rows are kept for ever', { RETENTION_DAYS: '' }, ages],
  ['the setting is wrong', { RETENTION_DAYS: '30d' }, ages],
])('the cron forgets what it should where %s', async (_, vars, left) => {
  expect(await leftAfter(vars)).toEqual(left)
})
