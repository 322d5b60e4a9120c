import { describe, expect, test } from 'vitest'
import type { Book } from '../../src/meter/book.ts'
import { meterNameOf } from '../../src/meter/name.ts'
import { type Claim, type Terms, unlimited } from '../../src/meter/terms.ts'
import { idOf, labelOf, noon, rowOf } from '../ledger/rows.ts'
import { hour, minute, none, stageOf } from './book-stage.ts'
import { claimOf, dollar, usd } from './claims.ts'

const held = {
  how: 'admitted',
  outputTokens: 1000,
  clamped: false,
  reservedNano: 11_000_000,
  reservedTokens: 2000,
  rates: null,
}

describe('an admission', () => {
  test('is settled at the truth, or at what was held where the row tells no cost', () => {
    const { open, close, money } = stageOf()
    open(idOf(1))
    open(idOf(2))
    open(idOf(3))
    expect(money()).toEqual([0, 33_000_000])
    close(idOf(1), 400)
    close(idOf(2), null)
    expect(money()).toEqual([11_000_400, 11_000_000])
  })

  test('is the same when it is asked for again, also after an eviction, and holds nothing twice', () => {
    const first = stageOf()
    const claim = claimOf({ times: 3, output: { wanted: 9000, least: 10, explicit: true } })
    const tight = {
      ...claim,
      terms: { ...dollar, budget: { nanoUsd: usd / 20, per: 'month', mode: 'hard' } },
    } as const
    const verdict = first.open(idOf(1), tight)
    expect(verdict).toEqual({
      ...held,
      outputTokens: 4900,
      clamped: true,
      reservedNano: usd / 20,
      reservedTokens: 15_700,
    })
    const second = stageOf(first.storage)
    expect([first.open(idOf(1), tight), second.open(idOf(1), tight)]).toEqual([verdict, verdict])
    expect(second.money()).toEqual([usd / 20, usd / 20].map((nano, index) => nano * index))
  })

  test('of a key without limits holds nothing, and its cost counts for a budget given later', () => {
    const { open, close, money } = stageOf()
    expect([open(idOf(1), null), open(idOf(1), null)]).toEqual([unlimited, unlimited])
    close(idOf(1), 700)
    expect([money(none), money()]).toEqual([
      [700, 0],
      [700, 0],
    ])
  })

  test('belongs to the window in which it was opened, whenever it ends', () => {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.now = Date.UTC(2035, 6, 1)
    expect(stage.money()).toEqual([0, 0])
    stage.close(idOf(1), 500)
    expect(stage.money()).toEqual([0, 0])
    stage.now = noon
    expect(stage.money()).toEqual([500, 0])
  })

  test('that was lowered below what is spent may still be given back, in the window in which it was opened', () => {
    const stage = stageOf()
    stage.open(idOf(1))
    const extend = (nano: number, nanoUsd: number) => {
      const terms = { budget: { nanoUsd, per: 'month', mode: 'hard' }, limits: null } as const
      return stage.book.extend(idOf(1), { nano, tokens: 5 }, terms, stage.now)
    }
    stage.now = Date.UTC(2035, 6, 1)
    expect([extend(10_000_000, 1), extend(10_000_001, 1), extend(12_000_000, 12_000_000)]).toEqual([
      true,
      false,
      true,
    ])
    expect(stage.money()).toEqual([0, 0])
  })

  test('is decided on anew for another attempt, as if it held nothing, and holds what was given up beside', () => {
    const stage = stageOf()
    stage.open(idOf(1), claimOf({ fixedNano: 989_000_000 }))
    const readmit = (claim: Partial<Claim>, beside: number) =>
      stage.book.readmit(idOf(1), claimOf({ output: null, ...claim }), { nano: beside, tokens: 0 }, stage.now)
    expect(readmit({ fixedNano: 900_000_001 }, 99_999_999)).toMatchObject({
      how: 'admitted',
      reservedNano: 1_000_000_000,
    })
    expect(readmit({ fixedNano: 900_000_002 }, 99_999_999)).toMatchObject({ how: 'refused', reserved: 0 })
    expect(readmit({ fixedNano: 900_000_002, patient: true }, 99_999_999)).toEqual({ how: 'short' })
    expect(stage.money()).toEqual([0, 1_000_000_000])
    const output = { wanted: 50_000, least: 1000, explicit: true }
    expect(readmit({ fixedNano: 0, output }, 800_000_000)).toMatchObject({ outputTokens: 20_000 })
    stage.close(idOf(1), 5)
    expect([readmit({}, 0), stage.money()]).toEqual([{ how: 'short' }, [5, 0]])
  })

  test('needs no room for the tokens of attempts that have left the minute, and holds them all the same', () => {
    const stage = stageOf()
    const terms: Terms = { budget: null, limits: { tpm: 4000 } }
    stage.open(idOf(1), claimOf({ terms }))
    const readmit = (after: number) => {
      stage.now = noon + after
      const verdict = stage.book.readmit(idOf(1), claimOf({ terms }), { nano: 0, tokens: 2001 }, stage.now)
      return verdict.how === 'admitted' ? [verdict.reservedTokens, verdict.rates?.tokens] : verdict.how
    }
    expect([readmit(minute - 1), readmit(minute)]).toEqual([
      'refused',
      [4001, { limit: 4000, remaining: 2000 }],
    ])
    stage.now = noon
    expect(stage.book.standing('alice', terms, noon).tokensLastMinute).toBe(4001)
  })

  test('is not refused for money where its other attempt is free, and holds what was given up', () => {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.close(idOf(2), usd)
    const readmit = (fixedNano: number, beside: number) => {
      const claim = claimOf({ fixedNano, nanoPerMillionOutput: 0 })
      const verdict = stage.book.readmit(idOf(1), claim, { nano: beside, tokens: 0 }, stage.now)
      return verdict.how === 'admitted' ? verdict.reservedNano : verdict.how
    }
    const tries = [readmit(1, 11_000_000), readmit(0, 11_000_001), readmit(0, 11_000_000)]
    expect([tries, stage.money()]).toEqual([
      ['refused', 'refused', 11_000_000],
      [usd, 11_000_000],
    ])
  })

  test('and its other attempt belongs to the window in which it was opened', () => {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.open(idOf(2), claimOf({ fixedNano: 900_000_000, output: null }))
    stage.now = Date.UTC(2035, 6, 1)
    const another = claimOf({ fixedNano: 200_000_000 })
    expect(stage.book.readmit(idOf(1), another, { nano: 0, tokens: 0 }, stage.now)).toMatchObject({
      how: 'refused',
      reserved: 900_000_000,
    })
  })

  test('counts what was held where the row tells no tokens, and no amount that is none', () => {
    const { open, book, money } = stageOf()
    open(idOf(1))
    open(idOf(2))
    const row = (id: string, cost_nano_usd: number) =>
      rowOf({ id, cost_nano_usd, input_tokens: null, output_tokens: null })
    book.close(row(idOf(1), 1.2), labelOf(), noon)
    book.close(row(idOf(2), -5), labelOf(), noon)
    expect([money(), book.standing('alice', none, noon).tokensLastMinute]).toEqual([[2, 0], 4000])
  })

  test('counts what was held where an answer that broke off told of its first tokens only', () => {
    const { open, book } = stageOf()
    open(idOf(1))
    const began = rowOf({ id: idOf(1), usage_source: 'estimated', input_tokens: 30, output_tokens: 1 })
    book.close(began, labelOf(), noon)
    expect(book.standing('alice', none, noon).tokensLastMinute).toBe(2000)
  })

  test('counts no tokens where the row is free and tells none, and those that it tells all the same', () => {
    const stage = stageOf()
    const terms = { budget: null, limits: { tpm: 10_000 } }
    const tokens = (): number => stage.book.standing('alice', terms, stage.now).tokensLastMinute
    const untold = { input_tokens: null, output_tokens: null, cost_nano_usd: 0, price_id: 'free' }
    for (const index of [1, 2]) stage.open(idOf(index), claimOf({ terms }))
    expect(tokens()).toBe(4000)
    stage.book.close(rowOf({ id: idOf(1), ...untold }), labelOf(), stage.now)
    expect(tokens()).toBe(2000)
    stage.book.close(rowOf({ id: idOf(2), ...untold, output_tokens: 7 }), labelOf(), stage.now)
    expect(tokens()).toBe(7)
  })

  test('counts the tokens of attempts that were given up beside those that its row tells, or what was held', () => {
    const { open, book, now } = stageOf()
    const tokens = (): number => book.standing('alice', none, now).tokensLastMinute
    const counts = { input_tokens: 30, output_tokens: 1, cost_nano_usd: 0 }
    const closings = [
      { ...counts, usage_source: 'reported' },
      { ...counts, usage_source: 'estimated' },
      { input_tokens: null, output_tokens: null },
      { input_tokens: null, output_tokens: null, cost_nano_usd: 0, price_id: 'free' },
    ] as const
    const counted = closings.map((closing, index) => {
      const before = tokens()
      const id = idOf(index)
      open(id)
      const verdict = book.readmit(id, claimOf(), { nano: 0, tokens: 2000 }, now)
      const during = tokens() - before
      book.close(rowOf({ id, ...closing }), labelOf(), now, 2000)
      return [verdict.how === 'admitted' && verdict.reservedTokens, during, tokens() - before]
    })
    expect(counted).toEqual([
      [4000, 4000, 2031],
      [4000, 4000, 4000],
      [4000, 4000, 4000],
      [4000, 4000, 2000],
    ])
    book.close(rowOf({ id: idOf(9), ...counts }), labelOf(), now, 2000)
    expect(tokens()).toBe(12_031 + 2031)
  })

  test('is not needed for a cost, which then belongs to the window of the row', () => {
    const stage = stageOf()
    stage.now = Date.UTC(2035, 6, 1)
    stage.close(idOf(1), 500)
    expect(stage.money()).toEqual([0, 0])
    stage.now = noon
    expect(stage.money()).toEqual([500, 0])
  })

  test('of one key of a wallet leaves the others their limits, and takes of their money', () => {
    const { open, money } = stageOf()
    const claim = claimOf({ terms: { ...dollar, limits: { rpm: 1 } } })
    expect(open(idOf(1), claim).how).toBe('admitted')
    expect([open(idOf(2), claim).how, open(idOf(3), claim, 'bob').how]).toEqual(['refused', 'admitted'])
    const wider = { ...claim, terms: { ...dollar, limits: { rpm: 3 } } }
    const rates = { requests: { limit: 3, remaining: 2 }, tokens: null, resetsAt: noon + minute }
    expect(open(idOf(1), wider)).toEqual({ ...held, rates })
    expect(money(dollar, 'carol')).toEqual([0, 22_000_000])
  })

  test('that was taken back leaves nothing, before or after it came', () => {
    const { open, book, money, stored } = stageOf()
    open(idOf(1))
    book.abandon(idOf(1))
    book.abandon(idOf(2))
    expect([open(idOf(1)), open(idOf(2))]).toEqual([held, { how: 'short' }])
    expect([money(), stored()]).toEqual([[0, 11_000_000], [{ id: idOf(1), state: 'open' }]])
  })

  test('is waited for by a thousand that were taken back, and not by more', () => {
    const { open, book } = stageOf()
    for (let index = 0; index <= 1000; index += 1) book.abandon(idOf(index))
    expect([open(idOf(0)), open(idOf(1))]).toEqual([held, { how: 'short' }])
  })

  test('cannot be taken back once it has ended', () => {
    const { open, close, book, money } = stageOf()
    open(idOf(1))
    close(idOf(1), 5)
    book.abandon(idOf(1))
    expect(money()).toEqual([5, 0])
  })

  test('of a socket grows while there is room', () => {
    const { open, book, money } = stageOf()
    open(idOf(1))
    open(idOf(2))
    const extend = (nano: number) => book.extend(idOf(1), { nano, tokens: 5 }, dollar, noon)
    expect([extend(usd - 11_000_000), extend(usd - 10_999_999), extend(5)]).toEqual([true, false, true])
    expect(money()).toEqual([0, 11_000_005])
    expect(book.extend(idOf(3), { nano: 1, tokens: 1 }, dollar, noon)).toBe(false)
  })
})

describe('a request that nobody ends', () => {
  test('stays charged at its reservation, and a late end corrects that', async () => {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.now += 15 * minute
    await stage.alarm()
    expect(stage.money()).toEqual([11_000_000, 0])
    stage.close(idOf(1), 300)
    expect(stage.money()).toEqual([300, 0])
  })

  test('is forgotten into the base, over an eviction too', async () => {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.close(idOf(1), 300)
    await stage.alarm()
    stage.now += hour
    await stage.alarm()
    expect([stage.stored(), stage.money()]).toEqual([[], [300, 0]])
    expect(stageOf(stage.storage).money()).toEqual([300, 0])
    stage.now = noon
    expect(stage.book.standing('alice', none, noon).requestsLastMinute).toBe(0)
  })
})

test('a Meter in use for years knows its last hundred days apart, and what it has spent in all', async () => {
  const stage = stageOf()
  for (let day = 0; day < 103; day += 1) {
    stage.open(idOf(day), null)
    stage.close(idOf(day), 1)
    await stage.alarm()
    stage.now += 24 * hour
  }
  await stage.alarm()
  const daily = (day: number) => {
    const terms = { budget: { nanoUsd: 1, per: 'day', mode: 'hard' }, limits: null } as const
    const told = (book: Book) => book.standing('alice', terms, noon + day * 24 * hour).spentNano
    return [told(stage.book), told(stageOf(stage.storage).book)]
  }
  expect([daily(0), daily(2), daily(3), daily(102)]).toEqual([
    [0, 0],
    [0, 0],
    [1, 1],
    [1, 1],
  ])
  expect([stage.money(none), stageOf(stage.storage).money(none)]).toEqual([
    [103, 0],
    [103, 0],
  ])
})

test('the Meter of a wallet is no key’s Meter', () => {
  const ids = [
    { id: 'alice', wallet: null },
    { id: 'alice', wallet: 'alice' },
    { id: 'bob', wallet: 'alice' },
  ]
  expect(ids.map(meterNameOf)).toEqual(['alice', 'wallet/alice', 'wallet/alice'])
})
