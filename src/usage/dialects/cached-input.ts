import { count } from '../count.ts'
import type { Usage } from '../usage.ts'

/** A usage whose `input` was only the part that met no cache, with the total in its place. */
export function withCachedInput(usage: Usage): Usage {
  const { input, ...rest } = usage
  if (input === undefined) return rest
  const total = count(input + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0))
  return total === undefined ? rest : { ...rest, input: total }
}
