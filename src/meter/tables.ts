/** What the Meter uses of its storage (`ctx.storage`). */
export interface Storage {
  sql: {
    exec<T extends Record<string, SqlStorageValue>>(
      query: string,
      ...bindings: SqlStorageValue[]
    ): Iterable<T> & { toArray(): T[]; raw<U extends SqlStorageValue[]>(): Iterable<U> }
  }
  transactionSync<T>(work: () => T): T
}

/**
 * No index but the keys: each would be one more row written a change, and the free plan has 100,000 a day.
 * `reserved_nano` and `tokens` are what is held for an open row, and what an ended one is charged for. `spent` is the
 * text of the base. How far D1 and the queue are stands in one row, so that the queue costs none of its own.
 */
const tables = `
CREATE TABLE IF NOT EXISTS rows (
  id TEXT PRIMARY KEY, rev INTEGER NOT NULL, state TEXT NOT NULL, touched_at INTEGER NOT NULL,
  reserved_nano INTEGER NOT NULL, row TEXT NOT NULL, label TEXT NOT NULL, error TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  one INTEGER PRIMARY KEY CHECK (one = 1), watermark INTEGER NOT NULL, attempt INTEGER NOT NULL, retry_at INTEGER NOT NULL
) STRICT`

/** Columns that the first version's tables lack, in the order in which they came. */
const added = {
  rows: {
    key_id: `TEXT NOT NULL DEFAULT ''`,
    opened_at: 'INTEGER NOT NULL DEFAULT 0',
    tokens: 'INTEGER NOT NULL DEFAULT 0',
    job: 'TEXT',
  },
  progress: {
    spent: `TEXT NOT NULL DEFAULT ''`,
    queue_watermark: 'INTEGER NOT NULL DEFAULT 0',
    queue_attempt: 'INTEGER NOT NULL DEFAULT 0',
    queue_retry_at: 'INTEGER NOT NULL DEFAULT 0',
    queue_missed: 'INTEGER NOT NULL DEFAULT 0',
  },
} as const

/** Creates what is missing, whichever version was here before. */
export function prepareTables(storage: Storage): void {
  const { sql } = storage
  sql.exec(tables)
  storage.transactionSync(() => {
    for (const [table, columns] of Object.entries(added)) {
      const known = new Set(
        sql
          .exec<{ name: string }>(`PRAGMA table_info(${table})`)
          .toArray()
          .map(({ name }) => name),
      )
      for (const [name, type] of Object.entries(columns)) {
        if (!known.has(name)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`)
      }
    }
  })
}

const fillIn = `UPDATE rows SET
  key_id = row ->> 'key_id', opened_at = CAST(row ->> 'at' AS INTEGER),
  tokens = CAST(coalesce(row ->> 'input_tokens', 0) + coalesce(row ->> 'output_tokens', 0) AS INTEGER),
  reserved_nano = CASE state WHEN 'open' THEN reserved_nano
    ELSE CAST(coalesce(row ->> 'cost_nano_usd', 0) AS INTEGER) END
WHERE key_id = ''`

/**
 * Fills the added columns in rows of the first version, also those that it wrote when a deployment went back to it for
 * a while.
 */
export function fillInRows({ sql }: Storage): void {
  sql.exec(fillIn)
}
