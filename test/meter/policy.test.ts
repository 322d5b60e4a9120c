import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, mayHold } from '../../src/meter/policy.ts'
import type { Amount, Recent, Standing } from '../../src/meter/standing.ts'
import type { Claim, Limits, Output, Terms } from '../../src/meter/terms.ts'
import { dayOf } from '../../src/meter/window.ts'
import { noon } from '../ledger/rows.ts'
import { claimOf, dollar, usd } from './claims.ts'

/** 2035-06-15 was a Friday. */
const today = dayOf(noon)
const endOfJune = Date.UTC(2035, 6, 1)

function standingOf(amount: Partial<Amount>, rest: Partial<Standing> = {}): Standing {
  const whole = { spent: 0, reserved: 0, ...amount }
  return { money: { days: new Map([[today, whole]]), total: whole }, recent: [], running: 0, ...rest }
}

const soft: Terms = { budget: { nanoUsd: usd, per: 'month', mode: 'soft' }, limits: null }
const limited = (limits: Limits): Terms => ({ budget: null, limits })
const output = (changes: Partial<Output>): Output => ({
  wanted: 100_000,
  least: 1024,
  explicit: true,
  ...changes,
})

/** What is granted of 100,000 tokens of output, 1 USD in all, beside 0.001 USD of input. */
function granted(amount: Partial<Amount>, changes: Partial<Output> = {}, rest: Partial<Claim> = {}) {
  const verdict = decide(claimOf({ output: output(changes), ...rest }), standingOf(amount), noon)
  return verdict.how === 'admitted' ? [verdict.outputTokens, verdict.clamped] : verdict.how
}

describe('a hard budget', () => {
  test('admits what fits, and holds its worst case', () => {
    expect(decide(claimOf(), standingOf({ spent: usd - 11_000_000 }), noon)).toEqual({
      how: 'admitted',
      outputTokens: 1000,
      clamped: false,
      reservedNano: 11_000_000,
      reservedTokens: 2000,
      rates: null,
    })
  })

  test('refuses what does not fit, with the arithmetic', () => {
    const claim = claimOf({ output: output({ least: 50_000 }) })
    expect(decide(claim, standingOf({ spent: 400_000_000, reserved: 200_000_000 }), noon)).toEqual({
      how: 'refused',
      scope: 'budget',
      limit: usd,
      used: 400_000_000,
      reserved: 200_000_000,
      required: 1_001_000_000,
      resetsAt: endOfJune,
      retryAfterMs: 5000,
    })
  })

  test('says nothing of waiting when more is spent than leaves room', () => {
    const verdict = decide(claimOf(), standingOf({ spent: usd - 1 }), noon)
    expect(verdict).toMatchObject({
      how: 'refused',
      scope: 'budget',
      required: 11_000_000,
      retryAfterMs: null,
    })
  })

  test('never refuses what costs nothing, spent out or lowered below what is spent', () => {
    const free = claimOf({ fixedNano: 0, nanoPerMillionOutput: 0, output: output({}) })
    expect(decide(free, standingOf({ spent: 2 * usd }), noon)).toMatchObject({
      how: 'admitted',
      outputTokens: 100_000,
      clamped: false,
      reservedNano: 0,
    })
  })

  test('counts other days of its window, and no others', () => {
    const days = (day: number) => ({
      money: { days: new Map([[day, { spent: usd, reserved: 0 }]]), total: { spent: usd, reserved: 0 } },
    })
    const admits = (per: 'day' | 'week' | 'month' | 'total', day: number) =>
      decide(
        claimOf({ terms: { budget: { nanoUsd: usd, per, mode: 'hard' }, limits: null } }),
        standingOf({}, days(day)),
        noon,
      ).how === 'admitted'
    expect([admits('day', today), admits('day', today - 1)]).toEqual([false, true])
    expect([admits('week', today - 4), admits('week', today - 5)]).toEqual([false, true])
    expect([admits('month', today - 14), admits('month', today - 15)]).toEqual([false, true])
    expect(admits('total', today - 999)).toBe(false)
  })

  test('refuses a claim without end', () => {
    const huge = claimOf({
      fixedNano: Infinity,
      terms: { ...dollar, budget: { nanoUsd: 1e16, per: 'total', mode: 'hard' } },
    })
    expect(decide(huge, standingOf({}), noon)).toMatchObject({
      how: 'refused',
      required: 1e15,
      resetsAt: null,
    })
  })
})

describe('the output limit', () => {
  test.each<[string, Partial<Amount>, Partial<Output>, ReturnType<typeof granted>]>([
    ['of the client is lowered to all that is free', { spent: 499_000_000 }, {}, [50_000, true]],
    ['goes as low as its least', { spent: 988_760_000 }, {}, [1024, true]],
    ['goes no lower', { spent: 988_760_001 }, {}, 'refused'],
    [
      'is not lowered below 8,192 where that is the least',
      { reserved: 917_081_000 },
      { least: 8192 },
      'refused',
    ],
    [
      'is not touched on a fresh budget of which it needs half',
      {},
      { wanted: 49_900, explicit: false },
      [49_900, false],
    ],
    ['that nobody asked for is lowered to half of what is free', {}, { explicit: false }, [49_900, true]],
    [
      'that nobody asked for takes its least of more than half',
      { spent: 988_000_000 },
      { explicit: false },
      [1024, true],
    ],
    [
      'of 10 tokens is not refused for being less than the least',
      { spent: 998_900_000 },
      { wanted: 10 },
      [10, false],
    ],
  ])('%s', (_what, amount, changes, expected) => {
    expect(granted(amount, changes)).toEqual(expected)
  })

  test('is neither lowered nor refused for a caller that can count better', () => {
    expect(granted({ spent: 499_000_000 }, {}, { patient: true })).toBe('short')
    expect(granted({ spent: 998_000_000 }, {}, { patient: true })).toBe('short')
    expect(granted({}, { wanted: 1000 }, { patient: true })).toEqual([1000, false])
    expect(granted({ spent: usd }, {}, { patient: true })).toBe('refused')
  })

  test('is lowered by nobody for money in a soft budget, which ends when all is spent', () => {
    expect(granted({ spent: usd - 1, reserved: 5 * usd }, {}, { terms: soft })).toEqual([100_000, false])
    expect(
      decide(claimOf({ terms: soft, patient: true }), standingOf({ spent: usd, reserved: 7 }), noon),
    ).toEqual({
      how: 'refused',
      scope: 'budget',
      limit: usd,
      used: usd,
      reserved: 7,
      required: 11_000_000,
      resetsAt: endOfJune,
      retryAfterMs: null,
    })
  })
})

const ago = (seconds: number, tokens = 0, state: Recent['state'] = 'closed'): Recent => ({
  openedAt: noon - seconds * 1000,
  tokens,
  state,
})

describe('rates', () => {
  test('rpm counts the last minute, and tells when the next request has room', () => {
    const claim = claimOf({ terms: limited({ rpm: 2 }) })
    const recent = [ago(60), ago(50), ago(40)]
    expect(decide(claim, standingOf({}, { recent: recent.slice(0, 2) }), noon)).toMatchObject({
      how: 'admitted',
      reservedNano: 0,
      rates: { requests: { limit: 2, remaining: 0 }, tokens: null, resetsAt: noon + 60_000 },
    })
    expect(decide(claim, standingOf({}, { recent }), noon)).toEqual({
      how: 'refused',
      scope: 'rpm',
      limit: 2,
      used: 2,
      reserved: 0,
      required: 1,
      resetsAt: noon + 10_000,
      retryAfterMs: 10_000,
    })
  })

  test('parallel counts what runs', () => {
    const claim = claimOf({ terms: limited({ parallel: 3 }), patient: true })
    expect(decide(claim, standingOf({}, { running: 2 }), noon)).toMatchObject({
      how: 'admitted',
      rates: null,
    })
    expect(decide(claim, standingOf({}, { running: 3 }), noon)).toEqual({
      how: 'refused',
      scope: 'parallel',
      limit: 3,
      used: 3,
      reserved: 0,
      required: 1,
      resetsAt: null,
      retryAfterMs: 1000,
    })
  })

  test('tpm counts consumed and reserved tokens, and tells when enough have slid out', () => {
    const claim = claimOf({ terms: limited({ tpm: 10_000 }) })
    const recent = [ago(50, 500), ago(45, 4000), ago(30, 5000, 'open')]
    expect(decide(claim, standingOf({}, { recent }), noon)).toEqual({
      how: 'refused',
      scope: 'tpm',
      limit: 10_000,
      used: 4500,
      reserved: 5000,
      required: 2000,
      resetsAt: noon + 15_000,
      retryAfterMs: 15_000,
    })
    expect(decide(claim, standingOf({}, { recent: recent.slice(1) }), noon + 15_000)).toMatchObject({
      how: 'admitted',
      rates: { requests: null, tokens: { limit: 10_000, remaining: 3000 }, resetsAt: noon + 75_000 },
    })
  })

  test('tpm lowers an output limit that would not fit, and says so where no minute is long enough', () => {
    const terms = limited({ tpm: 10_000 })
    const claim = claimOf({ terms, times: 2, output: output({}) })
    expect(decide(claim, standingOf({}), noon)).toMatchObject({ outputTokens: 4500, reservedTokens: 10_000 })
    const unasked = claimOf({ terms, times: 2, output: output({ explicit: false }) })
    expect(decide(unasked, standingOf({}), noon)).toMatchObject({ outputTokens: 2000, reservedTokens: 5000 })
    expect(decide({ ...claim, fixedTokens: 9000 }, standingOf({}), noon)).toMatchObject({
      scope: 'tpm',
      required: 209_000,
      resetsAt: null,
      retryAfterMs: null,
    })
  })

  test('a clock that went back by an hour lets requests through', () => {
    const claim = claimOf({ terms: limited({ rpm: 1 }) })
    expect(decide(claim, standingOf({}, { recent: [ago(-3600)] }), noon).how).toBe('admitted')
    expect(decide(claim, standingOf({}, { recent: [ago(-5)] }), noon).how).toBe('refused')
  })
})

describe('a running request that wants to hold more', () => {
  const held = { nano: 100, tokens: 50, openedAt: noon }
  const holds = (nano: number, tokens: number, terms = dollar, rest: Partial<Standing> = {}) =>
    mayHold(terms, standingOf({ spent: usd - 300, reserved: 200 }, rest), held, { nano, tokens }, noon)

  test('may, as far as there is room beside all others', () => {
    expect([holds(200, 0), holds(201, 0), holds(1, 0)]).toEqual([true, false, true])
    expect([holds(9e9, 0, soft), holds(9e9, 0, limited({ rpm: 1 }))]).toEqual([true, true])
  })

  test('may, as far as the minute has tokens', () => {
    const recent = [ago(10, 50, 'open')]
    const terms = limited({ tpm: 100 })
    expect([holds(0, 100, terms, { recent }), holds(0, 101, terms, { recent })]).toEqual([true, false])
    expect(holds(0, 50, limited({ tpm: 10 }), { recent })).toBe(true)
  })
})

test('whatever is asked for, no more is held than is free, and what is granted is what is held', () => {
  const nat = fc.nat(2e9)
  const claim = fc.record({
    fixedNano: nat,
    nanoPerMillionOutput: fc.nat(1e9),
    times: fc.integer({ min: 1, max: 9 }),
    output: fc.option(fc.record({ wanted: fc.nat(1e6), least: fc.nat(9000), explicit: fc.boolean() })),
  })
  fc.assert(
    fc.property(claim, nat, nat, fc.nat(1e6), (changes, spent, reserved, tpm) => {
      const claim = claimOf({ ...changes, terms: { ...dollar, limits: { tpm } } })
      const verdict = decide(claim, standingOf({ spent, reserved }), noon)
      const held = verdict.how === 'admitted' ? verdict : null
      const tokens = held?.outputTokens ?? 0
      const cost = claim.fixedNano + Math.ceil((claim.nanoPerMillionOutput * tokens) / 1e6)
      expect(held?.reservedNano ?? 0).toBeLessThanOrEqual(Math.max(0, usd - spent - reserved))
      expect(held?.reservedNano ?? cost).toBe(cost)
      expect(held?.reservedTokens ?? 0).toBeLessThanOrEqual(tpm)
      expect(held?.reservedTokens ?? 0).toBe(held === null ? 0 : 1000 + claim.times * tokens)
      expect(held?.clamped ?? false).toBe(held !== null && tokens < (claim.output?.wanted ?? 0))
    }),
  )
})
