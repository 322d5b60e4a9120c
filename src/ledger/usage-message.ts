import type { KeyLabel } from '../keys/label.ts'
import type { Row } from './row.ts'
import { seenKeys } from './seen-keys.ts'
import type { SeenKey } from './seen-keys.ts'

/**
 * What `USAGE_QUEUE` gets of one batch, as JSON. It may come twice, and later than a newer one: a reader keeps one row a
 * (`key_id`, `id`), of which only a `lost` one may be replaced, by one that is not, as in the table `requests`.
 */
export interface UsageMessage {
  v: 1
  /** The Meter, and the first and last change in it that the batch is of. Only for finding it in a log. */
  batch: string
  /** Rows that a full Meter has given up since its last message: they are in D1 only. 0 unless the queue was away. */
  missed: number
  /** As in the table `keys`: a reader keeps the one with the highest `last_at`. */
  keys: SeenKey[]
  /** As in the table `requests`, one a request. */
  rows: Row[]
}

/** A row and its label, and the length of the row's JSON in bytes. */
export interface Sized {
  row: Row
  label: KeyLabel
  bytes: number
}

/**
 * A message may have 128 KB of 1,000 bytes, with some 100 of the queue's own in it; the rest is for what stands around
 * the rows. https://developers.cloudflare.com/queues/platform/limits/
 */
const mostBytes = 120_000
/** `,"last_at":` and an epoch, and the comma. */
const aroundLabel = 40

/** The message of a batch that `fitting` has cut. */
export function usageMessage(
  batch: string,
  parcels: readonly Omit<Sized, 'bytes'>[],
  missed = 0,
): UsageMessage {
  const rows = parcels.map(({ row }) => row)
  const labels = parcels.map(({ label }) => label)
  return { v: 1, batch, missed, keys: seenKeys(rows, labels), rows }
}

/** As many from the front as go into one message. The first is always taken: alone it never fills one. */
export function fitting<Parcel extends Sized>(parcels: readonly Parcel[]): Parcel[] {
  const labels = new Map<string, number>()
  let sum = 0
  const end = parcels.findIndex(({ label, bytes }, index) => {
    const size = sizeOf(label)
    const known = labels.get(label.key_id) ?? 0
    labels.set(label.key_id, Math.max(known, size))
    sum += bytes + 1 + Math.max(0, size - known)
    return sum > mostBytes && index > 0
  })
  return end === -1 ? [...parcels] : parcels.slice(0, end)
}

function sizeOf(label: KeyLabel): number {
  return encoder.encode(JSON.stringify(label)).length + aroundLabel
}

const encoder = new TextEncoder()
