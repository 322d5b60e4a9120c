import { expect, test } from 'vitest'
import { Book } from '../../src/meter/book.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import { idOf, labelOf, noon, openRowOf, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'

test('a Meter that is full of what D1 lacks writes nothing for what it does not take', () => {
  const storage = createStorage()
  const book = new Book(new Shelf(storage, { rows: 2, jobs: 1 }))
  book.close(rowOf({ id: idOf(1) }), labelOf(), noon)
  book.close(rowOf({ id: idOf(2) }), labelOf(), noon)
  const written = () => storage.database.prepare('SELECT total_changes() AS rows').get()?.['rows']
  const before = written()
  for (const index of [3, 4, 5]) {
    const row = openRowOf({ id: idOf(index) })
    expect(() => book.open(row, labelOf(), null, noon)).toThrow('The Meter is full')
  }
  expect(written()).toBe(before)
})
