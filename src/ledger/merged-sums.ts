import type { DailyCounts } from './daily.ts'

/** Sums, with the columns of their group beside them: `day`, `model`, `provider`, `key_id`, `wallet`, or `tag` and `value`. */
export type UsageSums = DailyCounts & Readonly<Record<string, string | number>>

/** No sums at all. */
export function noCounts(): DailyCounts {
  return {
    requests: 0,
    errors: 0,
    unpriced: 0,
    input_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    units: 0,
    cost_nano_usd: 0,
  }
}

/** The columns of `daily` that are sums. */
export const countNames = Object.keys(noCounts()) as (keyof DailyCounts)[]

/** Adds each of `sums` to what `merged` has under the same group. */
export function mergeSums(merged: Map<string, UsageSums>, sums: readonly UsageSums[]): void {
  for (const sum of sums) {
    const group = groupOf(sum)
    const name = JSON.stringify(group)
    const before = merged.get(name)
    merged.set(name, before === undefined ? sum : { ...group, ...addCounts(before, sum) })
  }
}

/** The sums of both. */
export function addCounts(one: DailyCounts, other: DailyCounts): DailyCounts {
  const added = noCounts()
  for (const name of countNames) added[name] = one[name] + other[name]
  return added
}

/** What is no sum. */
function groupOf(sum: UsageSums): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(sum).filter(([name]) => !countNames.some((count) => count === name)),
  )
}
