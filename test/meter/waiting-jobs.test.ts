import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/meter/finding.ts'
import { idOf, labelOf, noon, openRowOf } from '../ledger/rows.ts'
import { minute, stageOf } from './book-stage.ts'

const uncounted: Finding = {
  served_model: 'o9',
  usage_source: 'none',
  outcome: 'complete',
  input_tokens: null,
  cache_read_tokens: null,
  cache_write_tokens: null,
  output_tokens: null,
  reasoning_tokens: null,
  details: null,
  units: null,
  unit: null,
  cost_nano_usd: null,
  price_id: null,
}

describe('the row that waits for a job', () => {
  const submitted = openRowOf({ id: idOf(1), status: 200, outcome: 'complete' })

  function deferred() {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.book.defer(submitted, labelOf(), 'lab/j', 9_000_000, stage.now)
    return stage
  }

  test('is told while it waits, also when it was lost, and to its own key only', async () => {
    const stage = deferred()
    expect(stage.book.waiting('alice', 'lab/j')).toEqual(submitted)
    stage.now += 20 * minute
    await stage.alarm()
    expect(stage.book.waiting('alice', 'lab/j')?.outcome).toBe('lost')
    expect([stage.book.waiting('bob', 'lab/j'), stage.book.waiting('alice', 'lab/k')]).toEqual([null, null])
  })

  test('is found among many jobs, under the name that its job has then', () => {
    const stage = deferred()
    const found = (key: string) => stage.book.awaited(key, ['lab/k', 'lab/j', 'lab/file'])
    expect([found('alice'), found('bob')]).toEqual([['lab/j'], []])
    stage.book.poll('alice', 'lab/j', stage.now, 'lab/file')
    expect(found('alice')).toEqual(['lab/file'])
    stage.book.finish('alice', 'lab/file', { ...uncounted, cost_nano_usd: 5 }, stage.now)
    expect(found('alice')).toEqual([])
  })

  test('is none once its job is billed', () => {
    const stage = deferred()
    stage.book.finish('alice', 'lab/j', { ...uncounted, cost_nano_usd: 5 }, stage.now)
    expect(stage.book.waiting('alice', 'lab/j')).toBeNull()
  })

  test('says what was held for it when the end of its job states no cost', async () => {
    const stage = deferred()
    expect(stage.book.finish('alice', 'lab/j', uncounted, stage.now)).toBe('billed')
    await stage.alarm()
    const settled = { ...submitted, ...uncounted, usage_source: 'estimated', cost_nano_usd: 9_000_000 }
    expect([stage.money(), stage.sent]).toEqual([[9_000_000, 0], [settled]])
  })

  test('stays without a cost when nothing was held for it', async () => {
    const stage = stageOf()
    stage.book.defer(submitted, labelOf(), 'lab/j', 0, noon)
    stage.book.finish('alice', 'lab/j', uncounted, noon)
    await stage.alarm()
    expect(stage.sent).toEqual([{ ...submitted, ...uncounted }])
  })
})
