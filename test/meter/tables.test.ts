import { expect, test } from 'vitest'
import { Book } from '../../src/meter/book.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import { idOf, labelOf, noon, openRowOf, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'

/** The tables and statements of the version that had no budgets. */
const before = `
CREATE TABLE IF NOT EXISTS rows (
  id TEXT PRIMARY KEY, rev INTEGER NOT NULL, state TEXT NOT NULL, touched_at INTEGER NOT NULL,
  reserved_nano INTEGER NOT NULL, row TEXT NOT NULL, label TEXT NOT NULL, error TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  one INTEGER PRIMARY KEY CHECK (one = 1), watermark INTEGER NOT NULL, attempt INTEGER NOT NULL, retry_at INTEGER NOT NULL
) STRICT`
const insert = `INSERT INTO rows (id, rev, state, touched_at, reserved_nano, row, label, error) VALUES (?, ?, ?, ?, 0, ?, ?, NULL)`

function oldStorage() {
  const storage = createStorage()
  storage.sql.exec(before)
  storage.sql.exec('INSERT INTO progress VALUES (1, ?, ?, ?)', 2, 1, noon)
  return storage
}

test('a Meter of the version before gets its columns, and its rows count', () => {
  const storage = oldStorage()
  const rows = [
    ['closed', rowOf({ id: idOf(1), cost_nano_usd: 450 })],
    ['lost', openRowOf({ id: idOf(2) })],
    ['open', openRowOf({ id: idOf(3), key_id: 'bob' })],
  ] as const
  for (const [index, [state, row]] of rows.entries()) {
    const texts = [JSON.stringify(row), JSON.stringify(labelOf())]
    storage.sql.exec(insert, row.id, index + 1, state, noon + 1, ...texts)
  }
  const shelf = new Shelf(storage)
  const ended = { keyId: 'alice', openedAt: noon, touchedAt: noon + 1, job: null, aside: false }
  expect([...shelf.entries()]).toEqual([
    { ...ended, id: idOf(1), rev: 1, state: 'closed', nano: 450, tokens: 120 },
    { ...ended, id: idOf(2), rev: 2, state: 'lost', nano: 0, tokens: 0 },
    { ...ended, id: idOf(3), keyId: 'bob', rev: 3, state: 'open', nano: 0, tokens: 0 },
  ])
  expect([shelf.progress, shelf.missed]).toEqual([
    {
      ledger: { watermark: 2, attempt: 1, retryAt: noon },
      queue: { watermark: 0, attempt: 0, retryAt: 0 },
    },
    0,
  ])
  expect(new Book(shelf).standing('alice', { budget: null, limits: null }, noon)).toEqual({
    spentNano: 450,
    reservedNano: 0,
    resetsAt: null,
    requestsLastMinute: 2,
    tokensLastMinute: 120,
    running: 0,
  })
})

test('rows that the version before wrote when a deployment went back to it are taken up again', () => {
  const storage = oldStorage()
  expect([...new Shelf(storage).entries()]).toEqual([])
  const row = rowOf({ cost_nano_usd: 7 })
  storage.sql.exec(insert, row.id, 1, 'closed', noon, JSON.stringify(row), JSON.stringify(labelOf()))
  const [entry] = new Shelf(storage).entries()
  expect([entry?.keyId, entry?.nano, entry?.openedAt]).toEqual(['alice', 7, noon])
})

test('a fold that fails half-way has changed nothing', () => {
  const storage = createStorage()
  const shelf = new Shelf(storage)
  new Book(shelf).close(rowOf({ cost_nano_usd: 7 }), labelOf(), noon)
  storage.database.exec(`CREATE TRIGGER stop BEFORE DELETE ON rows BEGIN SELECT RAISE(ABORT, 'stop'); END`)
  expect(() => shelf.saveProgress([...shelf.entries()])).toThrow('stop')
  const spent = (shelf: Shelf) => shelf.account.standingOf('alice', noon).money.total
  expect([spent(shelf), spent(new Shelf(storage))]).toEqual([
    { spent: 7, reserved: 0 },
    { spent: 7, reserved: 0 },
  ])
})
