import { importedName } from '../../keys/token.ts'
import type { Entries } from '../entries.ts'

/** Digests of all tokens that were ever imported. What a person made of the entry besides is passed over. */
export async function readRemembered(entries: Entries): Promise<Set<string>> {
  const text = (await entries.read([importedName])).get(importedName) ?? ''
  return new Set(text.match(/\b[\da-f]{64}\b/g))
}

/**
 * Adds digests to the memory. To be called after the keys are written: a run that is stopped in between would else take
 * its own keys for removed ones.
 */
export async function remember(
  entries: Entries,
  before: ReadonlySet<string>,
  digests: readonly string[],
): Promise<void> {
  const all = new Set([...before, ...digests])
  if (all.size > before.size)
    await entries.write([{ name: importedName, value: [...all].join('\n'), id: null }])
}
