import { env } from 'cloudflare:workers'
import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, test, vi } from 'vitest'
import { writeDirectly } from '../../src/ledger/direct.ts'
import { Book } from '../../src/meter/book.ts'
import { meterPort } from '../../src/meter/client.ts'
import { deliver } from '../../src/meter/delivery.ts'
import { Dispatcher } from '../../src/meter/dispatcher.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import { unlimited } from '../../src/meter/terms.ts'
import { all, allRequests, dailyRows, recount } from '../ledger/database.ts'
import { idOf, labelOf, noon, openRowOf, rowOf } from '../ledger/rows.ts'
import { alarmIn, meterOf, minute, pass, ring, setStage, stored } from './stage.ts'

setStage()

describe('the life of a row', () => {
  test('is opened, closed, in D1 within 2 s, and forgotten an hour later', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), null)
    expect([await allRequests(), await alarmIn(meter)]).toEqual([[], 15 * minute])

    pass(2 * minute)
    await meter.close(rowOf(), labelOf())
    expect(await alarmIn(meter)).toBe(2000)

    await ring(meter)
    expect(await allRequests()).toEqual([rowOf()])
    expect(await all('SELECT * FROM keys')).toEqual([{ ...labelOf(), last_at: noon }])
    expect([await stored(meter), await alarmIn(meter)]).toEqual([
      [{ id: rowOf().id, state: 'closed', rev: 2 }],
      60 * minute,
    ])

    await ring(meter)
    expect([await stored(meter), await alarmIn(meter)]).toEqual([[], null])
    expect(await allRequests()).toEqual([rowOf()])
  })

  test('a close needs no open', async () => {
    const meter = meterOf()
    await meter.close(rowOf(), labelOf())
    await ring(meter)
    expect(await allRequests()).toEqual([rowOf()])
  })

  test('a second open, a second close and an open after the close change nothing, delivered or not', async () => {
    const meter = meterOf()
    await meter.open(openRowOf(), labelOf(), null)
    await meter.open(openRowOf({ endpoint: 'other' }), labelOf(), null)
    await meter.close(rowOf(), labelOf())
    await meter.close(rowOf({ input_tokens: 999 }), labelOf())
    await meter.open(openRowOf(), labelOf(), null)
    const before = await stored(meter)
    await ring(meter)
    await meter.close(rowOf({ input_tokens: 999 }), labelOf())
    await meter.open(openRowOf(), labelOf(), null)
    expect(await stored(meter)).toEqual(before)
    await ring(meter)
    expect([await allRequests(), await all(dailyRows)]).toEqual([[rowOf()], await all(recount)])
  })

  test('a Meter that serves several keys labels each of them', async () => {
    const meter = meterOf('wallet')
    await meter.close(rowOf({ id: idOf(1) }), labelOf())
    await meter.close(rowOf({ id: idOf(2), key_id: 'bob' }), labelOf({ key_id: 'bob', name: 'Bob' }))
    await ring(meter)
    expect(await all('SELECT key_id, name FROM keys')).toEqual([
      { key_id: 'alice', name: "Alice's laptop" },
      { key_id: 'bob', name: 'Bob' },
    ])
  })

  test('a row whose JSON has no end loses its free columns, not its counts', async () => {
    const meter = meterOf()
    await meter.close(rowOf({ details: `{"a":"${'x'.repeat(20_000)}"}` }), labelOf())
    await ring(meter)
    expect(await allRequests()).toEqual([rowOf({ details: null, tags: null })])
  })
})

test('the port writes a row through a real Meter', async () => {
  const fallback = vi.fn<() => Promise<void>>()
  const port = meterPort(env.METER, 'alice', fallback, { now: Date.now })
  expect(await port.open(openRowOf(), labelOf(), null, () => undefined)).toEqual(unlimited)
  pass(10 * minute)
  await port.beat(openRowOf())
  pass(10 * minute)
  expect(await stored(meterOf())).toEqual([{ id: rowOf().id, state: 'open', rev: 1 }])
  await port.close(rowOf(), labelOf())
  await ring(meterOf())
  expect(await allRequests()).toEqual([rowOf()])
  expect(fallback).not.toHaveBeenCalled()
})

describe('a Meter that is full', () => {
  test('forgets delivered rows early, then takes no new ones, and still ends those that it has', async () => {
    const ids = await runInDurableObject(meterOf(), async (_meter, { storage }) => {
      const shelf = new Shelf(storage, { rows: 3, jobs: 3 })
      const [book, dispatcher] = [new Book(shelf), new Dispatcher(shelf)]
      const open = (index: number) => book.open(openRowOf({ id: idOf(index) }), labelOf(), null, noon)
      const close = (index: number) => book.close(rowOf({ id: idOf(index) }), labelOf(), noon)
      close(1)
      const batch = dispatcher.batch()
      dispatcher.settle(batch, await deliver(batch, async () => undefined, 1), noon, 0)
      for (const index of [2, 3, 4]) open(index)
      expect(() => open(5)).toThrow('The Meter is full')
      expect(() => close(5)).toThrow('The Meter is full')
      close(2)
      return dispatcher.batch().map(({ id }) => id)
    })
    expect(ids).toEqual([idOf(2)])
    expect(await stored(meterOf())).toEqual([
      { id: idOf(2), state: 'closed', rev: 5 },
      { id: idOf(3), state: 'open', rev: 3 },
      { id: idOf(4), state: 'open', rev: 4 },
    ])
  })
})

test('direct writes and those of the Meter give one row, in any order', async () => {
  const meter = meterOf()
  await meter.open(openRowOf({ id: idOf(1) }), labelOf(), null)
  await writeDirectly(env.DB, rowOf({ id: idOf(1) }), labelOf())
  await ring(meter)
  await meter.open(openRowOf({ id: idOf(2) }), labelOf(), null)
  pass(16 * minute)
  await ring(meter)
  await writeDirectly(env.DB, rowOf({ id: idOf(2) }), labelOf())
  await meter.close(rowOf({ id: idOf(3) }), labelOf())
  await ring(meter)
  await writeDirectly(env.DB, rowOf({ id: idOf(3) }), labelOf())
  expect(await allRequests()).toEqual([1, 2, 3].map((index) => rowOf({ id: idOf(index) })))
  expect(await all(dailyRows)).toEqual(await all(recount))
})
