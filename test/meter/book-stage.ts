import { Book } from '../../src/meter/book.ts'
import { deliver } from '../../src/meter/delivery.ts'
import { Dispatcher } from '../../src/meter/dispatcher.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import type { Claim } from '../../src/meter/terms.ts'
import { labelOf, noon, openRowOf, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'
import type { NodeStorage } from '../support/sql-storage.ts'
import { claimOf, dollar } from './claims.ts'

export const minute = 60_000
export const hour = 60 * minute
export const none = { budget: null, limits: null }

/** A Meter without its alarm and its D1. `now` is its clock. */
export function stageOf(storage: NodeStorage = createStorage()) {
  const shelf = new Shelf(storage)
  const [book, dispatcher] = [new Book(shelf), new Dispatcher(shelf)]
  const stage = {
    now: noon,
    storage,
    book,
    sent: [] as unknown[],
    open: (id: string, claim: Claim | null = claimOf(), key_id = 'alice') =>
      book.open(openRowOf({ id, key_id }), labelOf({ key_id }), claim, stage.now),
    close: (id: string, cost_nano_usd: number | null, key_id = 'alice') =>
      book.close(rowOf({ id, key_id, cost_nano_usd }), labelOf({ key_id }), stage.now),
    async alarm() {
      dispatcher.loseSilent(stage.now)
      const batch = dispatcher.batch()
      const write = async () => void stage.sent.push(...batch.map(({ row }) => row))
      dispatcher.settle(batch, await deliver(batch, write, 1), stage.now, 0)
      dispatcher.conclude(batch.length > 0, stage.now)
    },
    money(terms = dollar, key = 'alice') {
      const { spentNano, reservedNano } = book.standing(key, terms, stage.now)
      return [spentNano, reservedNano]
    },
    stored: () => storage.sql.exec('SELECT id, state FROM rows ORDER BY id').toArray(),
  }
  return stage
}
