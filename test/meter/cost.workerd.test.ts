import { runInDurableObject } from 'cloudflare:test'
import { expect, test, vi } from 'vitest'
import type { Meter } from '../../src/meter/meter.ts'
import { idOf, labelOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { alarmIn, meterOf, minute, pass, ring, setStage, watchLedger } from './stage.ts'

setStage()

interface Cost {
  rows: number
  alarms: number
}

/** Counts what the object writes from now on. */
async function count(meter: DurableObjectStub<Meter>): Promise<Cost> {
  const cost: Cost = { rows: 0, alarms: 0 }
  await runInDurableObject(meter, (_meter, { storage }) => {
    const { exec } = storage.sql
    const setAlarm = storage.setAlarm.bind(storage)
    vi.spyOn(storage.sql, 'exec').mockImplementation(function (this: SqlStorage, query, ...bindings) {
      const cursor = exec.call(this, query, ...bindings)
      // Statements that write return no rows: they have run, and their count is final.
      cost.rows += cursor.rowsWritten
      return cursor as never
    })
    vi.spyOn(storage, 'setAlarm').mockImplementation((at) => {
      cost.alarms += 1
      return setAlarm(at)
    })
  })
  return cost
}

/** `requests` requests that overlap, then the alarm that sends them. */
async function round(meter: DurableObjectStub<Meter>, first: number, requests: number): Promise<void> {
  const ids = Array.from({ length: requests }, (_, index) => idOf(first + index))
  await Promise.all(ids.map((id) => meter.open(openRowOf({ id }), labelOf())))
  pass(minute)
  await Promise.all(ids.map((id) => meter.close(rowOf({ id }), labelOf())))
  await ring(meter)
}

test('under traffic: 2 rows a request, and a row and 2 alarms a batch', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  const cost = await count(meter)
  await round(meter, 100, 10)
  expect(cost).toEqual({ rows: 2 * 10 + 1, alarms: 2 })
  await round(meter, 200, 1)
  expect(cost).toEqual({ rows: 2 * 11 + 2, alarms: 4 })
})

test('for hours of traffic, forgetting included: 3 rows a request and 3 a batch', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  const cost = await count(meter)
  const [batches, requests] = [60, 4]
  for (let batch = 1; batch <= batches; batch += 1) {
    pass(2 * minute)
    await round(meter, batch * 10, requests)
  }
  pass(90 * minute)
  await ring(meter)
  expect(cost.alarms).toBe(2 * batches)
  expect(cost.rows).toBe(1 + 3 * batches * requests + batches)
})

test('an idle Meter that serves one request and sleeps again sets one alarm more', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  await ring(meter)
  const cost = await count(meter)
  await round(meter, 1, 1)
  await ring(meter)
  expect(cost).toEqual({ rows: 3 + 1, alarms: 3 })
})

test('a close that lands while a batch is under way sets no alarm of its own', async () => {
  const meter = meterOf()
  await meter.close(rowOf({ id: idOf(1) }), labelOf())
  const cost = await count(meter)
  const through = watchLedger(async () => {
    if (through.length === 0) await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
  })
  await ring(meter)
  expect(through).toEqual([[idOf(1)], [idOf(2)]])
  expect(cost).toEqual({ rows: 1 + 1, alarms: 1 })
  expect(await alarmIn(meter)).toBe(60 * minute)
})

test('what is done twice is written once, and a beat is one row', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  const cost = await count(meter)
  await meter.open(openRowOf({ id: idOf(1) }), labelOf())
  await meter.open(openRowOf({ id: idOf(1) }), labelOf())
  expect(cost).toEqual({ rows: 1, alarms: 0 })
  await meter.beat(idOf(1))
  expect(cost).toEqual({ rows: 2, alarms: 0 })
  await meter.close(rowOf({ id: idOf(1) }), labelOf())
  await meter.close(rowOf({ id: idOf(1) }), labelOf())
  expect(cost).toEqual({ rows: 3, alarms: 1 })
})
