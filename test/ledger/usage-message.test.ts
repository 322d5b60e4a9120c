import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitting, usageMessage } from '../../src/ledger/usage-message.ts'
import type { Sized } from '../../src/ledger/usage-message.ts'
import { textsOf } from '../../src/meter/parcel.ts'
import { idOf, labelOf, noon, rowOf } from './rows.ts'

/** A message is at most 128,000 bytes, the queue's own hundred among them. */
const roomInQueue = 127_900

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

/** A row as a Meter keeps it, at most as long as it may be. */
function sized(index: number, key_id: string, text: string): Sized {
  const tags = JSON.stringify({ text })
  const [row, label] = textsOf({
    row: rowOf({ id: idOf(index), key_id, details: tags }),
    label: labelOf({ key_id, name: text.slice(0, 200), tags }),
  })
  return { row: JSON.parse(row), label: JSON.parse(label), bytes: Buffer.byteLength(row) }
}

test('a message is the rows as they are, and their keys once each with their newest row', () => {
  const [first, second] = [rowOf({ at: noon }), rowOf({ id: idOf(2), at: noon - 5 })]
  const other = rowOf({ id: idOf(3), key_id: 'bob', outcome: 'lost' })
  const bob = labelOf({ key_id: 'bob', name: null, tags: null, wallet: 'research' })
  const parcels = [
    { row: first, label: labelOf({ name: 'Old' }) },
    { row: second, label: labelOf() },
    { row: other, label: bob },
  ]
  expect(usageMessage('wallet/research:4-9', parcels, 7)).toStrictEqual({
    v: 1,
    batch: 'wallet/research:4-9',
    missed: 7,
    keys: [
      { ...labelOf(), last_at: noon },
      { ...bob, last_at: noon },
    ],
    rows: [first, second, other],
  })
})

describe('a batch is cut', () => {
  test('where the next row would not fit, and nowhere else', () => {
    const parcels = Array.from({ length: 400 }, (_, index) => sized(index, 'alice', 'x'))
    const fit = fitting(parcels)
    expect(fit).toEqual(parcels.slice(0, fit.length))
    const sizes = [fit.length, fit.length + 1].map((count) =>
      bytesOf(usageMessage('', parcels.slice(0, count)).rows),
    )
    expect(Math.floor(Math.min(...sizes) / 1000)).toBe(119)
    expect(Math.floor(Math.max(...sizes) / 1000)).toBe(120)
  })

  test('not at all when it is small, nor when it is empty', () => {
    const parcels = [sized(1, 'alice', 'x'), sized(2, 'bob', 'x')]
    expect([fitting(parcels), fitting([])]).toEqual([parcels, []])
  })

  test('so that no message is too long, and always by at least a row', () => {
    const character = fc.constantFrom('a', '"', '\n', 'é', '漢', '😀')
    const text = fc.tuple(character, fc.nat(9000)).map(([one, count]) => one.repeat(count))
    const row = fc.tuple(fc.constantFrom('alice', 'bob', 'k'.repeat(64)), text)
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const parcels = rows.map(([key, filling], index) => sized(index, key, filling))
        const fit = fitting(parcels)
        const name = `wallet/${'w'.repeat(200)}:${Number.MAX_SAFE_INTEGER}-${Number.MAX_SAFE_INTEGER}`
        expect(fit.length).toBeGreaterThan(0)
        expect(bytesOf(usageMessage(name, fit, 1e9))).toBeLessThanOrEqual(roomInQueue)
      }),
      { numRuns: 60 },
    )
  })
})
