import type { Failure } from '../ledger/failure.ts'
import type { Entry } from './entry.ts'
import { isWaiting } from './lane.ts'
import type { Lane } from './lane.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** All in ms. `keep` is how long a delivered row stays after its end, `job` how long one stays whose job is not over. */
export const waits = { send: 2 * second, silence: 15 * minute, keep: 60 * minute, job: 7 * day } as const

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
 * How long to wait after the `attempt`th failure in a row (from 1), in ms: from 2 s to `longest`, at random between
 * half and all of what is due, so that many Meters do not come back at once. `random` is in [0, 1).
 */
export function backOff(failure: Failure, attempt: number, random: number, longest: number): number {
  const due = Math.min(longest, firstWait[failure] * 2 ** (attempt - 1))
  return Math.max(2 * second, Math.round(due * (0.5 + random / 2)))
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
  lanes: readonly Lane[],
  now: number,
  early = false,
): Entry[] {
  return [...entries]
    .filter((entry) => isDelivered(entry, lanes))
    .filter((entry) => entry.touchedAt + keepOf(entry) <= now || (early && keepOf(entry) === waits.keep))
    .slice(0, mostForgotten)
}

/**
 * When the Meter has something to do again, in epoch ms; null if never. Forgetting is never urgent: it comes along
 * with the next batch or a whole hour from now, so that it takes no alarms of its own under traffic.
 */
export function nextDue(entries: Iterable<Entry>, lanes: readonly Lane[], now: number): number | null {
  const due: number[] = []
  for (const entry of entries) {
    if (entry.state === 'open') due.push(Math.max(now + waits.send, entry.touchedAt + waits.silence))
    else if (isDelivered(entry, lanes)) due.push(now + untilForgotten(entry, now))
    for (const lane of lanes) {
      if (isWaiting(entry, lane)) due.push(Math.max(now + waits.send, lane.progress.retryAt))
    }
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

function isDelivered(entry: Entry, lanes: readonly Lane[]): boolean {
  return entry.state !== 'open' && !entry.aside && !lanes.some((lane) => isWaiting(entry, lane))
}
