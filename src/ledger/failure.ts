/**
 * What a failed write means for whoever holds the rows. `retry`: a passing fault. `later`: D1 has more than it can do.
 * `no_tables`: the schema is behind. `quota`: over the plan's daily rows, until 00:00 UTC. `full`: the database is at
 * its size limit. `row`: a constraint or a type; a row is at fault and would fail again.
 */
export type Failure = 'retry' | 'later' | 'no_tables' | 'quota' | 'full' | 'row'

/** Fragments of messages, first match wins. https://developers.cloudflare.com/d1/observability/debug-d1/ */
const fragments: readonly (readonly [string, Failure])[] = [
  ['free tier daily row', 'quota'],
  ['exceeded maximum db size', 'full'],
  ['database or disk is full', 'full'],
  ['sqlite_full', 'full'],
  ['no such table', 'no_tables'],
  ['no such column', 'no_tables'],
  ['has no column named', 'no_tables'],
  ['overloaded', 'later'],
  ['exceeded timeout', 'later'],
  ['memory limit', 'later'],
  ['cpu time limit', 'later'],
  ['constraint', 'row'],
  ['d1_type_error', 'row'],
  ['datatype mismatch', 'row'],
  ['cannot store', 'row'],
  ['malformed json', 'row'],
  ['too big', 'row'],
]

/** A message that is not known is `retry`: waiting loses nothing, setting a good row aside would. */
export function failureOf(error: unknown): Failure {
  const message = messageOf(error).toLowerCase()
  return fragments.find(([fragment]) => message.includes(fragment))?.[1] ?? 'retry'
}

/** What was thrown, as text of at most 500 characters. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}
