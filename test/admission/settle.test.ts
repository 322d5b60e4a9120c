import { describe, expect, test } from 'vitest'
import type { Held } from '../../src/admission/held.ts'
import { type Outcome, settled, withUnsettled } from '../../src/admission/settle.ts'
import { nothing, type OutputBound } from '../../src/bound/bound.ts'
import { priceBound } from '../../src/bound/price-bound.ts'
import type { Row } from '../../src/ledger/row.ts'
import { rates } from '../bound/asked.ts'
import { rowOf } from '../ledger/rows.ts'
import { budgetOf, silent, usd } from './stage.ts'

/** An answer of up to 1,000 tokens to 500: 0.0005 USD, and 0.01 USD. */
const output: OutputBound = {
  fields: [['max_tokens']],
  asked: 1000,
  most: null,
  times: 1,
  more: 0,
  floor: 1000,
  hidden: false,
}

function heldWith(changes: Partial<OutputBound> = {}, more: Partial<Held> = {}): Held {
  const bound = { ...nothing, models: ['m'], inputTokens: 500, output: { ...output, ...changes } }
  return {
    terms: budgetOf(usd),
    bound,
    priced: priceBound(bound, rates).priced,
    priceId: 'table/m',
    slice: null,
    outputTokens: 1000,
    reservedNano: 10_500_000,
    reservedTokens: 1500,
    ...more,
  }
}

const seen: Outcome = { final: false, outputBytes: 100, uncharged: false }
const estimated = (nanoUsd: number): Partial<Row> => ({
  usage_source: 'estimated',
  cost_nano_usd: nanoUsd,
  price_id: 'table/m',
})

describe('a request under a budget settles', () => {
  test('at what its answer said, where that is the last word', () => {
    const row = rowOf({ cost_nano_usd: 7 })
    expect(settled(row, heldWith(), { ...seen, final: true })).toEqual(row)
  })

  test('at the reserved input and a token a byte that was seen, where it said nothing', () => {
    expect(settled(silent, heldWith(), seen)).toEqual({ ...silent, ...estimated(500_000 + 1_000_000) })
  })

  test('at the input that was reported, and a token a byte, where the answer broke off', () => {
    const row = rowOf({ cost_nano_usd: 40_000, price_id: 'table/m', input_tokens: 30, output_tokens: 1 })
    expect(settled(row, heldWith(), seen)).toEqual({ ...row, ...estimated(30_000 + 1_000_000) })
  })

  test('at the reserved input where a provider’s tools ran, whose turns it had not reported yet', () => {
    const row = rowOf({ cost_nano_usd: 40_000, price_id: 'table/m', input_tokens: 30, output_tokens: 1 })
    const held = heldWith()
    const searching = { ...held, bound: { ...held.bound, turns: 3 } }
    expect(settled(row, searching, seen)).toEqual({ ...row, ...estimated(10_500_000) })
  })

  test('at what it said so far where that is more', () => {
    const row = rowOf({ cost_nano_usd: 9_000_000, price_id: 'table/m', input_tokens: 30, output_tokens: 800 })
    expect(settled(row, heldWith(), seen)).toEqual({ ...row, ...estimated(9_000_000) })
  })

  test.each<[string, Partial<Outcome>, Held]>([
    ['the model may think where nobody sees it', {}, heldWith({ hidden: true })],
    ['nothing of a whole answer came', { outputBytes: null }, heldWith()],
    ['its answer takes no limit', {}, heldWith({ fields: [], most: 1000 }, { outputTokens: null })],
    ['more bytes came than it may have tokens', { outputBytes: 5000 }, heldWith()],
  ])('at all that was held, where %s', (_, outcome, held) => {
    expect(settled(silent, held, { ...seen, ...outcome })).toEqual({ ...silent, ...estimated(10_500_000) })
  })

  test('at nothing where it never reached a provider, or was refused by it', () => {
    const free = { ...silent, cost_nano_usd: 0, price_id: 'free' }
    expect(settled(silent, heldWith(), { ...seen, uncharged: true })).toEqual(free)
  })

  test.each(['free', 'config', 'gateway-cache', 'stated'])(
    'at a price with the last word: %s',
    (price_id) => {
      const row = { ...silent, cost_nano_usd: 5, price_id }
      expect(settled(row, heldWith(), seen)).toEqual(row)
    },
  )

  test('a socket at one more response than it told of', () => {
    const row = rowOf({ cost_nano_usd: 40, price_id: 'table/m' })
    const held = heldWith({}, { slice: 600, outputTokens: null })
    expect([settled(row, held, seen), settled(silent, held, seen)]).toEqual([
      { ...row, ...estimated(640) },
      { ...silent, ...estimated(600) },
    ])
  })

  test('with attempts beside it that were given up, at all that was held for them', () => {
    const row = rowOf({ cost_nano_usd: 7 })
    expect([withUnsettled(row, 0), withUnsettled(row, 100), withUnsettled(silent, 100)]).toEqual([
      row,
      { ...row, usage_source: 'estimated', cost_nano_usd: 107 },
      { ...silent, usage_source: 'estimated', cost_nano_usd: 100 },
    ])
  })
})

describe('a request that holds no money', () => {
  const rated = heldWith({}, { terms: { budget: null, limits: { tpm: 9 } }, reservedNano: 0 })

  test('stays as it is', () => {
    expect([settled(silent, null, seen), settled(silent, rated, seen)]).toEqual([silent, silent])
  })

  test('is free where it never reached a provider, so that its tokens count for nothing', () => {
    expect(settled(silent, rated, { ...seen, uncharged: true })).toEqual({
      ...silent,
      cost_nano_usd: 0,
      price_id: 'free',
    })
  })
})
