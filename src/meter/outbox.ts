import type { Failure } from '../ledger/failure.ts'
import type { Entry } from './entry.ts'

/** How far the ledger has answered, and whether it is in trouble. */
export interface Progress {
  /** What has no higher `rev` is delivered, set aside or still open. */
  readonly watermark: number
  /** Failures in a row. */
  readonly attempt: number
  /** Epoch ms before which nothing is sent; 0 while all is well. */
  readonly retryAt: number
}

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** All in ms. `keep` is how long a delivered row stays after its end, `job` how long one stays whose job is not over. */
export const waits = { send: 2 * second, silence: 15 * minute, keep: 60 * minute, job: 7 * day } as const

/** What one write to D1 takes (its parameters end at 2 MB), and how many writes one alarm makes. */
export const batchLimits = { rows: 500, bytes: 1_000_000, writes: 20 } as const

/** The ids are one parameter of a DELETE, which ends at 2 MB. */
const mostForgotten = 10_000

/** The first wait after a failure, in ms; it doubles with each further one. */
const firstWait: Readonly<Record<Failure, number>> = {
  retry: 2 * second,
  later: 10 * second,
  no_tables: 2 * second,
  row: 2 * second,
  quota: 5 * minute,
  full: 5 * minute,
}

/**
 * How long to wait after the `attempt`th failure in a row (from 1), in ms: from 2 s to 5 minutes, at random between
 * half and all of what is due, so that many Meters do not come back at once. `random` is in [0, 1).
 */
export function backOff(failure: Failure, attempt: number, random: number): number {
  const due = Math.min(5 * minute, firstWait[failure] * 2 ** (attempt - 1))
  return Math.max(2 * second, Math.round(due * (0.5 + random / 2)))
}

/**
 * What the ledger has not heard of, in the order of `entries`, which is that of `rev`. After repeated failures it is
 * less and less: a write that D1 cannot finish in its time gets through in pieces.
 */
export function nextBatch(entries: Iterable<Entry>, { watermark, attempt }: Progress): Entry[] {
  const most = Math.max(1, batchLimits.rows >> Math.max(0, attempt - 3))
  const batch: Entry[] = []
  for (const entry of entries) {
    if (!isWaiting(entry, watermark)) continue
    if (batch.push(entry) === most) break
  }
  return batch
}

/** Cuts a batch where it would pass 1 MB. The first row is always taken, or it would block the others. */
export function withinBytes<T extends { bytes: number }>(parcels: readonly T[]): T[] {
  let sum = 0
  const end = parcels.findIndex(({ bytes }, index) => (sum += bytes) > batchLimits.bytes && index > 0)
  return end === -1 ? [...parcels] : parcels.slice(0, end)
}

/** Open rows that nobody has vouched for in 15 minutes. */
export function silentRows(entries: Iterable<Entry>, now: number): Entry[] {
  return [...entries].filter(({ state, touchedAt }) => state === 'open' && touchedAt + waits.silence <= now)
}

/**
 * Delivered rows whose time is over, or with `early` any that wait for nothing more; oldest first, and at most 10,000
 * at a time.
 */
export function forgettable(
  entries: Iterable<Entry>,
  watermark: number,
  now: number,
  early = false,
): Entry[] {
  return [...entries]
    .filter((entry) => isDelivered(entry, watermark))
    .filter((entry) => entry.touchedAt + keepOf(entry) <= now || (early && keepOf(entry) === waits.keep))
    .slice(0, mostForgotten)
}

/**
 * When the Meter has something to do again, in epoch ms; null if never. Forgetting is never urgent: it comes along
 * with the next batch or a whole hour from now, so that it takes no alarms of its own under traffic.
 */
export function nextDue(entries: Iterable<Entry>, progress: Progress, now: number): number | null {
  const due: number[] = []
  for (const entry of entries) {
    if (entry.state === 'open') due.push(Math.max(now + waits.send, entry.touchedAt + waits.silence))
    else if (isWaiting(entry, progress.watermark)) due.push(Math.max(now + waits.send, progress.retryAt))
    else if (!entry.aside) due.push(now + untilForgotten(entry, now))
  }
  return due.length === 0 ? null : due.reduce((first, at) => Math.min(first, at))
}

function keepOf({ job, state }: Entry): number {
  return job !== null && state === 'lost' ? waits.job : waits.keep
}

function untilForgotten(entry: Entry, now: number): number {
  const left = entry.touchedAt + keepOf(entry) - now
  return left <= 0 ? waits.send : Math.max(waits.keep, left)
}

function isWaiting(entry: Entry, watermark: number): boolean {
  return entry.state !== 'open' && !entry.aside && entry.rev > watermark
}

function isDelivered(entry: Entry, watermark: number): boolean {
  return entry.state !== 'open' && !entry.aside && entry.rev <= watermark
}
