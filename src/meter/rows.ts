import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { baseOf, baseText } from './base.ts'
import type { Base } from './base.ts'
import type { Charge, Entry } from './entry.ts'
import type { Progress } from './outbox.ts'
import type { Parcel } from './parcel.ts'
import { fillInRows, prepareTables } from './tables.ts'
import type { Storage } from './tables.ts'

/** A row that was set aside, for the doctor. */
export interface SetAside {
  id: string
  key_id: string
  error: string
}

const upsert = `INSERT INTO rows
  (id, rev, state, touched_at, reserved_nano, row, label, error, key_id, opened_at, tokens, job)
VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET rev = excluded.rev, state = excluded.state, touched_at = excluded.touched_at,
  reserved_nano = excluded.reserved_nano, row = excluded.row, label = excluded.label, error = NULL,
  tokens = excluded.tokens, job = excluded.job`

const upsertProgress = `INSERT INTO progress (one, watermark, attempt, retry_at, spent) VALUES (1, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET watermark = excluded.watermark, attempt = excluded.attempt, retry_at = excluded.retry_at,
  spent = excluded.spent`

const selectEntries = `SELECT id, key_id AS keyId, rev, state, opened_at AS openedAt, touched_at AS touchedAt,
  reserved_nano AS nano, tokens, job, error IS NOT NULL AS aside FROM rows ORDER BY rev`

type StoredEntry = { [Field in keyof Entry]: Entry[Field] extends boolean ? 0 | 1 : Entry[Field] }

/** The Meter's own storage. Every method throws what SQLite throws, and then has changed nothing. */
export class Rows {
  readonly #storage: Storage
  readonly #sql: Storage['sql']

  constructor(storage: Storage) {
    this.#storage = storage
    this.#sql = storage.sql
    prepareTables(storage)
  }

  /** What memory is rebuilt from on waking, in the order of `rev`. */
  entries(): Entry[] {
    const entries = this.#readEntries()
    if (entries.every(({ keyId }) => keyId !== '')) return entries
    fillInRows(this.#storage)
    return this.#readEntries()
  }

  progress(): { progress: Progress; base: Base } {
    const [stored] = this.#sql
      .exec<{ watermark: number; attempt: number; retryAt: number; spent: string }>(
        'SELECT watermark, attempt, retry_at AS retryAt, spent FROM progress',
      )
      .toArray()
    const { spent, ...progress } = stored ?? { watermark: 0, attempt: 0, retryAt: 0, spent: '' }
    return { progress, base: baseOf(spent) }
  }

  /** Writes down how far the ledger is, and forgets these rows, which the base has from now on. */
  saveProgress({ watermark, attempt, retryAt }: Progress, base: Base, forgotten: readonly string[]): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec(upsertProgress, watermark, attempt, retryAt, baseText(base))
      if (forgotten.length === 0) return
      this.#sql.exec(
        'DELETE FROM rows WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(forgotten),
      )
    })
  }

  save(entry: Entry, { row, label }: Parcel): void {
    const { id, rev, state, touchedAt, nano, keyId, openedAt, tokens, job } = entry
    const texts = [JSON.stringify(row), JSON.stringify(label)]
    this.#sql.exec(upsert, id, rev, state, touchedAt, nano, ...texts, keyId, openedAt, tokens, job)
  }

  touch(id: string, at: number): void {
    this.#sql.exec('UPDATE rows SET touched_at = ? WHERE id = ?', at, id)
  }

  hold(id: string, { nano, tokens }: Charge, at: number): void {
    const update = 'UPDATE rows SET reserved_nano = ?, tokens = ?, touched_at = ? WHERE id = ?'
    this.#sql.exec(update, nano, tokens, at, id)
  }

  forgetJob(id: string): void {
    this.#sql.exec('UPDATE rows SET job = NULL WHERE id = ?', id)
  }

  remove(id: string): void {
    this.#sql.exec('DELETE FROM rows WHERE id = ?', id)
  }

  /** The row, and the length of its JSON in bytes. Null if there is none. */
  parcel(id: string): (Parcel & { bytes: number }) | null {
    const [stored] = this.#sql
      .exec<{ row: string; label: string; bytes: number }>(
        'SELECT row, label, octet_length(row) AS bytes FROM rows WHERE id = ?',
        id,
      )
      .toArray()
    if (stored === undefined) return null
    const row: Row = JSON.parse(stored.row)
    const label: KeyLabel = JSON.parse(stored.label)
    return { row, label, bytes: stored.bytes }
  }

  setAside(id: string, error: string): void {
    this.#sql.exec('UPDATE rows SET error = ? WHERE id = ?', error, id)
  }

  #readEntries(): Entry[] {
    const entries: Entry[] = []
    for (const stored of this.#sql.exec<StoredEntry>(selectEntries)) {
      entries.push({ ...stored, aside: stored.aside === 1 })
    }
    return entries
  }

  /** The first hundred of those set aside. */
  aside(): SetAside[] {
    return this.#sql
      .exec<SetAside & Record<string, SqlStorageValue>>(
        'SELECT id, key_id, error FROM rows WHERE error IS NOT NULL LIMIT 100',
      )
      .toArray()
  }
}
