import { parseRecord } from '../../keys/record.ts'
import { digestName } from '../../keys/token.ts'
import type { Drafted, ImportedKey } from './draft.ts'
import type { ExportRow, Mistake } from './export-file.ts'
import { slugOf, unusedName } from './ids.ts'

/** What is here before an import. */
export interface Existing {
  /** The texts of imported entries, by their names in KV. */
  entries: ReadonlyMap<string, string>
  /** Ids that are given out, or ever were. */
  ids: ReadonlySet<string>
  /** Digests of the tokens that were ever imported. */
  remembered: ReadonlySet<string>
}

/**
 * `new` is written. `same` is here already, to the letter. `kept` is here and says something else: somebody may have
 * changed it since, so it is written anew only where that is asked for (`changed`). `gone` was imported once and is
 * not here any more: somebody deleted it, or gave its holder another token, so it comes back only where that is asked
 * for (`again`).
 */
export type Step = 'new' | 'same' | 'kept' | 'changed' | 'gone' | 'again'

/** What may be done to keys that were imported before. */
export interface Repeating {
  update: boolean
  again: boolean
}

export interface PlannedKey {
  id: string
  /** Its name in KV. */
  name: string
  value: string
  step: Step
  key: ImportedKey
}

export interface Plan {
  keys: PlannedKey[]
  mistakes: Mistake[]
}

/** Works out what an import would do. The same export planned again, after it was carried out, is all `same`. */
export async function planImport(
  rows: readonly ExportRow[],
  draft: (row: ExportRow) => Promise<Drafted>,
  existing: Existing,
  repeating: Repeating,
): Promise<Plan> {
  const plan: Plan = { keys: [], mistakes: [] }
  const taken = new Set(existing.ids)
  const places = new Map<string, string>()
  for (const row of rows) {
    const drafted = await draft(row)
    if (!drafted.ok) {
      plan.mistakes.push({ place: row.place, message: `${drafted.message}: not imported` })
      continue
    }
    const { key } = drafted
    const earlier = places.get(key.digest)
    if (earlier !== undefined) {
      plan.mistakes.push({ place: row.place, message: `the same key as ${earlier}: not imported again` })
      continue
    }
    const planned = planKey(key, existing, taken, repeating)
    if (!planned.ok) {
      plan.mistakes.push({ place: row.place, message: `${planned.message}: not imported` })
      continue
    }
    places.set(key.digest, row.place)
    taken.add(planned.key.id)
    plan.keys.push(planned.key)
  }
  return plan
}

function planKey(
  key: ImportedKey,
  existing: Existing,
  taken: ReadonlySet<string>,
  repeating: Repeating,
): { ok: true; key: PlannedKey } | { ok: false; message: string } {
  const name = digestName(key.digest)
  const before = existing.entries.get(name)
  const id =
    (before === undefined ? null : idIn(before, name)) ??
    unusedName(slugOf(key.alias ?? '') || `key-${key.digest.slice(0, 8)}`, taken)
  const value = JSON.stringify({ id, ...key.fields })
  const parsed = parseRecord(value, name)
  if (!parsed.ok) return parsed
  const step = stepOf(before, value, existing.remembered.has(key.digest), repeating)
  return { ok: true, key: { id, name, value, step, key } }
}

function stepOf(
  before: string | undefined,
  value: string,
  remembered: boolean,
  { update, again }: Repeating,
): Step {
  if (before === undefined && remembered) return again ? 'again' : 'gone'
  if (before === undefined) return 'new'
  if (before === value) return 'same'
  return update ? 'changed' : 'kept'
}

/** The id of an entry that is here already: it stays, for ledger and budget go by it. */
function idIn(text: string, name: string): string | null {
  const parsed = parseRecord(text, name)
  return parsed.ok && parsed.record.id !== name ? parsed.record.id : null
}
