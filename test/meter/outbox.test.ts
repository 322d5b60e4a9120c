import { describe, expect, test } from 'vitest'
import { backOff, forgettable, nextDue, silentRows, waits } from '../../src/meter/outbox.ts'
import type { Entry } from '../../src/meter/entry.ts'
import { nextBatch, withinBytes } from '../../src/meter/lane.ts'
import type { Lane, Progress } from '../../src/meter/lane.ts'

const now = 1_000_000_000
const calm: Progress = { watermark: 10, attempt: 0, retryAt: 0 }

const ledgerAt = (progress: Progress): Lane => ({ to: 'ledger', progress })

function entryOf(changes: Partial<Entry>): Entry {
  const none = { nano: 0, tokens: 0, job: null, aside: false }
  return { id: 'a', keyId: 'k', rev: 11, state: 'closed', openedAt: 0, touchedAt: now, ...none, ...changes }
}

describe('what goes next', () => {
  test('is what ended above the watermark, in the order given, without what was set aside', () => {
    const lost = entryOf({ id: 'lost', rev: 12, state: 'lost' })
    const closed = entryOf({ id: 'closed', rev: 15 })
    const entries = [
      entryOf({ id: 'delivered', rev: 10 }),
      entryOf({ id: 'aside', rev: 11, aside: true }),
      lost,
      entryOf({ id: 'open', rev: 13, state: 'open' }),
      closed,
    ]
    expect(nextBatch(entries, ledgerAt(calm))).toEqual([lost, closed])
  })

  test.each([
    [0, 500],
    [3, 500],
    [4, 250],
    [8, 15],
    [12, 1],
    [50, 1],
  ])('after %i failures in a row it is at most %i rows', (attempt, most) => {
    const entries = Array.from({ length: 600 }, (_, index) => entryOf({ id: String(index), rev: 11 + index }))
    expect(nextBatch(entries, ledgerAt({ ...calm, attempt }))).toEqual(entries.slice(0, most))
  })

  test('ends at 1 MB, but never before its first row', () => {
    const parcels = [{ bytes: 600_000 }, { bytes: 400_000 }, { bytes: 1 }]
    expect(withinBytes(parcels)).toEqual(parcels.slice(0, 2))
    expect(withinBytes([{ bytes: 3_000_000 }, { bytes: 1 }])).toEqual([{ bytes: 3_000_000 }])
    expect(withinBytes([])).toEqual([])
  })
})

describe('waiting after failures', () => {
  test.each([
    ['retry', 1, 0.999_999, 2000],
    ['retry', 1, 0, 2000],
    ['retry', 4, 0, 8000],
    ['retry', 4, 0.999_999, 16_000],
    ['later', 1, 0, 5000],
    ['no_tables', 2, 0.5, 3000],
    ['quota', 1, 0, 150_000],
    ['full', 9, 0.999_999, 300_000],
    ['retry', 2000, 0.999_999, 300_000],
  ] as const)('%s, the %ith in a row, with %d: %i ms', (failure, attempt, random, ms) => {
    expect(backOff(failure, attempt, random, 300_000)).toBe(ms)
  })
})

describe('rows whose time is over', () => {
  test('an open row is silent after 15 minutes; an ended one never', () => {
    const silent = entryOf({ state: 'open', touchedAt: now - waits.silence })
    const entries = [
      silent,
      entryOf({ state: 'open', touchedAt: now - waits.silence + 1 }),
      entryOf({ touchedAt: 0 }),
    ]
    expect(silentRows(entries, now)).toEqual([silent])
  })

  const kept = [
    entryOf({ id: 'old', rev: 1, touchedAt: now - waits.keep }),
    entryOf({ id: 'young', rev: 2, touchedAt: now - waits.keep + 1 }),
    entryOf({ id: 'waiting', rev: 11, touchedAt: 0 }),
    entryOf({ id: 'open', rev: 3, state: 'open', touchedAt: 0 }),
    entryOf({ id: 'aside', rev: 4, aside: true, touchedAt: 0 }),
    entryOf({ id: 'job', rev: 5, state: 'lost', job: 'j', touchedAt: now - waits.job + 1 }),
    entryOf({ id: 'job done', rev: 6, job: 'j', touchedAt: now - waits.keep }),
    entryOf({ id: 'job forgotten', rev: 7, state: 'lost', job: 'j', touchedAt: now - waits.job }),
  ]
  const forgotten = (early: boolean) => forgettable(kept, [ledgerAt(calm)], now, early).map(({ id }) => id)

  test('a row is forgotten an hour after its end, if it is delivered, or a week if its job may still end', () => {
    expect(forgotten(false)).toEqual(['old', 'job done', 'job forgotten'])
  })

  test('for want of room it is forgotten earlier', () => {
    expect(forgotten(true)).toEqual(['old', 'young', 'job done', 'job forgotten'])
  })

  test('not more than 10,000 are forgotten at a time', () => {
    const many = Array.from({ length: 10_001 }, (_, index) =>
      entryOf({ id: String(index), rev: 1, touchedAt: 0 }),
    )
    expect(forgettable(many, [ledgerAt(calm)], now).length).toBe(10_000)
  })
})

describe('the next thing to do', () => {
  test.each<[string, Partial<Entry>[], Partial<Progress>, number | null]>([
    ['nothing, without rows', [], {}, null],
    ['nothing, for a row set aside', [{ aside: true }], {}, null],
    ['sending in 2 s', [{}], {}, 2000],
    ['sending when the wait is over', [{}], { retryAt: now + 60_000 }, 60_000],
    [
      'losing 15 minutes after the last beat',
      [{ state: 'open', touchedAt: now - 1000 }],
      {},
      waits.silence - 1000,
    ],
    ['losing in 2 s, when it is overdue', [{ state: 'open', touchedAt: 0 }], {}, 2000],
    ['forgetting in a whole hour', [{ rev: 1, touchedAt: now - 1000 }], {}, waits.keep],
    [
      'forgetting a job in a week',
      [{ rev: 1, state: 'lost', job: 'j', touchedAt: now - 1000 }],
      {},
      waits.job - 1000,
    ],
    ['forgetting in 2 s what is left over', [{ rev: 1, touchedAt: 0 }], {}, 2000],
    ['the first of them', [{ rev: 1 }, { state: 'open' }, { rev: 12 }], { retryAt: now + 5000 }, 5000],
  ])('is %s', (_what, entries, progress, ms) => {
    const due = nextDue(entries.map(entryOf), [ledgerAt({ ...calm, ...progress })], now)
    expect(due === null ? null : due - now).toBe(ms)
  })
})
