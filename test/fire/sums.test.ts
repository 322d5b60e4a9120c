import { expect, test } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import type { Dispatch } from './dispatch.ts'
import { faultsOfSums, type Sums } from './sums.ts'

const key = { token: '', record: {}, isLimited: true, onDisconnect: 'drain', weight: 1 } as const
const settled = { open: 0, waiting: 0, kept: 0, reservedNano: 0 }
const day = { day: '2026-11-22', key_id: 'one', requests: 1, cost_nano_usd: 30 }

/** A wallet of two keys, of which 80 of 100 are spent. */
const sums: Sums = {
  dispatches: [
    { key: 'one', charged: 30 },
    { key: 'two', charged: 40 },
  ] as Dispatch[],
  rows: [
    { key_id: 'one', cost_nano_usd: 30 },
    { key_id: 'one', cost_nano_usd: null },
    { key_id: 'two', cost_nano_usd: 50 },
    { key_id: 'other', cost_nano_usd: 1_000 },
  ] as Row[],
  budgets: [{ name: 'team', keys: ['one', 'two'], nanoUsd: 100 }],
  keys: { one: { ...key, meter: 'wallet/team' }, two: { ...key, meter: 'wallet/team' } },
  meters: { 'wallet/team': { ...settled, spentNano: 80 } },
  told: { one: { spent: 80, reserved: 0 } },
  daily: [day],
  recounted: [{ cost_nano_usd: 30, requests: 1, key_id: 'one', day: '2026-11-22' }],
}
const meter = { ...settled, spentNano: 80 }

test('sums that add up are no fault, in whatever order columns come', () => {
  expect(faultsOfSums(sums)).toEqual([])
})

test.each<[Partial<Sums>, string[]]>([
  [
    { dispatches: [{ key: 'two', charged: 101 }] as Dispatch[] },
    ['the budget team of 100 was overshot: the vendors ask for 101'],
  ],
  [
    { budgets: [{ name: 'team', keys: ['one', 'two'], nanoUsd: 79 }] },
    ['the budget team of 79 was overshot: its rows say 80'],
  ],
  [{ meters: { 'wallet/team': { ...meter, open: 2 } } }, ['the Meter wallet/team has 2 open rows']],
  [
    { meters: { 'wallet/team': { ...meter, waiting: 3 } } },
    ['the outbox of the Meter wallet/team has 3 rows'],
  ],
  [
    { meters: { 'wallet/team': { ...meter, reservedNano: 4 } } },
    ['the Meter wallet/team holds 4 for nobody'],
  ],
  [
    { meters: { 'wallet/team': { ...meter, spentNano: 81 } } },
    ['the Meter wallet/team has spent 81, its rows say 80'],
  ],
  [
    { told: { two: { spent: 79, reserved: 0 } } },
    ['the key two is told of 79 spent and 0 reserved, its rows say 80'],
  ],
  [
    { told: { two: { spent: 80, reserved: 5 } } },
    ['the key two is told of 80 spent and 5 reserved, its rows say 80'],
  ],
  [
    { recounted: [] },
    [
      `daily has {"cost_nano_usd":30,"day":"2026-11-22","key_id":"one","requests":1}, which a recount has not`,
    ],
  ],
  [
    { daily: [] },
    [
      `a recount has {"cost_nano_usd":30,"day":"2026-11-22","key_id":"one","requests":1}, which daily has not`,
    ],
  ],
])('%j is found', (change, faults) => {
  expect(faultsOfSums({ ...sums, ...change })).toEqual(faults)
})
