import { failureOf, messageOf } from './failure.ts'
import { firstIdAt, momentOf } from './first-id.ts'
import { mergeSums, type UsageSums } from './merged-sums.ts'
import { requestOfAny, requestOfKey, requestsOfAll, requestsOfKey } from './request-queries.ts'
import type { Row } from './row.ts'
import { keyNames, usageQuery, type UsageGroup } from './usage-queries.ts'

/** Whole days in UTC, the first and the last included. */
export interface Days {
  /** `YYYY-MM-DD` */
  from: string
  to: string
}

/** What of `requests` is asked for. A null `keyId` is every key. */
export interface Page {
  keyId: string | null
  days: Days | null
  /** The id of the last row of the page before; null begins with the newest. */
  before: string | null
  limit: number
}

/**
 * The ledger, for reading; brings tables of an older version up to date. Every method throws what D1 throws; where
 * nothing was ever written, it gives nothing.
 */
export interface LedgerReader {
  /** Sums by group, in no order. More than `most` may be missing some, but are more than `most` themselves. */
  usage(days: Days, group: UsageGroup | 'all', keyId: string | null, most: number): Promise<UsageSums[]>
  /** The names of keys, where they have one. */
  names(keyIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  requests(page: Page): Promise<Row[]>
  request(id: string, keyId: string | null): Promise<Row | null>
}

const dayMs = 86_400_000
const minuteMs = 60_000
/** Of a query for all keys: it has 30 s, and a day of ten thousand keys is tens of thousands of sums. */
const daysAtATime = 31
/** Above every id: a UUID is hexadecimal. */
const beyond = 'g'

/** The ledger in D1. `bringUpToDate` gives its tables what a newer version has added to them. */
export function createLedgerReader(db: D1Database, bringUpToDate: () => Promise<void>): LedgerReader {
  async function rowsOf<T>(query: string, ...values: (string | number)[]): Promise<T[]> {
    const asked = db.prepare(query).bind(...values)
    try {
      return (await asked.all<T>()).results
    } catch (error) {
      if (failureOf(error) !== 'no_tables') throw error
      if (messageOf(error).includes('no such table')) return []
      // An older version's tables, before this one's first write: what they have must not be told as nothing.
      await bringUpToDate()
      return (await asked.all<T>()).results
    }
  }

  return {
    async usage({ from, to }, group, keyId, most) {
      const query = usageQuery(group, keyId !== null)
      const days = daysBetween(from, to)
      const merged = new Map<string, UsageSums>()
      const step = keyId === null ? daysAtATime : days.length
      for (let start = 0; start < days.length && merged.size <= most; start += step) {
        const chunk = days.slice(start, start + step)
        const sums = await (keyId === null
          ? rowsOf<UsageSums>(query, chunk[0] ?? from, chunk.at(-1) ?? to, most + 1)
          : rowsOf<UsageSums>(query, JSON.stringify(chunk), keyId, most + 1))
        mergeSums(merged, sums)
      }
      return [...merged.values()]
    },
    async names(keyIds) {
      const found = await rowsOf<{ key_id: string; name: string | null }>(keyNames, JSON.stringify(keyIds))
      return new Map(
        found.flatMap(({ key_id, name }): [string, string][] => (name === null ? [] : [[key_id, name]])),
      )
    },
    async requests({ keyId, days, before, limit }) {
      const first = days === null ? '' : firstIdAt(Date.parse(days.from))
      const end = days === null ? beyond : firstIdAt(Date.parse(days.to) + dayMs)
      const below = before === null || before > end ? end : before
      return keyId === null
        ? rowsOf<Row>(requestsOfAll, first, below, limit)
        : rowsOf<Row>(requestsOfKey, keyId, first, below, limit)
    },
    async request(id, keyId) {
      // The row's `at` and its id are of two looks at the clock.
      const days = [-minuteMs, minuteMs].map((ms) => dayOf(momentOf(id) + ms))
      const found = await (keyId === null
        ? rowsOf<Row>(requestOfAny, id, ...days)
        : rowsOf<Row>(requestOfKey, keyId, id))
      return found[0] ?? null
    },
  }
}

/** The day in UTC of a moment in epoch ms, as `YYYY-MM-DD`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from)
  const count = Math.round((Date.parse(to) - first) / dayMs) + 1
  return Array.from({ length: count }, (_, index) => dayOf(first + index * dayMs))
}
