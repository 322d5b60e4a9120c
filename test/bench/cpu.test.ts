import { describe, expect, test } from 'vitest'
import { aSecond, msAboveBare, msARequest, ratio } from './cpu.ts'
import { loadOf } from './sample.ts'

const rounds = [
  [loadOf('bare', 2000, 100), loadOf('quiet', 2000, 150), loadOf('bare', 200, 10), loadOf('quiet', 200, 30)],
  [loadOf('bare', 2000, 200), loadOf('quiet', 2000, 360), loadOf('bare', 200, 12), loadOf('quiet', 200, 32)],
  [loadOf('bare', 2000, 100), loadOf('quiet', 2000, 160), loadOf('bare', 200, 14), loadOf('quiet', 200, 34)],
]

describe('CPU of the rounds', () => {
  test('is told a request, round by round', () => {
    expect(msARequest(rounds, 'quiet', 2000)).toEqual([15, 36, 16])
  })

  test('is not a number on a lane that was left out', () => {
    expect(msARequest(rounds, 'hidden', 2000)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(ratio(rounds, 'hidden', 'bare', 2000)).toBe(Number.NaN)
  })

  test('is held against the same round’s, so that a slow round counts no more than another', () => {
    expect(ratio(rounds, 'quiet', 'bare', 2000)).toBe(1.6)
    expect(ratio(rounds, 'bare', 'quiet', 200)).toBeCloseTo(0.375)
  })

  test('above bare lies on the line through short and long streams', () => {
    // 2 ms of 200 chunks and 6 of 2,000.
    expect(msAboveBare(rounds, 'quiet', 1100)).toBe(4)
    expect(msAboveBare(rounds, 'quiet', 200)).toBe(2)
  })

  test('above bare is a part of the long stream’s where no short one was measured', () => {
    const long = rounds.map((loads) => loads.filter(({ chunks }) => chunks === 2000))
    expect(msAboveBare(long, 'quiet', 1000)).toBe(3)
  })
})

describe('requests a second', () => {
  test('are counted by the client’s clock', () => {
    expect(aSecond([[{ ...loadOf('whole', 0, 1), wallMs: 20 }], []], 'whole')).toEqual([500, Number.NaN])
  })
})
