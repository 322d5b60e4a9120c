import { expect, test } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { type DisagreementKind, disagreements, type VendorsBook } from './books.ts'
import { noCounts } from './counts.ts'
import type { Dispatch } from './dispatch.ts'

const price = { input: 2, cache_read: 1, output: 10 }
const counts = { ...noCounts, input: 100, cacheRead: 40, output: 7, reasoning: 0 }
/** 60 tokens at 2, 40 at 1 and 7 at 10 µUSD. */
const cost = 230_000

const dispatch: Dispatch = {
  request: 'r1',
  key: 'hard',
  number: 5,
  attempt: 1,
  kind: 'chat',
  fate: 'whole',
  at: 1_000,
  endedAt: 1_100,
  status: 200,
  counts,
  charged: cost,
  stated: true,
  finished: true,
}

const row = {
  key_id: 'hard',
  id: 'r1',
  at: 990,
  status: 200,
  outcome: 'complete',
  usage_source: 'reported',
  input_tokens: 100,
  cache_read_tokens: 40,
  cache_write_tokens: null,
  output_tokens: 7,
  reasoning_tokens: 0,
  units: null,
  cost_nano_usd: cost,
  attempts: 1,
} as Row

/** What is found of these, as `what: excuse`. */
function found(
  dispatches: readonly Partial<Dispatch>[],
  rows: readonly Partial<Row>[],
  more: Partial<VendorsBook> = {},
): string[] {
  const book: VendorsBook = {
    dispatches: dispatches.map((change) => ({ ...dispatch, ...change })),
    priceOf: () => price,
    kills: [],
    bounded: new Set(['hard']),
    limited: new Set(['hard']),
    cancels: new Set(['leaver']),
    unread: new Set(),
    heard: new Set([5]),
    ...more,
  }
  const list = disagreements(
    book,
    rows.map((change) => ({ ...row, ...change })),
  )
  return list.map(({ what, excuse }) => (excuse === null ? what : `${what}: ${excuse}`))
}

const free = { key: 'free' }
const freeRow = { key_id: 'free' }
const untold = { usage_source: 'none', input_tokens: null, cost_nano_usd: null } as const
const broken = { status: 200, stated: false, finished: false, charged: 90_000 } as const

test('two books that say the same agree', () => {
  expect(found([{}], [{}])).toEqual([])
  expect(
    found([{ attempt: 1, status: 500, charged: 0, stated: false }, { attempt: 2 }], [{ attempts: 2 }]),
  ).toEqual([])
  expect(found([], [])).toEqual([])
})

const wrong: [what: DisagreementKind, dispatches: Partial<Dispatch>[], rows: Partial<Row>[]][] = [
  ['no row', [{}], []],
  ['no arrival', [], [{}]],
  ['two rows', [{}], [{}, { key_id: 'hard' }]],
  ['another key', [{}], [{ key_id: 'harder' }]],
  ['attempts', [{}], [{ attempts: 2 }]],
  ['lost', [free], [{ ...freeRow, outcome: 'lost', usage_source: 'none' }]],
  ['unreported', [free], [{ ...freeRow, ...untold }]],
  ['made up', [{ ...broken, ...free }], [freeRow]],
  ['counts', [{}], [{ input_tokens: 101 }]],
  ['counts', [{}], [{ output_tokens: 8 }]],
  ['counts', [{}], [{ reasoning_tokens: null }]],
  ['counts', [{}], [{ cache_read_tokens: null }]],
  ['counts', [{}], [{ cache_write_tokens: 0 }]],
  ['counts', [{}], [{ units: 1 }]],
  ['cost', [{}], [{ cost_nano_usd: cost + 1 }]],
  ['outcome', [{}], [{ outcome: 'client_gone' }]],
  ['outcome', [{}], [{ status: 201 }]],
  ['settled too low', [broken], [{ ...untold, usage_source: 'estimated', cost_nano_usd: 89_999 }]],
]

test.each(wrong)('%s: it is found', (what, dispatches, rows) => {
  expect(found(dispatches, rows)).toEqual([what])
})

test('what was under way when workerd died may be lost, and of a key that waits for no Meter unwritten', () => {
  const kills = [1_050]
  const lost = { outcome: 'lost', ...untold, cost_nano_usd: cost } as const
  expect(found([{}], [lost], { kills })).toEqual([])
  expect(found([{ endedAt: null }], [lost], { kills: [9_000] })).toEqual([])
  expect(found([{}], [lost], { kills: [11_200] })).toEqual(['lost'])
  expect(found([{}], [lost], { kills: [900] })).toEqual(['lost'])
  expect(found([{ key: 'free' }], [], { kills })).toEqual(['no row: killed before its Meter had it'])
  expect(found([{}], [], { kills })).toEqual(['no row'])
})

test('what was given up between its row and the vendor need not have arrived', () => {
  const gone = { key_id: 'leaver', outcome: 'client_gone', status: null } as const
  expect(found([], [gone])).toEqual(['no arrival: cancelled on its way up'])
  expect(found([], [{ ...gone, key_id: 'hard' }])).toEqual(['no arrival'])
  expect(found([], [{ ...gone, status: 200 }])).toEqual(['no arrival'])
  const lost = { outcome: 'lost', at: 1_000 } as const
  expect(found([], [lost], { kills: [1_010] })).toEqual(['no arrival: killed on its way up'])
  expect(found([], [lost], { kills: [999] })).toEqual(['no arrival'])
})

test('what nobody reads on for need not be told, nor what kept something of an attempt before', () => {
  expect(
    found([free], [{ ...freeRow, ...untold, outcome: 'client_gone' }], { unread: new Set([5]) }),
  ).toEqual([])
  const estimated = { usage_source: 'estimated', attempts: 2, cost_nano_usd: 2 * cost } as const
  expect(found([{ ...broken, status: null }, { attempt: 2 }], [estimated])).toEqual([])
})
