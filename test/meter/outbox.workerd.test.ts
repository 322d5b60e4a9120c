import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test, vi } from 'vitest'
import { all, allRequests, dailyRows, recount } from '../ledger/database.ts'
import { idOf, labelOf, openRowOf, rowOf, rowsOf } from '../ledger/rows.ts'
import { closeAll, meterOf, ring, setStage, watchLedger } from './stage.ts'

setStage()

describe('batches', () => {
  test('1,200 rows go in three writes of at most 500, by one alarm', async () => {
    const through = watchLedger()
    await closeAll(rowsOf(1200))
    await ring(meterOf())
    expect(through.map((ids) => ids.length)).toEqual([500, 500, 200])
    expect(await all('SELECT count(*) AS rows, count(DISTINCT id) AS ids FROM requests')).toEqual([
      { rows: 1200, ids: 1200 },
    ])
  })

  test('more than 1 MB goes in several writes', async () => {
    const through = watchLedger()
    const meter = meterOf()
    const details = JSON.stringify({ text: 'é'.repeat(7000) })
    const rows = rowsOf(100, { details })
    await closeAll(rows)
    await ring(meter)
    expect(through.map((ids) => ids.length)).toEqual([68, 32])
    expect(await allRequests()).toEqual(rows)
  })

  test('rows that end in another order than they began all arrive', async () => {
    const rows = rowsOf(501)
    await runInDurableObject(meterOf(), async (meter) => {
      for (const { id } of rows) await meter.open(openRowOf({ id }), labelOf(), null)
    })
    await closeAll(rows.toReversed())
    await ring(meterOf())
    expect(await allRequests()).toEqual(rows)
  })

  test('what was delivered before an eviction is not sent again after it', async () => {
    await closeAll(rowsOf(2))
    await ring(meterOf())
    await evictDurableObject(meterOf())
    const through = watchLedger()
    await meterOf().close(rowOf({ id: idOf(9) }), labelOf())
    await ring(meterOf())
    expect(through).toEqual([[idOf(9)]])
  })

  test('a close that lands while its lost row is under way is sent after it', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), null)
    let landed = false
    const through = watchLedger(async () => {
      if (landed) return
      landed = true
      await meterOf().close(rowOf(), labelOf())
    })
    await ring(meter)
    expect(through).toEqual([[rowOf().id], [rowOf().id]])
    expect([await allRequests(), await all(dailyRows)]).toEqual([[rowOf()], await all(recount)])
  })

  test('a close that lands while the last write of an alarm is under way is not taken as delivered', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), null)
    const through = watchLedger(async () => {
      if (through.length > 0) throw new Error('Network connection lost')
      await meterOf().close(rowOf(), labelOf())
    })
    await ring(meter)
    expect(await allRequests()).toEqual([openRowOf({ outcome: 'lost' })])
    vi.restoreAllMocks()
    await ring(meter)
    expect([await allRequests(), await all(dailyRows)]).toEqual([[rowOf()], await all(recount)])
  })
})
