import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeDirectly } from '../../src/ledger/direct.ts'
import { all, allRequests } from '../ledger/database.ts'
import { idOf, labelOf, noon, openRowOf, rowOf, rowsOf } from '../ledger/rows.ts'
import { createQueue, rowsRead } from './queue-stage.ts'
import type { FakeQueue } from './queue-stage.ts'
import { alarmIn, closeAll, meterOf, minute, pass, ring, setStage, stored, watchLedger } from './stage.ts'

const errors = setStage()
let queue: FakeQueue
beforeEach(() => {
  queue = createQueue()
  bind(queue)
})
afterEach(() => bind(undefined))

/** From the next Meter that wakes on. */
function bind(bound: FakeQueue | undefined): void {
  Reflect.set(env, 'USAGE_QUEUE', bound)
}

function away(): never {
  throw new Error('Queue send failed: Internal Server Error')
}

async function wakeWith(bound: FakeQueue | undefined): Promise<void> {
  bind(bound)
  // What does not run cannot be evicted.
  await meterOf().behind()
  await evictDurableObject(meterOf())
}

const idle = { failures: 0, waiting: 0, since: null, missed: 0 }

describe('a batch', () => {
  test('goes to D1 and, as one message, to the queue, with its key as D1 has it', async () => {
    await closeAll(rowsOf(150))
    await ring(meterOf())
    const [message] = queue.messages
    expect(queue.messages.length).toBe(1)
    expect({ ...message, rows: rowsRead(queue.messages) }).toEqual({
      v: 1,
      batch: 'alice:1-150',
      missed: 0,
      keys: await all('SELECT * FROM keys'),
      rows: await allRequests(),
    })
    expect((await allRequests()).length).toBe(150)
  })

  test('that is more than a message goes in several, each row once', async () => {
    await closeAll(rowsOf(1200))
    await ring(meterOf())
    const sizes = queue.messages.map((message) => JSON.stringify(message).length)
    expect(Math.max(...sizes)).toBeLessThan(128_000)
    expect(queue.messages.flatMap(({ rows }) => rows)).toEqual(await allRequests())
  })

  test('of rows that D1 refuses goes to the queue all the same, once', async () => {
    const bad = rowOf({ id: idOf(1), status: 200.5 })
    await closeAll([rowOf({ id: idOf(0) }), bad])
    await ring(meterOf())
    await evictDurableObject(meterOf())
    await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
    await ring(meterOf())
    expect(queue.messages.map(({ rows }) => rows)).toEqual([
      [rowOf({ id: idOf(0) }), bad],
      [rowOf({ id: idOf(2) })],
    ])
    expect((await meterOf().setAside()).map(({ id }) => id)).toEqual([bad.id])
  })

  test('without a queue goes to D1 alone, and nothing waits for one', async () => {
    bind(undefined)
    await closeAll(rowsOf(2))
    await ring(meterOf())
    expect([await meterOf().behind(), await alarmIn(meterOf())]).toEqual([
      { failures: 0, queue: null },
      60 * minute,
    ])
  })
})

describe('a queue that is away', () => {
  test('keeps no row from D1, has its own waits, and gets all of it when it is back', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999)
    queue.instead = away
    await closeAll(rowsOf(2))
    await ring(meterOf())
    await ring(meterOf())
    expect([await allRequests(), queue.messages]).toEqual([rowsOf(2), []])
    expect(await meterOf().behind()).toEqual({
      failures: 0,
      queue: { failures: 2, waiting: 2, since: noon, missed: 0 },
    })
    expect(await alarmIn(meterOf())).toBe(4000)

    await meterOf().close(rowOf({ id: idOf(7) }), labelOf())
    expect(await alarmIn(meterOf())).toBe(2000)
    await ring(meterOf())
    expect([(await allRequests()).length, (await meterOf().behind()).queue]).toEqual([
      3,
      { failures: 2, waiting: 3, since: noon, missed: 0 },
    ])

    queue.instead = null
    await ring(meterOf())
    expect(queue.messages.map(({ rows }) => rows)).toEqual([await allRequests()])
    expect(await meterOf().behind()).toEqual({ failures: 0, queue: idle })
  })

  test('for hours keeps its rows in the Meter, over evictions, and says so in the log', async () => {
    queue.instead = away
    await closeAll(rowsOf(2))
    for (let hours = 0; hours < 3; hours += 1) {
      pass(60 * minute)
      await runDurableObjectAlarm(meterOf())
      await evictDurableObject(meterOf())
    }
    expect((await stored(meterOf())).length).toBe(2)
    expect(JSON.parse(errors[0] ?? '')).toEqual({
      event: 'queue_send_failed',
      meter: 'alice',
      failure: 'retry',
      error: 'Queue send failed: Internal Server Error',
      watermark: 0,
      attempt: 1,
      retryAt: expect.any(Number),
    })
    queue.instead = null
    pass(60 * minute)
    await runDurableObjectAlarm(meterOf())
    expect([queue.messages.map(({ rows }) => rows), await stored(meterOf())]).toEqual([[rowsOf(2)], []])
  })
})

test('D1 that is away keeps no row from the queue, and nothing is sent there twice for it', async () => {
  watchLedger(() => {
    throw new Error('D1_ERROR: Network connection lost.')
  })
  await closeAll(rowsOf(2))
  await ring(meterOf())
  await ring(meterOf())
  await meterOf().close(rowOf({ id: idOf(7) }), labelOf())
  await ring(meterOf())
  expect(queue.messages.map(({ rows }) => rows.length)).toEqual([2, 1])
  vi.restoreAllMocks()
  for (let rings = 0; rings < 3; rings += 1) await ring(meterOf())
  expect([queue.messages.length, rowsRead(queue.messages)]).toEqual([2, await allRequests()])
  expect((await allRequests()).length).toBe(3)
})

test('neither D1 nor the queue waits for the other', async () => {
  queue.instead = async () => {
    while ((await allRequests()).length === 0) await scheduler.wait(1)
  }
  await meterOf().close(rowOf({ id: idOf(1) }), labelOf())
  await ring(meterOf())
  queue.instead = null
  watchLedger(async () => {
    while (queue.messages.length < 2) await scheduler.wait(1)
  })
  await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
  await ring(meterOf())
  expect(rowsRead(queue.messages)).toEqual([1, 2].map((index) => rowOf({ id: idOf(index) })))
  expect(await allRequests()).toEqual(rowsRead(queue.messages))
})

describe('whatever fails in between', () => {
  test('a reader that gets messages twice and in any order has the rows of D1', async () => {
    let tick = 0
    queue.instead = () => {
      if (tick % 3 === 1) away()
    }
    watchLedger(() => {
      if (tick % 2 === 1) throw new Error('D1_ERROR: Network connection lost.')
    })
    for (; tick < 24; tick += 1) {
      const meter = meterOf()
      await meter.open(openRowOf({ id: idOf(tick) }), labelOf(), null)
      // Some are never ended, some lost and corrected later, some ended twice.
      if (tick % 4 !== 0) await meter.close(rowOf({ id: idOf(tick) }), labelOf())
      if (tick % 5 === 0) pass(16 * minute)
      await ring(meter)
      if (tick % 8 === 4) await meterOf().close(rowOf({ id: idOf(tick) }), labelOf())
      if (tick % 7 === 0) await evictDurableObject(meterOf())
    }
    vi.restoreAllMocks()
    queue.instead = null
    pass(16 * minute)
    for (let rings = 0; rings < 3; rings += 1) await ring(meterOf())

    const rows = await allRequests()
    const lost = rows.filter(({ outcome }) => outcome === 'lost').map(({ id }) => id)
    expect([rows.length, lost]).toEqual([24, [0, 8, 16].map(idOf)])
    const twice = [...queue.messages, ...queue.messages]
    expect([rowsRead(twice), rowsRead(twice.toReversed())]).toEqual([rows, rows])
    expect((await meterOf().behind()).queue).toEqual(idle)
  })

  test('a message that arrived before its Meter could note it is sent again', async () => {
    queue.instead = () => {
      queue.messages.push({ v: 1, batch: 'first', missed: 0, keys: [], rows: rowsOf(1) })
      throw new Error('Network connection lost')
    }
    await closeAll(rowsOf(1))
    await ring(meterOf())
    queue.instead = null
    await ring(meterOf())
    expect([queue.messages.length, rowsRead(queue.messages)]).toEqual([2, rowsOf(1)])
  })
})

describe('a queue that comes and goes', () => {
  test('gets at first what the Meter still has, and goes on where it was after a time without', async () => {
    await wakeWith(undefined)
    await closeAll([rowOf({ id: idOf(1) })])
    await ring(meterOf())
    await wakeWith(queue)
    await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
    await ring(meterOf())
    await wakeWith(undefined)
    await meterOf().close(rowOf({ id: idOf(3) }), labelOf())
    await ring(meterOf())
    await wakeWith(queue)
    await meterOf().close(rowOf({ id: idOf(4) }), labelOf())
    await ring(meterOf())
    const ids = queue.messages.map(({ rows }) => rows.map(({ id }) => id))
    expect(ids).toEqual([
      [idOf(1), idOf(2)],
      [idOf(3), idOf(4)],
    ])
  })
})

describe('a row that is written without a Meter', () => {
  const message = {
    v: 1,
    batch: `direct:${rowOf().id}`,
    missed: 0,
    keys: [{ ...labelOf(), last_at: noon }],
    rows: [rowOf()],
  }

  test('goes to both', async () => {
    await writeDirectly(env.DB, rowOf(), labelOf(), queue)
    expect([await allRequests(), queue.messages]).toEqual([[rowOf()], [message]])
  })

  test('is in D1 and in the log where the queue is away', async () => {
    queue.instead = away
    await writeDirectly(env.DB, rowOf(), labelOf(), queue)
    expect([await allRequests(), errors.map((line): unknown => JSON.parse(line))]).toEqual([
      [rowOf()],
      [{ event: 'row_not_queued', error: 'Queue send failed: Internal Server Error', row: rowOf() }],
    ])
  })

  test('is in the queue where D1 is away', async () => {
    watchLedger(() => {
      throw new Error('D1_ERROR: Network connection lost.')
    })
    await expect(writeDirectly(env.DB, rowOf(), labelOf(), queue)).rejects.toThrow('Network connection lost')
    expect(queue.messages).toEqual([message])
  })
})
