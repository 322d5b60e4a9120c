import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import type { Storage } from '../../src/meter/tables.ts'

/** A Durable Object's SQLite storage in plain Node. */
export interface NodeStorage extends Storage {
  database: DatabaseSync
}

/** An empty storage in memory, with the calls that the Meter makes. */
export function createStorage(): NodeStorage {
  const database = new DatabaseSync(':memory:')
  const prepared = new Map<string, StatementSync>()

  function run(query: string, bindings: readonly SqlStorageValue[]): object[] {
    if (bindings.length === 0 && query.includes(';\n')) {
      database.exec(query)
      return []
    }
    const statement = prepared.get(query) ?? database.prepare(query)
    prepared.set(query, statement)
    const values = bindings.map((value): SQLInputValue => (value instanceof ArrayBuffer ? null : value))
    // What comes has no prototype; the runtime's rows have one.
    return statement.all(...values).map((row) => Object.setPrototypeOf(row, Object.prototype) as object)
  }

  return {
    database,
    sql: {
      exec<T extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]) {
        const rows = run(query, bindings) as T[]
        return {
          [Symbol.iterator]: () => rows.values(),
          toArray: () => rows,
          raw: <U extends SqlStorageValue[]>() => rows.map((row) => Object.values(row) as U),
        }
      },
    },
    transactionSync(work) {
      database.exec('SAVEPOINT work')
      try {
        const result = work()
        database.exec('RELEASE work')
        return result
      } catch (error) {
        database.exec('ROLLBACK TO work; RELEASE work')
        throw error
      }
    },
  }
}
