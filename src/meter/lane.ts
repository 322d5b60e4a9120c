import type { Entry } from './entry.ts'

/** Who hears of a Meter's rows: D1, and the queue where one is bound. */
export type Hearer = 'ledger' | 'queue'

/** How far one of them has answered, and whether it is in trouble. */
export interface Progress {
  /** What has no higher `rev` is delivered, set aside or still open. */
  readonly watermark: number
  /** Failures in a row. */
  readonly attempt: number
  /** Epoch ms before which nothing is sent; 0 while all is well. */
  readonly retryAt: number
}

/** The way to one of them. Neither waits for the other. */
export interface Lane {
  readonly to: Hearer
  readonly progress: Progress
}

/** What one write to D1 takes (its parameters end at 2 MB). */
export const batchBytes = 1_000_000

/**
 * The most rows of one write, how many writes one alarm makes, and the longest wait between failures in ms. A message is
 * mostly full before its rows are. Nobody looks at the queue for what a key has left, and each try costs the Meter 2
 * rows written: so it may wait longer.
 */
export const laneLimits: Readonly<Record<Hearer, { rows: number; writes: number; wait: number }>> = {
  ledger: { rows: 500, writes: 20, wait: 5 * 60_000 },
  queue: { rows: 250, writes: 20, wait: 30 * 60_000 },
}

/** Whether a lane has still to carry this. What D1 refused for what it says goes to the queue all the same. */
export function isWaiting({ state, rev, aside }: Entry, { to, progress }: Lane): boolean {
  return state !== 'open' && rev > progress.watermark && (to === 'queue' || !aside)
}

/**
 * What one of them has not heard of, in the order of `entries`, which is that of `rev`. After repeated failures it is
 * less and less: a write that cannot be finished in its time gets through in pieces.
 */
export function nextBatch(entries: Iterable<Entry>, lane: Lane): Entry[] {
  const most = Math.max(1, laneLimits[lane.to].rows >> Math.max(0, lane.progress.attempt - 3))
  const batch: Entry[] = []
  for (const entry of entries) {
    if (!isWaiting(entry, lane)) continue
    if (batch.push(entry) === most) break
  }
  return batch
}

/** Cuts a batch where it would pass 1 MB. The first row is always taken, or it would block the others. */
export function withinBytes<T extends { bytes: number }>(parcels: readonly T[]): T[] {
  let sum = 0
  const end = parcels.findIndex(({ bytes }, index) => (sum += bytes) > batchBytes && index > 0)
  return end === -1 ? [...parcels] : parcels.slice(0, end)
}
