import { describe, expect, test } from 'vitest'
import { Book } from '../../src/meter/book.ts'
import type { Entry } from '../../src/meter/entry.ts'
import type { Finding } from '../../src/meter/finding.ts'
import { Jobs } from '../../src/meter/jobs.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import { idOf, labelOf, noon, openRowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'
import { hour, minute, stageOf } from './book-stage.ts'
import { dollar, usd } from './claims.ts'

const finding: Finding = {
  served_model: 'o9',
  usage_source: 'reported',
  outcome: 'complete',
  input_tokens: 7,
  cache_read_tokens: null,
  cache_write_tokens: null,
  output_tokens: 8,
  reasoning_tokens: null,
  details: null,
  units: null,
  unit: null,
  cost_nano_usd: 900,
  price_id: 'o9',
}

describe('a job', () => {
  const submitted = openRowOf({ id: idOf(1), status: 200, outcome: 'complete' })

  function deferred() {
    const stage = stageOf()
    stage.open(idOf(1))
    stage.book.defer(submitted, labelOf(), 'openai/job', 9_000_000, stage.now)
    return stage
  }

  test('stays charged while it is asked after, and is billed once', async () => {
    const stage = deferred()
    for (let polls = 0; polls < 10; polls += 1) {
      stage.now += 10 * minute
      stage.book.jobs.poll('alice', 'openai/job', stage.now)
      await stage.alarm()
    }
    expect([stage.money(), stage.sent]).toEqual([[0, 9_000_000], []])
    const finish = () => stage.book.finish('alice', 'openai/job', finding, stage.now)
    expect([finish(), finish()]).toEqual(['billed', 'known'])
    await stage.alarm()
    expect([stage.money(), stage.sent]).toEqual([[900, 0], [{ ...submitted, ...finding }]])
  })

  test('is lost after 15 minutes of silence, and corrected within 7 days, over evictions', async () => {
    const stage = deferred()
    stage.now += 15 * minute
    await stage.alarm()
    const lost = { ...submitted, outcome: 'lost', usage_source: 'estimated', cost_nano_usd: 9_000_000 }
    expect([stage.money(), stage.sent]).toEqual([[9_000_000, 0], [lost]])
    stage.now += 7 * 24 * hour - 1
    await stage.alarm()
    const woken = stageOf(stage.storage)
    woken.now = stage.now
    expect(woken.book.finish('alice', 'openai/job', finding, woken.now)).toBe('billed')
    await woken.alarm()
    expect([woken.money(), woken.sent]).toEqual([[900, 0], [{ ...submitted, ...finding }]])
  })

  test('whose results have a name of their own is found by that alone, over evictions', async () => {
    const stage = deferred()
    stage.book.jobs.poll('alice', 'openai/job', stage.now, 'openai/file')
    stage.now += 14 * minute
    stage.book.jobs.poll('alice', 'openai/job', stage.now, 'openai/file')
    stage.now += 14 * minute
    await stage.alarm()
    expect([stage.money(), stage.sent]).toEqual([[0, 9_000_000], []])
    const woken = stageOf(stage.storage)
    woken.now = stage.now
    const finish = (job: string) => woken.book.finish('alice', job, finding, woken.now)
    expect(['openai/job', 'openai/file', 'openai/file'].map(finish)).toEqual(['unknown', 'billed', 'known'])
    woken.book.jobs.poll('alice', 'openai/file', woken.now, 'openai/job')
    expect(finish('openai/job')).toBe('unknown')
  })

  test('that was lost is corrected by its results too', async () => {
    const stage = deferred()
    stage.now += 15 * minute
    await stage.alarm()
    stage.book.jobs.poll('alice', 'openai/job', stage.now, 'openai/file')
    await stage.alarm()
    expect(stage.book.finish('alice', 'openai/file', finding, stage.now)).toBe('billed')
    await stage.alarm()
    expect([stage.money(), stage.sent.at(-1)]).toEqual([[900, 0], { ...submitted, ...finding }])
  })

  test('of results with a longer name than 500 characters keeps its own', () => {
    const stage = deferred()
    stage.book.jobs.poll('alice', 'openai/job', stage.now, 'n'.repeat(501))
    expect(stage.book.finish('alice', 'openai/job', finding, stage.now)).toBe('billed')
  })

  test('keeps its place under another name where there is room for one only', () => {
    const storage = createStorage()
    const book = new Book(new Shelf(storage, { rows: 9, jobs: 1 }))
    book.defer(submitted, labelOf(), 'openai/job', 5, noon)
    book.jobs.poll('alice', 'openai/job', noon, 'openai/file')
    expect(book.finish('alice', 'openai/file', finding, noon)).toBe('billed')
  })

  test('is unknown after that, and stays charged', async () => {
    const stage = deferred()
    stage.now += 15 * minute
    await stage.alarm()
    stage.now += 7 * 24 * hour
    await stage.alarm()
    expect(stage.book.finish('alice', 'openai/job', finding, stage.now)).toBe('unknown')
    expect([stage.stored(), stage.money()]).toEqual([[], [9_000_000, 0]])
  })

  test('is its own key’s, and no other key’s', () => {
    const stage = deferred()
    expect(stage.book.finish('bob', 'openai/job', finding, noon)).toBe('unknown')
    expect(stage.money()).toEqual([0, 9_000_000])
  })

  test('cannot be taken back, and has a name of at most 500 characters', () => {
    const stage = deferred()
    stage.book.abandon(idOf(1))
    expect(stage.money()).toEqual([0, 9_000_000])
    const names = ['n'.repeat(500), 'n'.repeat(501)]
    for (const [index, name] of names.entries()) {
      stage.book.defer({ ...submitted, id: idOf(2 + index) }, labelOf(), name, 5, noon)
    }
    const finish = (name: string) => stage.book.finish('alice', name, finding, noon)
    expect(names.map(finish)).toEqual(['billed', 'unknown'])
  })

  test('does not count as a running request', () => {
    expect(deferred().book.standing('alice', dollar, noon)).toEqual({
      spentNano: 0,
      reservedNano: 9_000_000,
      resetsAt: Date.UTC(2035, 6, 1),
      requestsLastMinute: 1,
      tokensLastMinute: 2000,
      running: 0,
    })
  })

  test('holds no more than the request did, and what it is given where that was never opened', () => {
    const stage = deferred()
    stage.book.defer(submitted, labelOf(), 'openai/job', usd, noon)
    stage.book.defer({ ...submitted, id: idOf(2) }, labelOf(), 'openai/other', 50, noon)
    expect(stage.money()).toEqual([0, 9_000_050])
  })

  test('is forgotten when there are too many, the oldest first, for good', () => {
    const storage = createStorage()
    const wake = () => new Book(new Shelf(storage, { rows: 9, jobs: 1 }))
    const book = wake()
    for (const index of [1, 2]) book.defer({ ...submitted, id: idOf(index) }, labelOf(), `${index}`, 5, noon)
    const finish = (job: string) => wake().finish('alice', job, finding, noon)
    expect([finish('1'), finish('2')]).toEqual(['unknown', 'billed'])
  })

  test('that two requests are answered with is the later one’s', () => {
    const { book, open, money } = deferred()
    open(idOf(2))
    book.defer({ ...submitted, id: idOf(2) }, labelOf(), 'openai/job', 5, noon)
    expect(book.finish('alice', 'openai/job', finding, noon)).toBe('billed')
    expect([money(), book.standing('alice', dollar, noon).running]).toEqual([[900, 9_000_000], 1])
  })

  test('of a key without limits is lost at what its row told', async () => {
    const stage = stageOf()
    const row = { ...submitted, cost_nano_usd: 70 }
    stage.book.defer(row, labelOf(), 'openai/job', 0, stage.now)
    stage.now += 15 * minute
    await stage.alarm()
    expect([stage.money(), stage.sent]).toEqual([[70, 0], [{ ...row, outcome: 'lost' }]])
  })

  test('that is forgotten leaves its place to another', () => {
    const jobs = new Jobs(1)
    const entryOf = (id: string, job: string): Entry => {
      const none = { rev: 1, openedAt: 0, touchedAt: 0, nano: 0, tokens: 0, aside: false }
      return { ...none, id, keyId: 'alice', state: 'lost', job }
    }
    expect([jobs.note(entryOf('a', '1')), jobs.note(entryOf('b', '2'))]).toEqual([null, 'a'])
    jobs.forget(entryOf('a', '2'))
    expect(jobs.find('alice', '2')).toBe('b')
    jobs.forget(entryOf('b', '2'))
    expect([jobs.find('alice', '2'), jobs.note(entryOf('c', '3'))]).toEqual([undefined, null])
  })
})
