import { answersTo } from './check.ts'
import { configName, goodConfigName } from './config-in-force.ts'
import { parseRecord } from './record.ts'
import type { ParsedRecord } from './record.ts'
import { digestName } from './token.ts'
import type { Token } from './token.ts'

type Values = ReadonlyMap<string, string | null>

/** What is read of KV for a token, all at once. */
export function namesOf(token: Token): string[] {
  const names = [digestName(token.digest), configName, goodConfigName]
  return token.id === null ? names : [token.id, ...names]
}

/**
 * The entry under the token's id if the token proves itself there, else the one under its whole digest (an imported
 * token may look like one of ours), else whatever the id's entry says. Null if there is none.
 */
export function chooseEntry(values: Values, token: Token): ParsedRecord | null {
  const own = token.id === null ? null : parseEntry(values, token.id)
  if (own !== null && isProven(own, token.digest)) return own
  return parseEntry(values, digestName(token.digest)) ?? own
}

/** Whether the entry can tell that whoever shows this digest has the secret. */
export function isProven(entry: ParsedRecord, digest: string): boolean {
  return answersTo((entry.ok ? entry.record.hashes : entry.hashes) ?? [], digest)
}

function parseEntry(values: Values, name: string): ParsedRecord | null {
  const text = values.get(name) ?? null
  return text === null ? null : parseRecord(text, name)
}
