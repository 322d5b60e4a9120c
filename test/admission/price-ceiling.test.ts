import { describe, expect, test } from 'vitest'
import { priceCeiling } from '../../src/admission/price-ceiling.ts'
import { splice } from '../../src/body/splice.ts'
import type { Terms } from '../../src/meter/terms.ts'
import { bodyOf, routed } from '../route/journeys.ts'

const rates = { inputRate: 3_000_000_000, outputRate: 15_000_000_000 }
const hard: Terms = { budget: { nanoUsd: 1, per: 'day', mode: 'hard' }, limits: null }

/** The `provider` of a body as it goes up. */
function sent(model: string, more: object, terms = hard): unknown {
  const body = bodyOf({ model, messages: [], ...more })
  const changes = priceCeiling(routed('POST /v1/chat/completions', body.value), body, rates, terms)
  return Reflect.get(JSON.parse(splice(body, changes)) as object, 'provider')
}

describe('a host of many hosts', () => {
  const model = 'openrouter/deepseek/deepseek-chat'

  test('is held to the price that was reserved for a hard budget', () => {
    const most = { prompt: 3, completion: 15 }
    expect(sent(model, {})).toEqual({ max_price: most })
    expect(sent(model, { provider: { order: ['x'] } })).toEqual({ order: ['x'], max_price: most })
    expect(sent(model, { provider: { max_price: { prompt: 1, completion: 99 } } })).toEqual({
      max_price: { prompt: 1, completion: 15 },
    })
  })

  test('is told nothing for other keys, and nobody else is', () => {
    const soft: Terms = { ...hard, budget: { nanoUsd: 1, per: 'day', mode: 'soft' } }
    expect(sent(model, {}, soft)).toBeUndefined()
    expect(sent(model, {}, { budget: null, limits: { rpm: 1 } })).toBeUndefined()
    expect(sent('openai/gpt-4o', {})).toBeUndefined()
  })
})
