import { failureOf } from './failure.ts'
import { appliedMigrations, recentKeys, requestsOnDay, unpricedModels } from './inspection-queries.ts'
import { migrations } from './schema.ts'

export interface UnpricedModel {
  provider: string
  model: string
  requests: number
  /** At least so many of them were no failure. */
  answered: number
}

/** What can be told of the ledger as a whole. */
export interface LedgerInspection {
  /** Names of migrations that the database lacks. */
  lacking: string[]
  /** The size of the database in bytes, after the last look. */
  bytes: number
  /** Requests of the day so far. */
  requestsToday: number
  unpriced: UnpricedModel[]
  /** Ids of the keys that were used last. */
  recent: string[]
}

export interface LookedFor {
  /** `YYYY-MM-DD`, in UTC. */
  today: string
  /** The first day on which a model without a price counts. */
  since: string
  mostModels: number
  mostKeys: number
}

/** Looks at the ledger. Throws what D1 throws, but not for tables that are not there yet. */
export async function inspectLedger(
  db: D1Database,
  { today, since, mostModels, mostKeys }: LookedFor,
): Promise<LedgerInspection> {
  const applied = await namesApplied(db)
  const lacking = migrations.map(({ name }) => name).filter((name) => !applied.has(name))
  if (lacking.length > 0) return { lacking, bytes: 0, requestsToday: 0, unpriced: [], recent: [] }
  const [unpriced, recent, day] = await Promise.all([
    db.prepare(unpricedModels).bind(since, mostModels).all<UnpricedModel>(),
    db.prepare(recentKeys).bind(mostKeys).all<{ key_id: string }>(),
    db.prepare(requestsOnDay).bind(today).all<{ requests: number }>(),
  ])
  return {
    lacking,
    bytes: day.meta.size_after,
    requestsToday: day.results[0]?.requests ?? 0,
    unpriced: unpriced.results,
    recent: recent.results.map(({ key_id }) => key_id),
  }
}

async function namesApplied(db: D1Database): Promise<Set<string>> {
  try {
    const { results } = await db.prepare(appliedMigrations).all<{ name: string }>()
    return new Set(results.map(({ name }) => name))
  } catch (error) {
    if (failureOf(error) === 'no_tables') return new Set()
    throw error
  }
}
