import { expect, test } from 'vitest'
import { failureOf, messageOf } from '../../src/ledger/failure.ts'
import type { Failure } from '../../src/ledger/failure.ts'

const messages: [string, Failure][] = [
  ['D1_ERROR: Network connection lost.', 'retry'],
  ['D1_ERROR: Internal error while starting up D1 DB storage caused object to be reset.', 'retry'],
  ['D1 DB reset because its code was updated.', 'retry'],
  ['Cannot resolve D1 DB due to transient issue on remote node.', 'retry'],
  ['something that nobody has written down', 'retry'],
  ['D1_ERROR: no such table: requests at offset 12: SQLITE_ERROR', 'no_tables'],
  ['D1_ERROR: table requests has no column named wallet: SQLITE_ERROR', 'no_tables'],
  ['D1 DB is overloaded. Requests queued for too long.', 'later'],
  ['D1 DB is overloaded. Too many requests queued.', 'later'],
  ['D1 DB storage operation exceeded timeout which caused object to be reset.', 'later'],
  ['D1 DB exceeded its memory limit and was reset.', 'later'],
  ['D1 DB exceeded its CPU time limit and was reset.', 'later'],
  ["Your account has exceeded D1's free tier daily row write limit", 'quota'],
  ["Your account has exceeded D1's free tier daily row read limit", 'quota'],
  ['D1_ERROR: Exceeded maximum DB size', 'full'],
  ['D1_ERROR: database or disk is full: SQLITE_FULL', 'full'],
  ['D1_ERROR: NOT NULL constraint failed: requests.at: SQLITE_CONSTRAINT', 'row'],
  ['D1_ERROR: cannot store REAL value in INTEGER column requests.at: SQLITE_CONSTRAINT', 'row'],
  ["D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'", 'row'],
  ['D1_ERROR: string or blob too big: SQLITE_TOOBIG', 'row'],
]

test.each(messages)('%s: %s', (message, failure) => {
  expect(failureOf(new Error(message))).toBe(failure)
})

test('what is no error is read as its text, and a long message is cut', () => {
  expect(failureOf('no such table: requests')).toBe('no_tables')
  expect(messageOf(null)).toBe('null')
  expect(messageOf(new Error('x'.repeat(600)))).toBe('x'.repeat(500))
})
