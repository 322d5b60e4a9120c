import { expect, test } from 'vitest'
import type { Disagreement } from './books.ts'
import { agrees, faultsIn, report } from './report.ts'

const excused: Disagreement = { what: 'no row', number: 4, excuse: 'killed on its way up', details: '{}' }
const fault: Disagreement = { what: 'counts', number: 5, excuse: null, details: '{"row":1}' }
const sum = 'the Meter hard has 1 open rows'

test('books agree only where every disagreement has its excuse and every sum adds up', () => {
  expect(faultsIn([excused, fault])).toEqual([fault])
  expect([
    agrees({ found: [excused], sums: [] }),
    agrees({ found: [excused, fault], sums: [] }),
    agrees({ found: [], sums: [sum] }),
  ]).toEqual([true, false, false])
})

test('what does not agree is said with the request and the seed that bring it back', () => {
  const lines = report({ seed: 7, dispatches: [], rows: [], found: [excused, fault], sums: [sum] }).split(
    '\n',
  )
  expect(lines.slice(-4)).toEqual([
    'excused: killed on its way up 1',
    'DISAGREES: counts, request 5 of seed 7: {"row":1}',
    `DISAGREES: ${sum}`,
    'The books do not agree: 2.',
  ])
})
