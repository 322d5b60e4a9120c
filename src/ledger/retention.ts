import { failureOf, messageOf } from './failure.ts'
import { firstIdAt } from './first-id.ts'
import { pruneRequests } from './queries.ts'

const dayMs = 24 * 60 * 60_000
/** D1 asks for deletions of this order: https://developers.cloudflare.com/d1/best-practices/ */
const rowsAtATime = 1_000
/**
 * The paid plan has 1,000 queries an invocation: with these, a day's pruning keeps up with 900,000 requests a day. The
 * free plan has 50, and ends a run by refusing the next: https://developers.cloudflare.com/d1/platform/limits/
 */
const chunksARun = 900

/** Words of the runtime when an invocation has used up its queries. */
const spent = /too many (?:api requests|subrequests)/i

/**
 * Forgets rows older than `days`, in chunks, each a transaction of its own: what a run does not come to is left for the
 * next. Gives their number. Throws what D1 throws.
 */
export async function prune(db: D1Database, days: number, now: number): Promise<number> {
  const statement = db.prepare(pruneRequests).bind(firstIdAt(now - days * dayMs), rowsAtATime)
  let forgotten = 0
  for (let chunk = 0; chunk < chunksARun; chunk++) {
    const changes = await changesOf(statement)
    forgotten += changes
    if (changes < rowsAtATime) break
  }
  return forgotten
}

/** 0 where there is nothing to forget, or no leave to go on. */
async function changesOf(statement: D1PreparedStatement): Promise<number> {
  try {
    return (await statement.run()).meta.changes
  } catch (error) {
    // Nothing was ever written.
    if (failureOf(error) === 'no_tables' || spent.test(messageOf(error))) return 0
    throw error
  }
}
