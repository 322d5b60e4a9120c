import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliver } from '../../src/meter/delivery.ts'

/** A ledger that refuses the given numbers, and fails otherwise at the given write. */
function ledgerOf(bad: readonly number[], failAt = Infinity) {
  const arrived: number[] = []
  let writes = 0
  return {
    arrived,
    write: async (parcels: readonly number[]) => {
      writes += 1
      if (writes === failAt) throw new Error('Network connection lost')
      if (parcels.some((parcel) => bad.includes(parcel))) throw new Error('NOT NULL constraint failed')
      arrived.push(...parcels)
    },
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const setAside = (parcel: number) => ({ parcel, error: 'NOT NULL constraint failed' })

describe('a batch', () => {
  test('goes in one write', async () => {
    const ledger = ledgerOf([])
    expect(await deliver(upTo(500), ledger.write, 20)).toEqual({
      settled: 500,
      aside: [],
      failure: null,
      writes: 1,
    })
    expect(ledger.arrived).toEqual(upTo(500))
  })

  test('with one bad row arrives without it, within 20 writes', async () => {
    const ledger = ledgerOf([300])
    const { writes, ...delivery } = await deliver(upTo(500), ledger.write, 20)
    expect(delivery).toEqual({ settled: 500, aside: [setAside(300)], failure: null })
    expect(writes).toBeLessThanOrEqual(20)
    expect(ledger.arrived).toEqual(upTo(500).filter((row) => row !== 300))
  })

  test('stops at a failure that is not of a row, and knows what went before', async () => {
    const ledger = ledgerOf([3], 3)
    expect(await deliver(upTo(4), ledger.write, 20)).toEqual({
      settled: 2,
      aside: [],
      failure: { kind: 'retry', error: 'Network connection lost' },
      writes: 3,
    })
    expect(ledger.arrived).toEqual([0, 1])
  })

  test('stops when its writes are used up', async () => {
    expect(await deliver(upTo(8), ledgerOf(upTo(8)).write, 5)).toEqual({
      settled: 2,
      aside: [setAside(0), setAside(1)],
      failure: null,
      writes: 5,
    })
  })

  test('of nothing is no write', async () => {
    expect(await deliver([], ledgerOf([], 1).write, 0)).toEqual({
      settled: 0,
      aside: [],
      failure: null,
      writes: 0,
    })
  })
})

test('whatever is bad, every good row arrives once, in order, and every bad one is set aside', async () => {
  const size = fc.integer({ min: 1, max: 60 })
  await fc.assert(
    fc.asyncProperty(size, fc.array(fc.nat(59)), async (count, bad) => {
      const ledger = ledgerOf(bad)
      const delivery = await deliver(upTo(count), ledger.write, 1000)
      const isBad = (row: number) => bad.includes(row)
      expect([ledger.arrived, delivery.aside, delivery.settled, delivery.failure]).toEqual([
        upTo(count).filter((row) => !isBad(row)),
        upTo(count).filter(isBad).map(setAside),
        count,
        null,
      ])
    }),
  )
})
