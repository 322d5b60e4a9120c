import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import type { Entry, Progress } from './outbox.ts'
import type { Parcel } from './parcel.ts'

/** A row that was set aside, for the doctor. */
export interface SetAside {
  id: string
  key_id: string
  error: string
}

/** No index but the keys: each would be one more row written a change, and the free plan has 100,000 a day. */
const tables = `
CREATE TABLE IF NOT EXISTS rows (
  id TEXT PRIMARY KEY, rev INTEGER NOT NULL, state TEXT NOT NULL, touched_at INTEGER NOT NULL,
  reserved_nano INTEGER NOT NULL, row TEXT NOT NULL, label TEXT NOT NULL, error TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  one INTEGER PRIMARY KEY CHECK (one = 1), watermark INTEGER NOT NULL, attempt INTEGER NOT NULL, retry_at INTEGER NOT NULL
) STRICT`

const upsert = `INSERT INTO rows (id, rev, state, touched_at, reserved_nano, row, label, error)
VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT DO UPDATE SET rev = excluded.rev, state = excluded.state, touched_at = excluded.touched_at,
  reserved_nano = excluded.reserved_nano, row = excluded.row, label = excluded.label, error = NULL`

/** The Meter's own storage. Every method is one statement and throws what SQLite throws. */
export class Rows {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(tables)
  }

  /** What memory is rebuilt from on waking, in the order of `rev`. */
  entries(): Entry[] {
    const cursor = this.#sql.exec<{
      id: string
      rev: number
      state: Entry['state']
      at: number
      aside: number
    }>('SELECT id, rev, state, touched_at AS at, error IS NOT NULL AS aside FROM rows ORDER BY rev')
    return [...cursor].map(({ id, rev, state, at, aside }) => ({
      id,
      rev,
      state,
      touchedAt: at,
      aside: aside === 1,
    }))
  }

  progress(): Progress {
    const [stored] = this.#sql
      .exec<{ watermark: number; attempt: number; retryAt: number }>(
        'SELECT watermark, attempt, retry_at AS retryAt FROM progress',
      )
      .toArray()
    return stored ?? { watermark: 0, attempt: 0, retryAt: 0 }
  }

  saveProgress({ watermark, attempt, retryAt }: Progress): void {
    this.#sql.exec(
      `INSERT INTO progress VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE
       SET watermark = excluded.watermark, attempt = excluded.attempt, retry_at = excluded.retry_at`,
      watermark,
      attempt,
      retryAt,
    )
  }

  save({ id, rev, state, touchedAt }: Entry, { row, label, reservedNano }: Parcel): void {
    const texts = [JSON.stringify(row), JSON.stringify(label)]
    this.#sql.exec(upsert, id, rev, state, touchedAt, reservedNano, ...texts)
  }

  touch(id: string, at: number): void {
    this.#sql.exec('UPDATE rows SET touched_at = ? WHERE id = ?', at, id)
  }

  /** The row, and the length of its JSON in bytes. Null if there is none. */
  parcel(id: string): (Parcel & { bytes: number }) | null {
    const [stored] = this.#sql
      .exec<{ reserved_nano: number; row: string; label: string; bytes: number }>(
        'SELECT reserved_nano, row, label, octet_length(row) AS bytes FROM rows WHERE id = ?',
        id,
      )
      .toArray()
    if (stored === undefined) return null
    const row: Row = JSON.parse(stored.row)
    const label: KeyLabel = JSON.parse(stored.label)
    return { row, label, reservedNano: stored.reserved_nano, bytes: stored.bytes }
  }

  setAside(id: string, error: string): void {
    this.#sql.exec('UPDATE rows SET error = ? WHERE id = ?', error, id)
  }

  /** The first hundred of those set aside. */
  aside(): SetAside[] {
    return this.#sql
      .exec<SetAside & Record<string, SqlStorageValue>>(
        `SELECT id, row ->> 'key_id' AS key_id, error FROM rows WHERE error IS NOT NULL LIMIT 100`,
      )
      .toArray()
  }

  forget(ids: readonly string[]): void {
    this.#sql.exec('DELETE FROM rows WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
  }
}
