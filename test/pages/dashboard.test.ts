import { describe, expect, test } from 'vitest'
import { noCounts } from '../../src/ledger/merged-sums.ts'
import { clockNote, createClock } from '../../src/pages/dashboard/clock.ts'
import { withCursor } from '../../src/pages/dashboard/cursor-query.ts'
import { dayBefore, everyDay } from '../../src/pages/dashboard/days.ts'
import { groupName, groupOf } from '../../src/pages/dashboard/group.ts'
import { metricOf, metrics } from '../../src/pages/dashboard/metric.ts'
import { nextWait } from '../../src/pages/dashboard/pulse.ts'
import { budgetTexts } from '../../src/pages/dashboard/standing.ts'
import { lacksPrice } from '../../src/pages/dashboard/without-price.ts'
import { costText, countText, durationText, turnText, untilText, usdText } from '../../src/pages/figures.ts'

const noon = Date.UTC(2035, 5, 15, 12)
const dayMs = 86_400_000

describe('Tollgate’s clock on the page', () => {
  test('is the one that answers tell', () => {
    const clock = createClock(() => noon)
    clock.learn(noon + 3_600_000, null)
    expect([clock.now(), clock.behind()]).toEqual([noon + 3_600_000, 3_600_000])
  })

  test('is right to half a day where only the day is told, and the reader’s own where that is the same', () => {
    const right = createClock(() => noon + 5)
    right.learn(null, '2035-06-15')
    const wrong = createClock(() => noon - 3000 * dayMs)
    wrong.learn(null, '2035-06-15')
    expect([right.now(), wrong.now()]).toEqual([noon + 5, noon])
  })

  test.each([
    [299_999, null],
    [-300_000, 'The clock of this device is about 5 minutes fast. Days and times here are Tollgate’s.'],
    [7_200_000, 'The clock of this device is about 2 hours slow. Days and times here are Tollgate’s.'],
    [3 * dayMs, 'The clock of this device is about 3 days slow. Days and times here are Tollgate’s.'],
  ])('is told of where the reader’s is %i ms behind', (behind, note) => {
    expect(clockNote(behind)).toBe(note)
  })
})

describe('a model without a price', () => {
  test.each([
    ['answered without a cost', { requests: 3, unpriced: 3 }, true],
    ['answered more often without a cost than it failed', { requests: 5, errors: 2, unpriced: 3 }, true],
    [
      'counted and never priced, though as many failed at no cost',
      { requests: 4, errors: 2, unpriced: 2, input_tokens: 9 },
      true,
    ],
    ['all of whose requests failed', { requests: 2, errors: 2, unpriced: 2 }, false],
    [
      'priced, of which one failed',
      { requests: 9, errors: 1, unpriced: 1, input_tokens: 9, cost_nano_usd: 5 },
      false,
    ],
    ['free', { requests: 9, input_tokens: 9 }, false],
  ])('is one %s: %j, %s', (_, sums, expected) => {
    expect(lacksPrice({ ...noCounts(), ...sums })).toBe(expected)
  })
})

describe('the days of a chart', () => {
  test('are all of them, also over the end of a month and a leap day', () => {
    const row = { ...noCounts(), day: '2028-02-29', requests: 3 }
    expect(everyDay('2028-02-28', '2028-03-01', [row])).toEqual([
      { day: '2028-02-28', row: null },
      { day: '2028-02-29', row },
      { day: '2028-03-01', row: null },
    ])
  })

  test('count back over a year', () => {
    expect(dayBefore('2036-01-01', 364)).toBe('2035-01-02')
  })
})

describe('the wait between two looks', () => {
  test('is short while there is news, and grows to a minute without', () => {
    expect([
      nextWait('new', 60_000),
      nextWait('same', 5_000),
      nextWait('nothing', 5_000),
      nextWait('same', 60_000),
    ]).toEqual([5_000, 7_500, 10_000, 60_000])
  })
})

describe('figures', () => {
  test('say what is not known, and never that it is nothing', () => {
    expect([costText(null), costText(0), countText(null), countText(0), durationText(null)]).toEqual([
      'no price',
      '$0.00',
      '–',
      '0',
      '–',
    ])
  })

  test('have as many digits as they need', () => {
    expect([
      usdText(1234.5),
      usdText(0.0000174),
      costText(2_500_000_000),
      durationText(999),
      durationText(61_234),
    ]).toEqual(['$1,234.50', '$0.0000174', '$2.50', '999 ms', '61.23 s'])
  })

  test('tell a moment and how far off it is', () => {
    expect([
      turnText(noon),
      untilText(noon, noon - 90_000),
      untilText(noon, noon - 5 * 3_600_000),
      untilText(noon, noon - 9 * dayMs),
    ]).toEqual(['2035-06-15 12:00 UTC', 'in 2 min', 'in 5 hours', 'in 9 days'])
  })
})

describe('groups and metrics', () => {
  test('have names for what has none', () => {
    const row = noCounts()
    expect([
      groupName({ ...row, model: '' }, 'model'),
      groupName({ ...row, key_id: 'bob', name: null }, 'key'),
      groupName({ ...row, key_id: 'bob', name: 'Bob' }, 'key'),
      groupName({ ...row, tag: 'team', value: 'a' }, 'tag'),
      groupName({ ...row, wallet: 'research' }, 'wallet'),
      groupName({ ...row, wallet: '' }, 'wallet'),
    ]).toEqual(['(no model)', 'bob', 'Bob (bob)', 'team = a', 'research', '(no wallet)'])
  })

  test('are the first of their kind where nobody knows them', () => {
    expect([groupOf('tag'), groupOf('moon'), metricOf('errors'), metricOf('moon')]).toEqual([
      'tag',
      'model',
      metrics.errors,
      metrics.spend,
    ])
  })

  test('sum input and output, in which cache and reasoning are counted', () => {
    const counts = {
      ...noCounts(),
      input_tokens: 10,
      cache_read_tokens: 4,
      output_tokens: 5,
      reasoning_tokens: 2,
    }
    expect(metrics.tokens.of(counts)).toBe(15)
  })
})

describe('a budget in words', () => {
  const budget = {
    usd: 20,
    per: 'month',
    mode: 'hard',
    spent_usd: 3,
    reserved_usd: 0.5,
    remaining_usd: 16.5,
    resets_at: '2035-07-01T00:00:00.000Z',
  }

  test('says what is spent, left and held, and when it turns', () => {
    expect(budgetTexts(budget, noon)).toEqual([
      '$3.00 of $20.00 a month spent.',
      '$16.50 left, $0.50 held for running requests.',
      'Turns 2035-07-01 00:00 UTC (in 16 days).',
    ])
  })

  test('says what it does not know', () => {
    const unknown = {
      ...budget,
      per: 'total',
      spent_usd: null,
      reserved_usd: null,
      remaining_usd: null,
      resets_at: null,
    }
    expect(budgetTexts(unknown, noon)).toEqual(['$20.00 in all; what is spent is not known now.'])
  })
})

describe('a page’s cursor', () => {
  test('is escaped into the query', () => {
    expect([withCursor('/a', null), withCursor('/a', 'b&c'), withCursor('/a?d=1', 'b')]).toEqual([
      '/a',
      '/a?cursor=b%26c',
      '/a?d=1&cursor=b',
    ])
  })
})
