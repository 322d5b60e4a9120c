import { describe, expect, test } from 'vitest'
import { forgettable, nextDue, waits } from '../../src/meter/outbox.ts'
import { nextBatch } from '../../src/meter/lane.ts'
import type { Lane } from '../../src/meter/lane.ts'
import type { Entry } from '../../src/meter/entry.ts'

const now = 1_000_000_000

function entryOf(changes: Partial<Entry>): Entry {
  const none = { nano: 0, tokens: 0, job: null, aside: false }
  return { id: 'a', keyId: 'k', rev: 11, state: 'closed', openedAt: 0, touchedAt: now, ...none, ...changes }
}

/** How far both are, and when each is tried again. */
function lanesAt(ledger: number, queue: number, retryAt: Partial<Record<Lane['to'], number>> = {}): Lane[] {
  return [
    { to: 'ledger', progress: { watermark: ledger, attempt: 0, retryAt: retryAt.ledger ?? 0 } },
    { to: 'queue', progress: { watermark: queue, attempt: 0, retryAt: retryAt.queue ?? 0 } },
  ]
}

describe('with a queue beside D1', () => {
  test('each gets what it lacks, and the queue what D1 refused too', () => {
    const entries = [
      entryOf({ id: 'both', rev: 3 }),
      entryOf({ id: 'one', rev: 5 }),
      entryOf({ id: 'aside', rev: 6, aside: true }),
      entryOf({ id: 'open', rev: 7, state: 'open' }),
      entryOf({ id: 'none', rev: 9, state: 'lost' }),
    ]
    const sent = lanesAt(8, 3).map((lane) => nextBatch(entries, lane).map(({ id }) => id))
    expect(sent).toEqual([['none'], ['one', 'aside', 'none']])
  })

  test.each([
    ['D1', lanesAt(10, 11)],
    ['the queue', lanesAt(11, 10)],
  ])('nothing is forgotten that %s lacks, not for want of room either', (_who, lanes) => {
    const old = [entryOf({ id: 'lacking', touchedAt: 0 }), entryOf({ id: 'known', rev: 10, touchedAt: 0 })]
    const forgotten = [false, true].map((early) => forgettable(old, lanes, now, early).map(({ id }) => id))
    expect(forgotten).toEqual([['known'], ['known']])
  })

  test.each<[string, Partial<Entry>, Lane[], number | null]>([
    ['D1, which is well', {}, lanesAt(10, 10, { queue: now + 60_000 }), waits.send],
    ['the queue, which is well', {}, lanesAt(10, 10, { ledger: now + 60_000 }), waits.send],
    ['the queue, when its wait is over', {}, lanesAt(11, 10, { queue: now + 60_000 }), 60_000],
    ['the queue, with what D1 refused', { aside: true }, lanesAt(11, 10), waits.send],
    ['nobody, with what D1 refused and the queue has', { aside: true }, lanesAt(11, 11), null],
    ['nobody, but it is forgotten in an hour', {}, lanesAt(11, 11), waits.keep],
  ])('a row next goes to %s', (_who, entry, lanes, ms) => {
    const due = nextDue([entryOf(entry)], lanes, now)
    expect(due === null ? null : due - now).toBe(ms)
  })
})
