import { count, isMiscount, label } from './count.ts'
import { valueAt } from './json.ts'
import type { Usage } from './usage.ts'

/** The counts that every API can be asked for; the rest goes to `details`. */
type CountName = Exclude<keyof Usage, 'details' | 'units' | 'unit' | 'statedCost'>

/** Dotted paths from the event or body. The first that holds something believable counts. */
type Paths = readonly string[]

/** Where one API states what: a table, so that a further spelling is a further path. */
export interface UsageFields {
  counts: Readonly<Partial<Record<CountName, Paths>>>
  /** Further counts by their names in `details`, kept when above 0. */
  details: Readonly<Record<string, Paths>>
  /** Words by their names in `details`: tiers and the like. */
  labels: Readonly<Record<string, Paths>>
}

const countNames: readonly CountName[] = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning']

/** The usage stated in a body or event; undefined unless at least one of the `counts` is. */
export function usageFrom(json: unknown, fields: UsageFields): Usage | undefined {
  const usage: Usage = {}
  for (const name of countNames) {
    const stated = firstOf(json, fields.counts[name] ?? [], count)
    if (stated !== undefined) usage[name] = stated
  }
  if (Object.keys(usage).length === 0) return undefined
  const details = detailsFrom(json, fields)
  return Object.keys(details).length === 0 ? usage : { ...usage, details }
}

function detailsFrom(json: unknown, fields: UsageFields): Record<string, number | string> {
  const details: Record<string, number | string> = {}
  for (const [name, paths] of Object.entries(fields.details)) {
    const stated = firstOf(json, paths, count) ?? 0
    if (stated > 0) details[name] = stated
  }
  for (const [name, paths] of Object.entries(fields.labels)) {
    const stated = firstOf(json, paths, label)
    if (stated !== undefined) details[name] = stated
  }
  const miscounts = [fields.counts, fields.details]
    .flatMap((paths) => Object.values(paths).flat())
    .filter((path) => isMiscount(valueAt(json, path)))
  if (miscounts.length > 0) details['miscounts'] = miscounts.length
  return details
}

function firstOf<Value>(json: unknown, paths: Paths, believe: (value: unknown) => Value | undefined) {
  for (const path of paths) {
    const believed = believe(valueAt(json, path))
    if (believed !== undefined) return believed
  }
  return undefined
}
