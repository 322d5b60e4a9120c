import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Book } from '../../src/meter/book.ts'
import { deliver } from '../../src/meter/delivery.ts'
import { Dispatcher } from '../../src/meter/dispatcher.ts'
import { laneLimits } from '../../src/meter/lane.ts'
import type { Hearer } from '../../src/meter/lane.ts'
import { queueDestination } from '../../src/meter/queue-destination.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import type { Row } from '../../src/ledger/row.ts'
import { usageMessage } from '../../src/ledger/usage-message.ts'
import { idOf, labelOf, noon, openRowOf, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'
import { createQueue, rowsRead } from './queue-stage.ts'

/** `dies`: the Meter is gone before it could note what was sent. */
type Step =
  | { do: 'open' | 'close' | 'defer'; row: number }
  | { do: 'finish'; job: number }
  | { do: 'alarm'; away: Hearer[]; dies: boolean }
  | { do: 'wake' }
  | { do: 'pass'; minutes: number }

const row = fc.nat(11)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('open', 'close'), row }) },
    fc.record({ do: fc.constant('defer'), row }),
    fc.record({ do: fc.constant('finish'), job: row }),
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('alarm'),
        away: fc.subarray<Hearer>(['ledger', 'queue']),
        dies: fc.boolean(),
      }),
    },
    fc.record({ do: fc.constant('wake') }),
    fc.record({ do: fc.constant('pass'), minutes: fc.integer({ min: 1, max: 40 }) }),
  ),
  { maxLength: 80, size: 'max' },
)

test('whatever fails or dies meanwhile, a reader has what D1 has, in whatever order it reads', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const storage = createStorage()
      const queue = createQueue()
      // D1 by its own rule, which is the reader's.
      const ledger: Row[] = []
      let now = noon
      const wake = () => {
        const shelf = new Shelf(storage, { rows: 100, jobs: 9 }, true)
        const dispatcher = new Dispatcher(shelf)
        const { write, kindOf } = queueDestination(queue, 'alice', dispatcher)
        return { book: new Book(shelf), dispatcher, write, kindOf }
      }
      let meter = wake()

      async function alarm(away: readonly Hearer[], dies: boolean): Promise<void> {
        const { dispatcher, write, kindOf } = meter
        dispatcher.loseSilent(now)
        for (const to of ['queue', 'ledger'] as const) {
          const batch = dispatcher.batch(to)
          const carry = async (parcels: typeof batch) => {
            if (away.includes(to)) throw new Error('Network connection lost')
            if (to === 'queue') await write(parcels)
            else ledger.push(...parcels.map((parcel) => parcel.row))
          }
          const delivery = await deliver(
            batch,
            (parcels) => carry([...parcels]),
            laneLimits[to].writes,
            kindOf,
          )
          dispatcher.settle(batch, delivery, now, 0, to)
        }
        if (dies) meter = wake()
        else dispatcher.conclude(true, now)
      }

      for (const step of taken) {
        if (step.do === 'wake') meter = wake()
        else if (step.do === 'pass') now += step.minutes * 60_000
        else if (step.do === 'alarm') await alarm(step.away, step.dies)
        else if (step.do === 'finish') {
          const { key_id: _key, id: _id, ...found } = rowOf()
          meter.book.finish('alice', String(step.job), { ...found, outcome: 'complete' }, now)
        } else {
          const id = idOf(step.row)
          if (step.do === 'open') meter.book.open(openRowOf({ id }), labelOf(), null, now)
          else if (step.do === 'close') meter.book.close(rowOf({ id }), labelOf(), now)
          else meter.book.defer(openRowOf({ id }), labelOf(), String(step.row), 0, now)
        }
      }
      meter = wake()
      now += 20 * 60_000
      // After failures a batch is smaller; a courier goes on to the next, which is of the usual size again.
      for (let batches = 0; batches < 2; batches += 1) await alarm([], false)
      const rows = rowsRead([
        usageMessage(
          '',
          ledger.map((one) => ({ row: one, label: labelOf() })),
        ),
      ])
      expect(rowsRead(queue.messages)).toEqual(rows)
      expect(rowsRead(queue.messages.toReversed())).toEqual(rows)
      expect(meter.dispatcher.behind().queue?.waiting).toBe(0)
    }),
    { numRuns: 60 },
  )
}, 30_000)
