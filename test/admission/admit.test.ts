import { describe, expect, test } from 'vitest'
import { admit } from '../../src/admission/admit.ts'
import type { Terms } from '../../src/meter/terms.ts'
import { noon } from '../ledger/rows.ts'
import { askingOf, budgetOf, portsOf, usd } from './stage.ts'

const chat = 'POST /v1/chat/completions'
const messages = 'POST /v1/messages'
const long = 'x'.repeat(100_000)
/** 100,000 tokens by its bytes, 0.1 USD, and 10,000 of output, 0.1 USD. */
const claude = {
  model: 'claude-sonnet-4-5',
  max_tokens: 10_000,
  messages: [{ role: 'user', content: long }],
}

/** How one request on a fresh Meter is let in, or why not. */
async function ask(line: string, body: object, terms: Terms, count: number | null = null) {
  const stage = portsOf(count)
  const found = await admit(askingOf(line, body, terms), stage.ports)
  const told = found.ok
    ? {
        reserved: found.value.held.reservedNano,
        changes: found.value.changes,
        told: found.value.told,
      }
    : found.refusal
  return { told, opens: stage.opens, counted: stage.counted, money: stage.money(terms) }
}

describe('a request', () => {
  test('that fits goes up as it is, held at its worst case, and nobody counts it', async () => {
    const body = { model: 'gpt-4o', max_completion_tokens: 100, messages: [] }
    const reserved = (JSON.stringify(body).length + 256) * 1000 + 1_000_000
    expect(await ask(chat, body, budgetOf(usd))).toEqual({
      told: { reserved, changes: [], told: [] },
      opens: [false],
      counted: [],
      money: [0, reserved],
    })
  })

  test('that would not fit by its bytes is counted by its provider, with its own headers, and then does', async () => {
    const { told, opens, counted, money } = await ask(messages, claude, budgetOf(0.15 * usd), 20_000)
    const reserved = (20_000 + 200 + 64) * 1000 + 100_000_000
    expect([told, opens, money]).toEqual([{ reserved, changes: [], told: [] }, [true, false], [0, reserved]])
    const [[url, init] = ['', {}]] = counted
    const headers = Object.fromEntries(new Headers(init.headers))
    expect([counted.length, url, init.method, headers]).toEqual([
      1,
      'https://gateway.test/v1/a/g/anthropic/v1/messages/count_tokens',
      'POST',
      { 'content-type': 'application/json', accept: 'application/json', 'x-own': 'header' },
    ])
    expect(JSON.parse(String(init.body))).toEqual({ model: claude.model, messages: claude.messages })
  })

  test('keeps its bytes where the count says more, or does not come', async () => {
    for (const count of [900_000, null]) {
      const { told, opens } = await ask(messages, claude, budgetOf(0.15 * usd), count)
      expect([opens, told]).toEqual([
        [true, false],
        {
          reserved: expect.any(Number),
          changes: [{ path: ['max_tokens'], value: expect.stringMatching(/^4\d\d\d$/) }],
          told: [['tollgate-clamped', expect.stringMatching(/^max_tokens=4\d\d\d$/)]],
        },
      ])
    }
  })

  test('that does not fit is lowered to what is free, in the field that it used', async () => {
    const body = { model: 'gpt-4o', max_tokens: 16_000, messages: [] }
    const { told, money } = await ask('POST /openai/chat/completions', body, budgetOf(0.05 * usd))
    const input = (JSON.stringify(body).length + 256) * 1000
    const output = Math.floor((50_000_000 - input) / 10_000)
    expect([told, money]).toEqual([
      {
        reserved: input + output * 10_000,
        changes: [{ path: ['max_tokens'], value: String(output) }],
        told: [['tollgate-clamped', `max_tokens=${output}`]],
      },
      [0, input + output * 10_000],
    ])
  })

  test('without a limit of its own gets at most half, in the field of its provider', async () => {
    const body = { model: 'gpt-4o', messages: [] }
    const { told } = await ask(chat, body, budgetOf(0.1 * usd))
    const input = (JSON.stringify(body).length + 256) * 1000
    const output = Math.floor((50_000_000 - input) / 10_000)
    expect(told).toMatchObject({
      changes: [{ path: ['max_completion_tokens'], value: String(output) }],
      told: [['tollgate-clamped', `max_completion_tokens=${output}`]],
    })
  })

  test('whose model has no known most is given a limit, also where all of it fits', async () => {
    const body = { model: 'lab-1', messages: [] }
    const asking = askingOf('POST /mistral/v1/chat/completions', body, budgetOf(usd))
    const stage = portsOf()
    const found = await admit(asking, stage.ports)
    expect(found.ok && [found.value.changes, found.value.told]).toEqual([
      [{ path: ['max_tokens'], value: '4096' }],
      [['tollgate-clamped', 'max_tokens=4096']],
    ])
  })

  test('that can reach another model is not counted: each counts in its own way', async () => {
    const body = { ...claude, fallbacks: [{ model: 'claude-haiku-4-5' }] }
    const { opens, counted, told } = await ask(messages, body, budgetOf(0.15 * usd), 20_000)
    expect([opens, counted, told]).toEqual([
      [false],
      [],
      expect.objectContaining({ reason: 'insufficient_quota' }),
    ])
  })

  test('that is short by its count has the rates of a short one', async () => {
    // 4 bytes a token: 300,000 by its bytes, and 75,000 in truth; a long input has another price from 272,000 on.
    const body = { model: 'gpt-5.4', max_output_tokens: 8192, input: 'x'.repeat(300_000) }
    const held = async (count: number | null): Promise<unknown> => {
      const asking = askingOf('POST /v1/responses', body, budgetOf(1.2 * usd))
      const found = await admit(asking, portsOf(count).ports)
      return found.ok ? found.value.held.priced.inputRate : found.refusal.reason
    }
    expect([await held(75_000), await held(null)]).toEqual([5_000_000_000, 'insufficient_quota'])
  })

  test('that does not fit at all is refused with the arithmetic, after it was counted', async () => {
    const { told, opens, money } = await ask(messages, claude, budgetOf(0.01 * usd), 20_000)
    expect([opens, money, told]).toEqual([
      [true, false],
      [0, 0],
      {
        reason: 'insufficient_quota',
        message:
          "This key's budget is 0.01 USD: 0.00 USD are spent, 0.00 USD are reserved for requests that still run, and this request can cost up to 0.120264 USD. Ask for less output (`max_tokens`), send less, wait for 2035-07-01T00:00:00.000Z, or ask whoever runs this Tollgate for a larger budget.",
        details: {
          scope: 'budget',
          limit: 0.01,
          used: 0,
          reserved: 0,
          required: 0.120264,
          resets_at: '2035-07-01T00:00:00.000Z',
        },
      },
    ])
  })

  test('that has no bound or no price never reaches the Meter', async () => {
    const body = { model: 'gpt-4o', messages: [], web_search_options: {} }
    expect(await ask(chat, body, budgetOf(usd))).toMatchObject({ told: { reason: 'unbounded' }, opens: [] })
  })
})

describe('searches without a ceiling', () => {
  const body = { model: 'gpt-5', max_output_tokens: 8192, input: 'hi', tools: [{ type: 'web_search' }] }
  const priced = { ...body, model: 'gpt-5-mini' }

  test('get eight where eight fit, else one', async () => {
    const ask = async (usdLeft: number): Promise<unknown> => {
      const asking = askingOf('POST /v1/responses', priced, budgetOf(usdLeft * usd))
      const found = await admit(asking, portsOf(100).ports)
      return found.ok ? found.value.told : found.refusal.details?.['required']
    }
    expect([await ask(5), await ask(0.2), await ask(0.001)]).toEqual([
      [['tollgate-clamped', 'max_tool_calls=8']],
      [['tollgate-clamped', 'max_tool_calls=1']],
      expect.any(Number),
    ])
  })
})

describe('a Meter', () => {
  const body = { model: 'gpt-4o', max_completion_tokens: 100, messages: [] }

  test('that is away refuses, for a moment', async () => {
    const stage = portsOf()
    stage.leave()
    expect(await admit(askingOf(chat, body, budgetOf(usd)), stage.ports)).toEqual({
      ok: false,
      refusal: {
        reason: 'meter_unavailable',
        message:
          'The account of this key cannot be reached just now, so nothing can be held to its limits. Try again in a moment.',
        retryAfter: 2,
      },
    })
  })

  test('tells what is left of the key’s own rates', async () => {
    const { told } = await ask(chat, body, { budget: null, limits: { rpm: 3, tpm: 1000 } })
    const tokens = JSON.stringify(body).length + 256 + 100
    expect(told).toEqual({
      reserved: 0,
      changes: [],
      told: [
        ['x-ratelimit-limit-requests', '3'],
        ['x-ratelimit-remaining-requests', '2'],
        ['x-ratelimit-reset-requests', '60s'],
        ['x-ratelimit-limit-tokens', '1000'],
        ['x-ratelimit-remaining-tokens', String(1000 - tokens)],
        ['x-ratelimit-reset-tokens', '60s'],
      ],
    })
  })

  test('lets requests through side by side as long as they fit beside each other, and no more', async () => {
    const stage = portsOf()
    const cost = (JSON.stringify(body).length + 256) * 1000 + 1_000_000
    const terms = budgetOf(3 * cost)
    const asked = [1, 2, 3, 4].map((id) => admit(askingOf(chat, body, terms, { id }), stage.ports))
    const reasons = (await Promise.all(asked)).map((found) => (found.ok ? 'in' : found.refusal))
    expect(reasons).toEqual([
      'in',
      'in',
      'in',
      expect.objectContaining({ reason: 'insufficient_quota', retryAfter: 5 }),
    ])
    expect([stage.money(terms), stage.now]).toEqual([[0, 3 * cost], noon])
  })
})
