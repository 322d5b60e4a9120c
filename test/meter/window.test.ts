import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyBase, folded } from '../../src/meter/base.ts'
import type { Entry } from '../../src/meter/entry.ts'
import { dayMs, dayOf, windowAt } from '../../src/meter/window.ts'

const day = (text: string) => dayOf(Date.parse(text))

describe('a window', () => {
  test.each([
    ['day', '2028-02-29T23:59:59.999Z', '2028-02-29', '2028-02-29'],
    ['week', '2035-06-17T23:59:59.999Z', '2035-06-11', '2035-06-17'],
    ['week', '2035-06-18T00:00:00.000Z', '2035-06-18', '2035-06-24'],
    ['week', '1969-12-31T00:00:00.000Z', '1969-12-29', '1970-01-04'],
    ['month', '2028-02-29T12:00:00.000Z', '2028-02-01', '2028-02-29'],
    ['month', '2035-12-31T23:59:59.999Z', '2035-12-01', '2035-12-31'],
  ] as const)('of a %s at %s is from %s to %s', (per, at, first, last) => {
    expect(windowAt(per, Date.parse(at))).toEqual({
      first: day(first),
      last: day(last),
      resetsAt: (day(last) + 1) * dayMs,
    })
  })

  test('of all time has no turn', () => {
    expect(windowAt('total', 5)).toBeNull()
  })

  test('has the moment in it, and turns where the next one begins', () => {
    const at = fc.integer({ min: 0, max: Date.UTC(2200, 0) })
    fc.assert(
      fc.property(at, fc.constantFrom('day', 'week', 'month'), (at, per) => {
        const window = windowAt(per, at)
        const next = windowAt(per, window?.resetsAt ?? 0)
        expect(window?.first).toBeLessThanOrEqual(dayOf(at))
        expect(window?.last).toBeGreaterThanOrEqual(dayOf(at))
        expect(next?.first).toBe((window?.last ?? 0) + 1)
      }),
    )
  })
})

test('the base keeps the last hundred days with spending apart, and all of them in its total', () => {
  const entries = Array.from(
    { length: 102 },
    (_, index) => ({ openedAt: (101 - index) * 3 * dayMs, nano: 2 }) as Entry,
  )
  const { base, pruned } = folded(emptyBase, entries)
  expect([base.total, base.days.size, base.days.get(6), base.days.get(303)]).toEqual([204, 100, 2, 2])
  expect(pruned).toEqual([
    [0, 2],
    [3, 2],
  ])
})
