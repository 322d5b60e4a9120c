import { describe, expect, test } from 'vitest'
import { laneOf } from './lanes.ts'
import { fullPlan, quickPlan, withoutPeer } from './plan.ts'

describe('a plan', () => {
  test('without a peer asks everybody else as before', () => {
    for (const plan of [fullPlan, quickPlan]) {
      const others = plan.asks.filter(({ lane }) => laneOf(lane).rival !== 'peer')
      expect(withoutPeer(plan)).toEqual({ ...plan, asks: others })
      expect(others.length).toBeLessThan(plan.asks.length)
    }
  })

  test('never asks for the same twice in a round, and bare for the length of each stream', () => {
    for (const { asks } of [fullPlan, quickPlan]) {
      expect(new Set(asks.map(({ lane, chunks }) => `${lane} ${chunks}`)).size).toBe(asks.length)
      const lengths = new Set(asks.map(({ chunks }) => chunks).filter((chunks) => chunks > 0))
      const bare = asks.filter(({ lane }) => lane === 'bare').map(({ chunks }) => chunks)
      expect(new Set(bare)).toEqual(lengths)
    }
  })
})

describe('the bodies', () => {
  test('have the size that their lane is named after, within a hundredth, and are JSON', () => {
    const sizes = (['200 KB', '2 MB'] as const).map((name) => {
      const { body } = laneOf(name)
      expect(JSON.parse(body)).toMatchObject({ model: 'gpt-4o' })
      return Math.round(body.length / 2000) * 2000
    })
    expect(sizes).toEqual([200_000, 2_000_000])
  })
})
