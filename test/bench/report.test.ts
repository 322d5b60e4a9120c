import { describe, expect, test } from 'vitest'
import { boundsOf } from './bounds.ts'
import { furtherOf } from './further.ts'
import { cellsOf, table } from './report.ts'
import { sample } from './sample.ts'

describe('the numbers to hold', () => {
  test('are told row by row, with what was not measured and what another command proves', () => {
    const cells = boundsOf(sample).map((row) => cellsOf(row).slice(1, 4))
    expect(cells).toEqual([
      ['1.50 ×', '≤ 2', 'pass'],
      ['–', '≤ 1/4', 'not measured'],
      ['8.00 ×', '≤ 7.5', 'short'],
      ['–', '≤ 9', 'not measured'],
      ['5.00 ×', '≤ 5.5', 'pass'],
      ['0.75 / 2.50 ms', '≤ 1 / ≤ 2 ms', 'short'],
      ['0.13 ms', '≤ 0.3 ms', 'pass'],
      ['90.0 KB', '≤ 100 KB', 'pass'],
      ['90 / 150 / – MB', '≤ 128 MB', 'short'],
      ['5.00 / 70.00 / – ms', '', ''],
      ['', '≤ 1.00 USD, all answered', 'see `npm test` (test/budget)'],
      ['', '0', 'see `npm run fire`'],
    ])
  })

  test('name the peer', () => {
    expect(boundsOf({ ...sample, peer: 'Portkey' })[1]?.what).toBe(
      'the same against Portkey’s gateway on the same `workerd`',
    )
  })
})

describe('what is told beyond the bounds', () => {
  test('leaves out what was not measured', () => {
    expect(
      furtherOf(sample)
        .map(cellsOf)
        .map(([what, values, , , beside]) => [what, values, beside]),
    ).toEqual([
      ['chunk of 2000 / 200: usage asked for', '1.50 / – ×', '1 = 10.0 µs'],
      ['chunk of 2000 / 200: usage chunk hidden', '8.00 / – ×', '1 = 10.0 µs'],
      ['small request, key without limits', '5.00 ×', '1 = 1.00 ms'],
      [
        'small requests a second on this machine, client and upstream on it too: one hot key / with limits / 500 keys',
        '100 / – / – /s',
        '',
      ],
      ['time to first byte at p50 of the bare Worker', '1.25 ms', ''],
      ['time to first byte added at p50, usage chunk hidden', '1.00 ms', ''],
      ['delay of a chunk at p50 more than bare, usage chunk hidden', '0.25 ms', ''],
      [
        'cold start, a new `workerd` to its first answer: Tollgate / bare with the same bindings',
        '140.00 / 110.00 ms',
        '',
      ],
      ['CPU of that', '110.00 / 80.00 ms', ''],
      ['memory above idle, 200 streams through the bare Worker', '10 MB', ''],
      [
        'the isolate’s own memory with 200 streams, the most that was seen: quiet / hidden / translated',
        '50 / 80 / – MB',
        '',
      ],
      ['the least, after a collection', '40 / 15 / – MB', ''],
    ])
  })
})

describe('the table', () => {
  test('has its columns one below the other, figures at their right', () => {
    const rows = [
      { what: 'a chunk', unit: '×' as const, values: [1.5], bounds: [2], beside: '1 = 10 µs' },
      { what: 'first byte', unit: 'ms' as const, values: [10.25], bounds: [2] },
      { what: 'rows lost', bound: '0', see: 'elsewhere' },
    ]
    expect(table(rows).split('\n')).toEqual([
      'a chunk       1.50 ×  ≤ 2     pass           1 = 10 µs',
      'first byte  10.25 ms  ≤ 2 ms  short',
      'rows lost             0       see elsewhere',
    ])
  })
})
