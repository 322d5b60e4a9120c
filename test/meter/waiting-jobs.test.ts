import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/meter/finding.ts'
import { idOf, labelOf, noon, openRowOf } from '../ledger/rows.ts'
import { minute, none, stageOf } from './book-stage.ts'
import { claimOf } from './claims.ts'

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
    expect(stage.book.jobs.row('alice', 'lab/j')).toEqual(submitted)
    stage.now += 20 * minute
    await stage.alarm()
    expect(stage.book.jobs.row('alice', 'lab/j')?.outcome).toBe('lost')
    expect([stage.book.jobs.row('bob', 'lab/j'), stage.book.jobs.row('alice', 'lab/k')]).toEqual([null, null])
  })

  test('is found among many jobs, under the name that its job has then', () => {
    const stage = deferred()
    const found = (key: string) => stage.book.jobs.awaited(key, ['lab/k', 'lab/j', 'lab/file'], [], stage.now)
    expect([found('alice'), found('bob')]).toEqual([['lab/j'], []])
    stage.book.jobs.poll('alice', 'lab/j', stage.now, 'lab/file')
    expect(found('alice')).toEqual(['lab/file'])
    stage.book.finish('alice', 'lab/file', { ...uncounted, cost_nano_usd: 5 }, stage.now)
    expect(found('alice')).toEqual([])
  })

  test('is kept by a list of jobs that still run, and follows its job to its results', async () => {
    const stage = deferred()
    const listed = (results?: string) => {
      stage.now += 14 * minute
      const running = results === undefined ? { job: 'lab/j' } : { job: 'lab/j', results }
      return stage.book.jobs.awaited('alice', ['lab/k'], [{ job: 'lab/other' }, running], stage.now)
    }
    expect([listed(), listed(), listed('lab/file')]).toEqual([[], [], []])
    await stage.alarm()
    expect([stage.money(), stage.sent]).toEqual([[0, 9_000_000], []])
    expect(stage.book.jobs.awaited('alice', ['lab/j', 'lab/file'], [], stage.now)).toEqual(['lab/file'])
  })

  test('keeps the tokens of attempts that were given up beside those that the end of its job tells', () => {
    const stage = stageOf()
    const tokens = (): number => stage.book.standing('alice', none, stage.now).tokensLastMinute
    const end = { ...uncounted, input_tokens: 7, output_tokens: 8, cost_nano_usd: 5 }
    for (const [index, givenUp] of [2000, undefined].entries()) {
      const [id, job] = [idOf(index), `lab/${index}`]
      stage.open(id)
      stage.book.readmit(id, claimOf(), { nano: 0, tokens: givenUp ?? 0 }, stage.now)
      stage.book.defer({ ...submitted, id }, labelOf(), job, 9_000_000, stage.now, givenUp)
    }
    expect(tokens()).toBe(6000)
    stage.book.jobs.poll('alice', 'lab/0', stage.now, 'lab/file')
    stage.book.finish('alice', 'lab/file', end, stage.now)
    expect(tokens()).toBe(2015 + 2000)
    stage.book.finish('alice', 'lab/1', end, stage.now)
    expect(tokens()).toBe(2015 + 15)
  })

  test('is none once its job is billed', () => {
    const stage = deferred()
    stage.book.finish('alice', 'lab/j', { ...uncounted, cost_nano_usd: 5 }, stage.now)
    expect(stage.book.jobs.row('alice', 'lab/j')).toBeNull()
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
