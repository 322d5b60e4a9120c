import { baseOf, baseText } from './base.ts'
import type { Base } from './base.ts'
import type { Charge } from './charge.ts'
import type { Entry } from './entry.ts'
import type { Hearer, Progress } from './lane.ts'
import type { Parcel, ParcelTexts } from './parcel.ts'
import { readEntries } from './stored-entries.ts'
import { fillInRows, prepareTables } from './tables.ts'
import type { Storage } from './tables.ts'

/** A row that was set aside, for the doctor. */
export interface SetAside {
  id: string
  key_id: string
  error: string
}

/** A parcel, and the length of its row's JSON in bytes. */
type Stored = Parcel & { bytes: number }

const upsert = `INSERT INTO rows
  (id, rev, state, touched_at, reserved_nano, row, label, error, key_id, opened_at, tokens, job)
VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET rev = excluded.rev, state = excluded.state, touched_at = excluded.touched_at,
  reserved_nano = excluded.reserved_nano, row = excluded.row, label = excluded.label, error = NULL,
  tokens = excluded.tokens, job = excluded.job`

const upsertProgress = `INSERT INTO progress
  (one, watermark, attempt, retry_at, spent, queue_watermark, queue_attempt, queue_retry_at, queue_missed)
VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET watermark = excluded.watermark, attempt = excluded.attempt, retry_at = excluded.retry_at,
  spent = excluded.spent, queue_watermark = excluded.queue_watermark, queue_attempt = excluded.queue_attempt,
  queue_retry_at = excluded.queue_retry_at, queue_missed = excluded.queue_missed`

const selectProgress = `SELECT watermark, attempt, retry_at AS retryAt, spent, queue_watermark AS queueWatermark,
  queue_attempt AS queueAttempt, queue_retry_at AS queueRetryAt, queue_missed AS missed FROM progress`

/** What a Meter remembers beside its rows. */
export interface Remembered {
  readonly progress: Readonly<Record<Hearer, Progress>>
  /** Rows that were given up before the queue had them, and that it has not been told of. */
  readonly missed: number
  readonly base: Base
}

const unheard: Progress = { watermark: 0, attempt: 0, retryAt: 0 }

type StoredProgress = Record<
  keyof Progress | 'queueWatermark' | 'queueAttempt' | 'queueRetryAt' | 'missed',
  number
>

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
    const entries = readEntries(this.#storage)
    if (entries.every(({ keyId }) => keyId !== '')) return entries
    fillInRows(this.#storage)
    return readEntries(this.#storage)
  }

  remembered(): Remembered {
    const [stored] = this.#sql.exec<StoredProgress & { spent: string }>(selectProgress).toArray()
    if (stored === undefined)
      return { progress: { ledger: unheard, queue: unheard }, missed: 0, base: baseOf('') }
    const { watermark, attempt, retryAt, queueWatermark, queueAttempt, queueRetryAt, missed, spent } = stored
    const queue = { watermark: queueWatermark, attempt: queueAttempt, retryAt: queueRetryAt }
    return { progress: { ledger: { watermark, attempt, retryAt }, queue }, missed, base: baseOf(spent) }
  }

  /** Writes down how far both are, and forgets these rows, which the base has from now on. */
  saveProgress({ progress, missed, base }: Remembered, forgotten: readonly string[]): void {
    const { ledger, queue } = progress
    const values = [ledger.watermark, ledger.attempt, ledger.retryAt, baseText(base)]
    const queued = [queue.watermark, queue.attempt, queue.retryAt, missed]
    this.#storage.transactionSync(() => {
      this.#sql.exec(upsertProgress, ...values, ...queued)
      if (forgotten.length === 0) return
      this.#sql.exec(
        'DELETE FROM rows WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(forgotten),
      )
    })
  }

  save(entry: Entry, texts: ParcelTexts): void {
    const { id, rev, state, touchedAt, nano, keyId, openedAt, tokens, job } = entry
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

  /** Null if there is none. */
  parcel(id: string): Stored | null {
    return this.parcels([id]).get(id) ?? null
  }

  /** Those of these rows that there are, by id. */
  parcels(ids: readonly string[]): Map<string, Stored> {
    const stored = this.#sql.exec<Record<'id' | 'row' | 'label', string> & { bytes: number }>(
      'SELECT rows.id, row, label, octet_length(row) AS bytes FROM json_each(?) CROSS JOIN rows ON rows.id = value',
      JSON.stringify(ids),
    )
    const parcels = new Map<string, Stored>()
    for (const { id, row, label, bytes } of stored) {
      parcels.set(id, { row: JSON.parse(row), label: JSON.parse(label), bytes })
    }
    return parcels
  }

  setAside(id: string, error: string): void {
    this.#sql.exec('UPDATE rows SET error = ? WHERE id = ?', error, id)
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
