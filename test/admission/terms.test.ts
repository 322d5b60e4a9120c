import { describe, expect, test } from 'vitest'
import { termsOf } from '../../src/admission/terms.ts'
import { parseRecord, type Budget } from '../../src/keys/record.ts'

const month: Budget = { usd: 20, per: 'month', mode: 'hard' }
const nothing = { budget: null, wallet: null, limits: null }
const wallets = new Map([['research', { usd: 0.1, per: 'day', mode: 'soft' } as const]])

describe('the terms of a key', () => {
  test('are none without budget, wallet and limits', () => {
    expect(termsOf(nothing, { wallets })).toEqual({ ok: true, value: null })
  })

  test('are its budget in nano-USD, and its limits', () => {
    const limits = { rpm: 60, tpm: 1000, parallel: 2 }
    expect(termsOf({ ...nothing, budget: month, limits }, { wallets })).toEqual({
      ok: true,
      value: { budget: { nanoUsd: 20_000_000_000, per: 'month', mode: 'hard' }, limits },
    })
    expect(termsOf({ ...nothing, limits: { rpm: 1 } }, { wallets })).toEqual({
      ok: true,
      value: { budget: null, limits: { rpm: 1 } },
    })
  })

  test('are those of its wallet', () => {
    expect(termsOf({ ...nothing, wallet: 'research' }, { wallets })).toEqual({
      ok: true,
      value: { budget: { nanoUsd: 100_000_000, per: 'day', mode: 'soft' }, limits: null },
    })
  })

  test('with an unknown wallet are a mistake of its record, which is told without control characters', () => {
    const refused = termsOf({ ...nothing, wallet: 'reserch\n' }, { wallets })
    expect(refused).toEqual({
      ok: false,
      refusal: {
        reason: 'key_misconfigured',
        message:
          "This key is misconfigured: its wallet `reserch` does not stand in the wallets of this Tollgate's configuration. Whoever runs it has to add it there.",
      },
    })
  })

  test('hold the largest budget to the nano-USD', () => {
    const found = termsOf({ ...nothing, budget: { ...month, usd: 1_000_000 } }, { wallets })
    expect(found.ok && found.value?.budget?.nanoUsd).toBe(1_000_000_000_000_000)
  })
})

describe('a record is refused, and never without a limit, where it says', () => {
  const record = (more: object) => parseRecord(JSON.stringify({ hash: 'a'.repeat(64), ...more }), 'alice')

  test.each<[string, object, RegExp]>([
    ['a negative budget', { budget: { usd: -1, per: 'month' } }, /budget\.usd/],
    ['a budget of nothing', { budget: { usd: 0, per: 'month' } }, /budget\.usd/],
    [
      'a budget beyond a million',
      { budget: { usd: 1_000_000.01, per: 'total' } },
      /budget\.usd .* 1,000,000/,
    ],
    ['a budget in words', { budget: { usd: '20', per: 'month' } }, /budget\.usd/],
    ['a budget that is no number', { budget: 20 }, /budget/],
    ['an unknown window', { budget: { usd: 1, per: 'year' } }, /budget\.per/],
    ['an unknown mode', { budget: { usd: 1, per: 'day', mode: 'firm' } }, /budget\.mode/],
    ['a negative rate', { limits: { rpm: -1 } }, /limits\.rpm/],
    ['a rate of nothing', { limits: { rpm: 0 } }, /limits\.rpm/],
    ['a rate in words', { limits: { tpm: '1000' } }, /limits\.tpm/],
    ['a fraction of a request', { limits: { parallel: 1.5 } }, /limits\.parallel/],
    ['a rate beyond all integers', { limits: { tpm: 1e300 } }, /limits\.tpm/],
    ['an unknown limit', { limits: { rps: 1 } }, /"rps" in limits/],
    ['a budget and a wallet', { budget: { usd: 1, per: 'day' }, wallet: 'research' }, /wallet/],
    ['mint beside a budget', { budget: { usd: 1, per: 'day' }, scopes: ['mint'] }, /mint/],
    ['mint beside a wallet', { wallet: 'research', scopes: ['inference', 'mint'] }, /mint/],
  ])('%s', (_, more, told) => {
    const parsed = record(more)
    expect(parsed.ok ? 'it was taken' : parsed.message).toMatch(told)
  })
})
