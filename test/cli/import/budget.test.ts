import { describe, expect, test } from 'vitest'
import { carryBudget, type Carry, type TheirBudget } from '../../../src/cli/import/budget.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const later = now + 1
const theirs: TheirBudget = { limit: 20, spent: 0, duration: null, resetAt: null }

function carry(budget: Partial<TheirBudget>, how: Carry = 'period') {
  return carryBudget({ ...theirs, ...budget }, how, now)
}

describe('carryBudget', () => {
  test('has nothing to say where there is no limit', () => {
    expect(carry({ limit: null, spent: 7 })).toEqual({ budget: null, used: false, lost: [] })
  })

  test('makes what is left of a budget without a period a total, to the nano-USD', () => {
    expect(carry({ limit: 0.3, spent: 0.1 })).toEqual({
      budget: { usd: 0.2, per: 'total' },
      used: false,
      lost: [],
    })
  })

  test.each([
    ['1d', 'day'],
    ['24h', 'day'],
    ['7d', 'week'],
    ['1w', 'week'],
    ['30d', 'month'],
    ['1mo', 'month'],
  ])('takes %s for a %s', (duration, per) => {
    expect(carry({ duration })).toEqual({ budget: { usd: 20, per }, used: false, lost: [] })
  })

  test('begins a period whole, and says what was spent of it', () => {
    expect(carry({ duration: '30d', spent: 7.25, resetAt: later })).toEqual({
      budget: { usd: 20, per: 'month' },
      used: false,
      lost: ["spend: 7.25 of this month's 20 USD are spent already and count anew here"],
    })
  })

  test('carries only what is left of a period where that is asked for', () => {
    expect(carry({ duration: '30d', spent: 7.25, resetAt: later }, 'left')).toEqual({
      budget: { usd: 12.75, per: 'month' },
      used: false,
      lost: ['max_budget: 12.75 of 20 USD are left of this month; raise it again when the month turns'],
    })
  })

  test('forgets what was spent before a turn that is due', () => {
    expect(carry({ duration: '30d', spent: 20, resetAt: now }, 'left')).toEqual({
      budget: { usd: 20, per: 'month' },
      used: false,
      lost: [],
    })
  })

  test('makes a period that has no like here a total of what is left', () => {
    expect(carry({ duration: '14d', spent: 5 })).toEqual({
      budget: { usd: 15, per: 'total' },
      used: false,
      lost: ['budget_duration 14d has no like here: what is left is a total that never turns'],
    })
  })

  test.each<[string, Partial<TheirBudget>, Carry]>([
    ['a total', { spent: 20 }, 'period'],
    ['a period', { spent: 21, duration: '1d', resetAt: later }, 'left'],
    ['a budget of 0', { limit: 0, duration: '1d' }, 'period'],
  ])('switches off what has nothing left: %s', (_, budget, how) => {
    const carried = carry(budget, how)
    expect([carried.budget, carried.used, carried.lost.length]).toEqual([null, true, 1])
  })
})
