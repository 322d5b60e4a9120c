import { describe, expect, test } from 'vitest'
import { daysOf, endOf, readPeriod } from '../../src/cli/period.ts'

const now = Date.parse('2026-11-22T00:30:00Z')

describe('readPeriod', () => {
  test.each([
    ['7d', undefined, '2026-11-16', '2026-11-22'],
    ['1d', undefined, '2026-11-22', '2026-11-22'],
    ['2d', '2026-03-01', '2026-02-28', '2026-03-01'],
    ['2026-01-01', '2026-01-31', '2026-01-01', '2026-01-31'],
  ])('reads %s to %s', (since, until, from, to) => {
    expect(readPeriod(since, until, now)).toEqual({ ok: true, period: { from, to } })
  })

  test.each([
    [
      '2026-06-31',
      undefined,
      /^--since must be a day that exists, in UTC, as 2027-06-30, or a number of days/,
    ],
    ['0d', undefined, /^--since must be/],
    ['7', undefined, /^--since must be/],
    ['7d', 'today', /^--until must be a day/],
    ['2026-11-23', undefined, /^--since must not be later than --until$/],
  ])('refuses %s to %s', (since, until, message) => {
    expect(readPeriod(since, until, now)).toEqual({
      ok: false,
      message: expect.stringMatching(message) as string,
    })
  })
})

test('daysOf and endOf have both ends of a period', () => {
  const period = { from: '2026-02-27', to: '2026-03-01' }
  expect(daysOf(period)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
  expect(new Date(endOf(period)).toISOString()).toBe('2026-03-02T00:00:00.000Z')
})
