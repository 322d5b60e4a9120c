import { describe, expect, test } from 'vitest'
import { rateHeaders, refusalOf } from '../../src/admission/verdict.ts'
import type { Refusal as Verdict } from '../../src/meter/terms.ts'
import { respond } from '../../src/refusal/respond.ts'
import { noon } from '../ledger/rows.ts'
import { usd } from './stage.ts'

const budget: Verdict = {
  how: 'refused',
  scope: 'budget',
  limit: 20 * usd,
  used: 12_300_000_000,
  reserved: 456_789_012,
  required: 9 * usd,
  resetsAt: Date.UTC(2035, 6, 1),
  retryAfterMs: null,
}
const count = { ...budget, limit: 60, used: 60, reserved: 0, required: 1 }

function told(verdict: Partial<Verdict>): unknown {
  return refusalOf({ ...budget, ...verdict }, noon).refusal
}

/** What an SDK sees of it. */
function seen(verdict: Partial<Verdict>, dialect: 'openai' | 'anthropic' | 'gemini' = 'openai') {
  const { status, headers } = respond(refusalOf({ ...budget, ...verdict }, noon).refusal, dialect, 'r1')
  return [status, headers.get('retry-after'), headers.get('retry-after-ms'), headers.get('x-should-retry')]
}

describe('a refusal for money', () => {
  test('has the arithmetic in USD, and when its window turns; waiting a moment is no use', () => {
    expect(told({})).toEqual({
      reason: 'insufficient_quota',
      message:
        "This key's budget is 20.00 USD: 12.30 USD are spent, 0.456789012 USD are reserved for requests that still run, and this request can cost up to 9.00 USD. Ask for less output (`max_tokens`), send less, wait for 2035-07-01T00:00:00.000Z, or ask whoever runs this Tollgate for a larger budget.",
      details: {
        scope: 'budget',
        limit: 20,
        used: 12.3,
        reserved: 0.456789012,
        required: 9,
        resets_at: '2035-07-01T00:00:00.000Z',
      },
    })
    expect(seen({})).toEqual([429, null, null, 'false'])
  })

  test('that only running requests are in the way of says when to come back, and does not forbid it', () => {
    expect(told({ retryAfterMs: 5000 })).toMatchObject({
      message: expect.stringMatching(/9\.00 USD\. Try again in 5 s\.$/),
      retryAfter: 5,
    })
    expect(seen({ retryAfterMs: 5000 })).toEqual([429, '5', '5000', null])
    expect(seen({ retryAfterMs: 5000 }, 'anthropic')).toEqual([429, '5', '5000', null])
  })

  test('of a budget for good has no turn to wait for', () => {
    expect(told({ resetsAt: null })).toMatchObject({
      message: expect.stringContaining('send less, or ask whoever'),
      details: { resets_at: null },
    })
  })
})

describe('a refusal for a rate', () => {
  test('of requests tells counts, and when there is room', () => {
    const resetsAt = noon + 12_345
    expect(told({ ...count, scope: 'rpm', resetsAt, retryAfterMs: 12_345 })).toEqual({
      reason: 'rate_limit_exceeded',
      message: 'This key may make 60 requests in any minute, and has made as many. Try again in 13 s.',
      details: {
        scope: 'rpm',
        limit: 60,
        used: 60,
        reserved: 0,
        required: 1,
        resets_at: '2035-06-15T12:00:12.345Z',
      },
      retryAfter: 12.345,
    })
    expect(seen({ ...count, scope: 'rpm', retryAfterMs: 12_345 })).toEqual([429, '13', '12345', null])
  })

  test('of requests at once has no moment at which it turns', () => {
    const verdict = { ...count, scope: 'parallel', resetsAt: null, retryAfterMs: 1000 } as const
    expect(told(verdict)).toEqual({
      reason: 'rate_limit_exceeded',
      message: 'This key may have at most 60 running at once, and as many are running. Try again in 1 s.',
      details: { scope: 'parallel', limit: 60, used: 60, reserved: 0, required: 1, resets_at: null },
      retryAfter: 1,
    })
  })

  test('of tokens tells of those that run, and says where no minute is long enough', () => {
    const tpm = { ...count, scope: 'tpm', reserved: 20, required: 900, resetsAt: null } as const
    expect([told(tpm), told({ ...tpm, limit: 1000 })]).toMatchObject([
      {
        reason: 'token_limit_exceeded',
        message:
          'This key may use 60 tokens a minute: 60 are used, 20 are reserved for requests that still run, and this request can take up to 900. Send less, or ask for less output.',
      },
      { message: expect.stringMatching(/up to 900\. Try again when some have ended\.$/) },
    ])
    expect(seen(tpm)).toEqual([429, null, null, 'false'])
  })
})

describe('headers of a key’s rates', () => {
  test('are none without rates, and only those that it has', () => {
    expect(rateHeaders(null, noon)).toEqual([])
    const standing = { requests: null, tokens: { limit: 10, remaining: -3 }, resetsAt: noon + 1500 }
    expect(rateHeaders(standing, noon)).toEqual([
      ['x-ratelimit-limit-tokens', '10'],
      ['x-ratelimit-remaining-tokens', '0'],
      ['x-ratelimit-reset-tokens', '2s'],
    ])
  })
})
