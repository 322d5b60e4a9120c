import { describe, expect, test } from 'vitest'
import { readDays } from '../../src/api/period.ts'

const now = Date.UTC(2035, 5, 15, 23, 59)
const refused = (param: string, message: string) => ({
  ok: false,
  refusal: { reason: 'bad_request', param, message: `The parameter \`${param}\` ${message}.` },
})
const notADay = 'must be a day that exists, in UTC, as "2027-06-30"'

describe('the days that are asked for', () => {
  test.each([
    [{}, '2035-05-17', '2035-06-15'],
    [{ to: '2035-03-01' }, '2035-01-31', '2035-03-01'],
    [{ from: '2035-06-15' }, '2035-06-15', '2035-06-15'],
    [{ from: '2034-05-12' }, '2034-05-12', '2035-06-15'],
    [{ from: '2036-02-29', to: '2036-02-29' }, '2036-02-29', '2036-02-29'],
  ])('%j are from %s to %s', (asked, from, to) => {
    expect(readDays(asked, now)).toEqual({ ok: true, value: { from, to } })
  })

  test.each([
    [{ from: '2035-06-31' }, refused('from', notADay)],
    [{ from: '2035-02-29' }, refused('from', notADay)],
    [{ to: '2035-6-1' }, refused('to', notADay)],
    [{ to: '2035-06-15T00:00:00Z' }, refused('to', notADay)],
    [{ to: '0000-00-00' }, refused('to', notADay)],
    [{ from: 'yesterday' }, refused('from', notADay)],
    [{ from: '<b>1</b>' }, refused('from', notADay)],
    [{ from: '2035-06-16' }, refused('from', 'must not be later than `to`')],
    [{ from: '2034-05-11' }, refused('from', 'must be within 400 days of `to`')],
    [{ from: '0001-01-01' }, refused('from', 'must be within 400 days of `to`')],
  ])('%j are refused, and not quoted', (asked, refusal) => {
    expect(readDays(asked, now)).toEqual(refusal)
  })
})
