import { describe, expect, test } from 'vitest'
import type { Held } from '../../src/admission/held.ts'
import { settled } from '../../src/admission/settle.ts'
import { nothing } from '../../src/bound/bound.ts'
import { rowOf } from '../ledger/rows.ts'

const held: Held = {
  terms: { budget: { nanoUsd: 1_000, per: 'total', mode: 'hard' }, limits: null },
  bound: { ...nothing, job: true },
  priced: {
    fixedNano: 700,
    feesNano: 0,
    nanoPerMillionOutput: 0,
    inputRate: 0,
    outputRate: 0,
    inputTokens: 9,
    fixedTokens: 9,
    fixedOutput: 0,
    times: 0,
    output: null,
  },
  priceId: 'config/lab/slow',
  slice: null,
  outputTokens: null,
  reservedNano: 700,
  reservedTokens: 9,
}
const seen = { final: false, outputBytes: 5, uncharged: false }
const row = rowOf({ cost_nano_usd: null, usage_source: 'none', price_id: null })
const reserved = { ...row, usage_source: 'estimated', cost_nano_usd: 700, price_id: 'config/lab/slow' }

describe('a request under a budget that wants a job', () => {
  test('counts as all that is held for it while the job goes on, whatever it has cost by now', () => {
    const early = { ...row, cost_nano_usd: 3, price_id: 'config/lab/slow' }
    expect(settled(early, { ...held, bound: nothing }, { ...seen, final: true, goesOn: true })).toEqual(
      reserved,
    )
  })

  test('counts as that too when nobody knows whether it got one', () => {
    expect(settled(row, held, seen)).toEqual(reserved)
  })

  test('counts as its cost when it was answered at once', () => {
    const priced = { ...row, cost_nano_usd: 3 }
    expect(settled(priced, held, { ...seen, final: true })).toEqual(priced)
  })

  test('counts as nothing when it was refused', () => {
    expect(settled(row, held, { ...seen, uncharged: true })).toEqual({
      ...row,
      cost_nano_usd: 0,
      price_id: 'free',
    })
  })
})
