import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Meter } from '../../src/meter/meter.ts'
import type { Claim } from '../../src/meter/terms.ts'
import { idOf, labelOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { claimOf, dollar } from './claims.ts'
import { createQueue } from './queue-stage.ts'
import { alarmIn, meterOf, minute, pass, ring, setStage, stored, watchLedger } from './stage.ts'

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
async function round(
  meter: DurableObjectStub<Meter>,
  first: number,
  requests: number,
  claim: Claim | null = null,
): Promise<void> {
  const ids = Array.from({ length: requests }, (_, index) => idOf(first + index))
  const verdicts = await Promise.all(ids.map((id) => meter.open(openRowOf({ id }), labelOf(), claim)))
  expect(verdicts.map(({ how }) => how)).toEqual(ids.map(() => 'admitted'))
  pass(minute)
  await Promise.all(ids.map((id) => meter.close(rowOf({ id }), labelOf())))
  await ring(meter)
}

const limits = { rpm: 100, tpm: 1_000_000, parallel: 100 }

describe.each([
  ['without limits', null],
  ['with a budget and limits', claimOf({ terms: { ...dollar, limits } })],
])('a key %s', (_what, claim) => {
  test('writes, under traffic, 2 rows a request, and a row and 2 alarms a batch', async () => {
    const meter = meterOf()
    await round(meter, 0, 1, claim)
    const cost = await count(meter)
    await round(meter, 100, 10, claim)
    expect(cost).toEqual({ rows: 2 * 10 + 1, alarms: 2 })
    await round(meter, 200, 1, claim)
    expect(cost).toEqual({ rows: 2 * 11 + 2, alarms: 4 })
  })

  test('writes, for hours of traffic and forgetting included, 3 rows a request and 3 a batch', async () => {
    const meter = meterOf()
    await round(meter, 0, 1, claim)
    const cost = await count(meter)
    const [batches, requests] = [60, 4]
    for (let batch = 1; batch <= batches; batch += 1) {
      pass(2 * minute)
      await round(meter, batch * 10, requests, claim)
    }
    pass(90 * minute)
    await ring(meter)
    const lastForgets = 1
    expect(cost.alarms).toBe(2 * batches)
    expect(cost.rows).toBe(1 + 3 * batches * requests + batches + lastForgets)
  })

  test('that serves one request and sleeps again has one alarm that only forgets, for one row more', async () => {
    const meter = meterOf()
    await round(meter, 0, 1, claim)
    await ring(meter)
    const cost = await count(meter)
    await round(meter, 1, 1, claim)
    await ring(meter)
    expect(cost).toEqual({ rows: 3 + 1 + 1, alarms: 3 })
  })
})

test('what is refused, or comes too early, writes nothing; what is taken back writes as much as it wrote', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  const cost = await count(meter)
  const tooMuch = claimOf({ fixedNano: 2_000_000_000 })
  expect((await meter.open(openRowOf({ id: idOf(1) }), labelOf(), tooMuch)).how).toBe('refused')
  const patient = { ...tooMuch, patient: true }
  expect((await meter.open(openRowOf({ id: idOf(1) }), labelOf(), patient)).how).toBe('short')
  expect(cost).toEqual({ rows: 0, alarms: 0 })
  await meter.open(openRowOf({ id: idOf(1) }), labelOf(), claimOf())
  await meter.abandon(idOf(1))
  expect([cost, await stored(meter)]).toEqual([
    { rows: 2, alarms: 0 },
    [expect.objectContaining({ id: idOf(0) })],
  ])
})

test('a job writes one row more a request, one a minute of polls, and one when it is lost', async () => {
  const meter = meterOf()
  await round(meter, 0, 1)
  const cost = await count(meter)
  await meter.open(openRowOf({ id: idOf(1) }), labelOf(), claimOf())
  await meter.defer(openRowOf({ id: idOf(1) }), labelOf(), 'job', 500)
  for (let polls = 0; polls < 12; polls += 1) {
    pass(10_000)
    await meter.poll('alice', 'job')
  }
  expect(cost).toEqual({ rows: 2 + 2, alarms: 0 })
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
  await meter.open(openRowOf({ id: idOf(1) }), labelOf(), null)
  await meter.open(openRowOf({ id: idOf(1) }), labelOf(), null)
  expect(cost).toEqual({ rows: 1, alarms: 0 })
  await meter.beat(idOf(1))
  expect(cost).toEqual({ rows: 2, alarms: 0 })
  await meter.close(rowOf({ id: idOf(1) }), labelOf())
  await meter.close(rowOf({ id: idOf(1) }), labelOf())
  expect(cost).toEqual({ rows: 3, alarms: 1 })
})

describe('with a queue', () => {
  afterEach(() => Reflect.set(env, 'USAGE_QUEUE', undefined))

  test('a Meter writes not a row more, and sends one message a batch', async () => {
    const queue = createQueue()
    Reflect.set(env, 'USAGE_QUEUE', queue)
    const meter = meterOf()
    await round(meter, 0, 1)
    const cost = await count(meter)
    await round(meter, 100, 10)
    await round(meter, 200, 150)
    expect([cost, queue.messages.map(({ rows }) => rows.length)]).toEqual([
      { rows: 2 * 160 + 2, alarms: 4 },
      [1, 10, 150],
    ])
  })

  test('that is away a Meter writes 2 rows a try', async () => {
    const queue = createQueue()
    queue.instead = () => {
      throw new Error('Queue send failed: Internal Server Error')
    }
    Reflect.set(env, 'USAGE_QUEUE', queue)
    const meter = meterOf()
    await round(meter, 0, 1)
    const cost = await count(meter)
    for (let tries = 0; tries < 5; tries += 1) await ring(meter)
    expect([cost, queue.messages]).toEqual([{ rows: 5, alarms: 5 }, []])
  })
})
