import { describe, expect, test } from 'vitest'
import { admit, readmit } from '../../src/admission/admit.ts'
import { nothingHeld } from '../../src/meter/charge.ts'
import type { Terms } from '../../src/meter/terms.ts'
import { askingOf, budgetOf, portsOf, usd } from './stage.ts'

const line = 'POST /v1/chat/completions'
const responses = 'POST /v1/responses'
const first = { model: 'gpt-4o', messages: [], max_completion_tokens: 1000 }
/** Its fixed part, and a thousand tokens of output. */
const cost = (JSON.stringify(first).length + 256) * 1000 + 10_000_000

/** A request that is let in, then tries a second time with `givenUp` (nano-USD) beside it, on a budget of so much. */
async function twice(nano: number, givenUp: number, bodies: [object, object] = [first, first]) {
  const stage = portsOf()
  const terms = budgetOf(nano)
  const admitted = await admit(askingOf(line, bodies[0], terms), stage.ports)
  if (!admitted.ok) throw new Error(admitted.refusal.message)
  const { held } = admitted.value
  const asking = askingOf(line, bodies[1], terms)
  const again = await readmit(asking, { nano: givenUp, tokens: 0 }, stage.ports)
  const told = again.ok
    ? { granted: again.value.held.outputTokens, reserved: again.value.held.reservedNano, ...again.value }
    : again.refusal
  const { changes = [], granted = null, reserved = null } = 'held' in told ? told : {}
  return {
    again: again.ok ? { granted, reserved, changes } : told,
    money: stage.money(terms),
    held,
    stage,
    asking,
  }
}

describe('a further attempt', () => {
  test('takes the place of the one before', async () => {
    const { again, money } = await twice(cost, 0)
    expect([again, money]).toEqual([{ granted: 1000, reserved: cost, changes: [] }, [0, cost]])
  })

  test('is held beside what the one before may have cost', async () => {
    const { again, money } = await twice(2 * cost, cost)
    expect([again, money]).toEqual([{ granted: 1000, reserved: cost, changes: [] }, [0, 2 * cost]])
  })

  test('does not go where that does not fit, and holds what was held', async () => {
    const { again, money } = await twice(2 * cost - 1, cost)
    expect([again, money]).toEqual([expect.objectContaining({ reason: 'insufficient_quota' }), [0, cost]])
  })

  test('fits beside the tokens that the one before may have used, and counts its own only', async () => {
    const reserved = JSON.stringify(first).length + 256 + 1000
    const again = async (tpm: number) => {
      const terms: Terms = { budget: null, limits: { tpm } }
      const stage = portsOf()
      const asking = askingOf(line, first, terms)
      await admit(asking, stage.ports)
      const readmitted = await readmit(asking, { nano: 0, tokens: reserved }, stage.ports)
      const { tokensLastMinute } = stage.book.standing('alice', terms, stage.now)
      const told = readmitted.ok ? readmitted.value.held.reservedTokens : readmitted.refusal.reason
      return [told, tokensLastMinute]
    }
    expect([await again(2 * reserved), await again(2 * reserved - 1000)]).toEqual([
      [reserved, 2 * reserved],
      ['token_limit_exceeded', reserved],
    ])
  })

  test('does not go while the Meter is away', async () => {
    const { stage, asking } = await twice(usd, 0)
    stage.leave()
    expect(await readmit(asking, nothingHeld, stage.ports)).toMatchObject({
      ok: false,
      refusal: { reason: 'meter_unavailable' },
    })
  })

  test('keeps the limit that was written for the one before', async () => {
    const body = { model: 'gpt-4o', messages: [], max_completion_tokens: 16_000 }
    const { again, held } = await twice(usd / 20, 0, [body, body])
    expect(held.outputTokens).toBeLessThan(16_000)
    expect(again).toEqual({
      granted: held.outputTokens,
      reserved: held.reservedNano,
      changes: [{ path: ['max_completion_tokens'], value: String(held.outputTokens) }],
    })
  })

  test('has its own most where nothing was lowered, and half of what is free where that does not fit', async () => {
    const bodies: [object, object] = [
      { model: 'gpt-4o', messages: [] },
      { model: 'gpt-5', messages: [] },
    ]
    const half = Math.floor((usd / 2 - (JSON.stringify(bodies[1]).length + 256) * 1000) / 10_000)
    expect([(await twice(3 * usd, 0, bodies)).again, (await twice(usd, 0, bodies)).again]).toMatchObject([
      { granted: 128_000, changes: [] },
      { granted: half, changes: [{ path: ['max_completion_tokens'], value: String(half) }] },
    ])
  })

  test('needs a bound of its own', async () => {
    const body = { ...first, web_search_options: {} }
    expect((await twice(usd, 0, [first, body])).again).toMatchObject({ reason: 'unbounded' })
  })

  test('has fewer searches, and its provider’s count, before it is refused or lowered', async () => {
    const terms = budgetOf(0.3 * usd)
    const stage = portsOf(100)
    const plain = { model: 'gpt-5', max_output_tokens: 8192, input: 'hi' }
    const admitted = await admit(askingOf(responses, plain, terms), stage.ports)
    const searching = {
      ...plain,
      tools: [{ type: 'web_search' }],
      model: 'gpt-5-mini',
      input: 'x'.repeat(400_000),
    }
    const again = await readmit(askingOf(responses, searching, terms), nothingHeld, stage.ports)
    expect([admitted.ok, again.ok && again.value.told, stage.opens, stage.counted.length]).toEqual([
      true,
      [['tollgate-clamped', 'max_tool_calls=1']],
      [true, true, true, false],
      1,
    ])
  })

  test('counts once in its key’s rates, and tells what is left of them', async () => {
    const terms: Terms = { budget: null, limits: { rpm: 1, tpm: 5000, parallel: 1 } }
    const stage = portsOf()
    const told = async (found: Promise<Awaited<ReturnType<typeof admit>>>): Promise<unknown> => {
      const made = await found
      return made.ok ? Object.fromEntries(made.value.told) : made.refusal
    }
    const second = { ...first, max_completion_tokens: 500 }
    const tokens = 5000 - (JSON.stringify(first).length + 256) - 1000
    expect(await told(admit(askingOf(line, first, terms), stage.ports))).toMatchObject({
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-remaining-tokens': String(tokens),
    })
    expect(await told(readmit(askingOf(line, second, terms), nothingHeld, stage.ports))).toMatchObject({
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-remaining-tokens': String(tokens + 500 + 1),
    })
  })
})
