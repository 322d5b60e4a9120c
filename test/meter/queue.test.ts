import { afterEach, describe, expect, test, vi } from 'vitest'
import { Book } from '../../src/meter/book.ts'
import { deliver } from '../../src/meter/delivery.ts'
import { queueDestination } from '../../src/meter/queue-destination.ts'
import { Dispatcher } from '../../src/meter/dispatcher.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import { idOf, labelOf, noon, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'
import { createQueue } from './queue-stage.ts'

afterEach(() => vi.useRealTimers())

/** A Meter with a queue and room for so many rows; `carry` does what its alarm would. */
function meterOf(rows: number) {
  const storage = createStorage()
  const wake = () => new Shelf(storage, { rows, jobs: 1 }, true)
  const shelf = wake()
  const dispatcher = new Dispatcher(shelf)
  const queue = createQueue()
  const destination = queueDestination(queue, 'alice', dispatcher)
  const book = new Book(shelf)
  return {
    dispatcher,
    queue,
    destination,
    wake,
    close: (index: number) => book.close(rowOf({ id: idOf(index) }), labelOf(), noon),
    ids: () => [...shelf.entries()].map(({ id }) => id),
    async carry(to: 'ledger' | 'queue') {
      const batch = dispatcher.batch(to)
      const { write, kindOf } = destination
      const delivery = await deliver(batch, to === 'queue' ? write : async () => undefined, 1, kindOf)
      dispatcher.settle(batch, delivery, noon, 0, to)
      dispatcher.conclude(batch.length > 0, noon)
    },
  }
}

describe('a Meter that is full of rows which only the queue lacks', () => {
  test('takes new ones, gives up the oldest that D1 has, and tells the reader how many', async () => {
    const meter = meterOf(1500)
    for (let index = 0; index < 1500; index += 1) meter.close(index)
    for (let batches = 0; batches < 3; batches += 1) await meter.carry('ledger')
    meter.close(1500)
    expect(meter.ids()).toEqual(Array.from({ length: 501 }, (_, index) => idOf(1000 + index)))
    expect(meter.dispatcher.behind().queue).toEqual({ failures: 0, waiting: 501, since: noon, missed: 1000 })
    expect(meter.wake().missed).toBe(1000)

    await meter.carry('queue')
    await meter.carry('queue')
    const [first, second] = meter.queue.messages
    expect([first?.missed, first?.rows[0]?.id, second?.missed]).toEqual([1000, idOf(1000), 0])
    expect(meter.wake().missed).toBe(0)
  })

  test('takes no new ones while D1 lacks them too', () => {
    const meter = meterOf(2)
    meter.close(1)
    meter.close(2)
    expect(() => meter.close(3)).toThrow('The Meter is full')
    expect([meter.ids(), meter.dispatcher.behind().queue?.missed]).toEqual([[idOf(1), idOf(2)], 0])
  })
})

describe('a message', () => {
  test('that the queue does not take in 10 s has failed', async () => {
    vi.useFakeTimers()
    const meter = meterOf(9)
    meter.queue.instead = () => new Promise(() => {})
    meter.close(1)
    const carried = meter.carry('queue')
    await vi.advanceTimersByTimeAsync(9999)
    expect(meter.dispatcher.progress('queue').attempt).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    await carried
    expect(meter.dispatcher.progress('queue')).toEqual({ watermark: 0, attempt: 1, retryAt: noon + 2000 })
  })

  test.each([
    ['Queue send failed: Too Many Requests', 5000],
    ['Queue send failed: constraint', 2000],
    ['anything', 2000],
  ])(
    'that fails with "%s" is sent again in %i ms, and none of its rows is set aside',
    async (error, wait) => {
      const meter = meterOf(9)
      meter.queue.instead = () => {
        throw new Error(error)
      }
      meter.close(1)
      meter.close(2)
      await meter.carry('queue')
      expect(meter.dispatcher.progress('queue').retryAt - noon).toBe(wait)
      expect(meter.dispatcher.setAside()).toEqual([])
    },
  )

  test('gets smaller after many failures, until one that is too long for the queue passes', async () => {
    const meter = meterOf(999)
    meter.queue.instead = () => {
      throw new Error('message length of 130000 bytes exceeds limit of 128000')
    }
    for (let index = 0; index < 300; index += 1) meter.close(index)
    const sizes: number[] = []
    for (let tries = 0; tries < 12; tries += 1) {
      sizes.push(meter.dispatcher.batch('queue').length)
      await meter.carry('queue')
    }
    expect(sizes.slice(4)).toEqual([125, 62, 31, 15, 7, 3, 1, 1])
  })
})
