import { failureOf } from './failure.ts'
import { pruneRequests } from './queries.ts'

const dayMs = 24 * 60 * 60_000
/** D1 asks for deletions of this order: https://developers.cloudflare.com/d1/best-practices/ */
const rowsAtATime = 1_000
/** The free plan has 50 queries an invocation. What is left is for the next run. */
const chunksARun = 40

/** Forgets rows older than `days`, in chunks. Gives their number. Throws what D1 throws. */
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

async function changesOf(statement: D1PreparedStatement): Promise<number> {
  try {
    return (await statement.run()).meta.changes
  } catch (error) {
    // Nothing was ever written.
    if (failureOf(error) === 'no_tables') return 0
    throw error
  }
}

/** The lowest UUIDv7 of a moment: https://www.rfc-editor.org/rfc/rfc9562#section-5.7 */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
