import { env } from 'cloudflare:workers'
import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { writeDirectly } from '../../src/ledger/direct.ts'
import { all, allRequests, dailyRows, recount } from '../ledger/database.ts'
import { idOf, labelOf, openRowOf, rowOf, rowsOf } from '../ledger/rows.ts'
import { claimOf } from './claims.ts'
import { alarmIn, meterOf, minute, pass, ring, setStage, stored } from './stage.ts'

setStage()

describe('a row that nobody ends', () => {
  test('is lost after 15 minutes of silence, at an unknown cost, and a late close corrects it and its sums', async () => {
    const meter = meterOf()
    await meter.open(openRowOf({ outcome: 'complete' }), labelOf(), null)
    await ring(meter)
    expect(await allRequests()).toEqual([openRowOf({ outcome: 'lost' })])
    expect(await all('SELECT requests, errors, unpriced FROM daily')).toEqual([
      { requests: 1, errors: 1, unpriced: 1 },
    ])

    pass(20 * minute)
    await meter.close(rowOf(), labelOf())
    await ring(meter)
    expect(await allRequests()).toEqual([rowOf()])
    expect(await all(dailyRows)).toEqual(await all(recount))
    expect(await all('SELECT requests, errors, unpriced, cost_nano_usd FROM daily')).toEqual([
      { requests: 1, errors: 0, unpriced: 0, cost_nano_usd: 450_000 },
    ])
  })

  test('counts as its reservation where it has one', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), claimOf({ fixedNano: 7_000_000, output: null }))
    await ring(meter)
    expect(await allRequests()).toEqual([
      openRowOf({ outcome: 'lost', cost_nano_usd: 7_000_000, usage_source: 'estimated' }),
    ])
  })

  test('a beat keeps it open for another 15 minutes, also over an eviction', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), null)
    pass(10 * minute)
    await meter.beat(openRowOf().id)
    await evictDurableObject(meter)
    await ring(meterOf())
    expect([await allRequests(), await alarmIn(meterOf())]).toEqual([[], 10 * minute])
    await ring(meterOf())
    expect(await allRequests()).toEqual([openRowOf()])
  })

  test('a beat for a row that is closed or unknown changes nothing', async () => {
    const meter = meterOf()
    await meter.close(rowOf(), labelOf())
    const before = await stored(meter)
    await meter.beat(rowOf().id)
    await meter.beat(idOf(99))
    expect(await stored(meter)).toEqual(before)
  })

  test('is found by the alarm that forgets, when that one stands already', async () => {
    const meter = meterOf()
    await meter.close(rowOf({ id: idOf(1) }), labelOf())
    await ring(meter)
    await meter.open(openRowOf({ id: idOf(2) }), labelOf(), null)
    expect(await alarmIn(meter)).toBe(60 * minute)
    await ring(meter)
    expect(await stored(meter)).toEqual([{ id: idOf(2), state: 'lost', rev: 3 }])
  })
})

describe('a Meter that dies', () => {
  test('between open, close and alarm loses nothing', async () => {
    await meterOf().open(openRowOf({ id: idOf(1) }), labelOf(), null)
    await evictDurableObject(meterOf())
    await meterOf().close(rowOf({ id: idOf(1) }), labelOf())
    await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
    await abortAllDurableObjects()
    await meterOf().open(openRowOf({ id: idOf(3) }), labelOf(), null)
    await ring(meterOf())
    await abortAllDurableObjects()
    await meterOf().close(rowOf({ id: idOf(3) }), labelOf())
    await ring(meterOf())
    expect(await allRequests()).toEqual([1, 2, 3].map((index) => rowOf({ id: idOf(index) })))
    expect(await all(dailyRows)).toEqual(await all(recount))
  })

  test('knows on waking which alarm stands, and does not put it off', async () => {
    await meterOf().close(rowOf({ id: idOf(1) }), labelOf())
    await evictDurableObject(meterOf())
    await meterOf().open(openRowOf({ id: idOf(2) }), labelOf(), null)
    expect(await alarmIn(meterOf())).toBe(2000)
  })

  test('after D1 took a batch, and before it was noted, sends it again and doubles nothing', async () => {
    const rows = rowsOf(3)
    for (const row of rows) await meterOf().close(row, labelOf())
    for (const row of rows) await writeDirectly(env.DB, row, labelOf())
    await abortAllDurableObjects()
    await ring(meterOf())
    expect([await allRequests(), await all(dailyRows)]).toEqual([rows, await all(recount)])
  })
})
