import { count } from './count.ts'
import type { Usage } from './usage.ts'

const summed = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning', 'statedCost'] as const

/** Both usages together, for answers whose events each state their own part. A sum that no number holds is left out. */
export function sumUsage(soFar: Usage | undefined, { details, ...more }: Usage): Usage {
  const total: Usage = { ...soFar }
  for (const name of summed) {
    const sum = count((soFar?.[name] ?? 0) + (more[name] ?? 0))
    if (more[name] !== undefined && sum !== undefined) total[name] = sum
  }
  if (more.units !== undefined && (soFar?.unit ?? more.unit) === more.unit) {
    total.units = (soFar?.units ?? 0) + more.units
    if (more.unit !== undefined) total.unit = more.unit
  }
  if (details === undefined) return total
  total.details = { ...soFar?.details }
  for (const [name, tokens] of Object.entries(details)) {
    const sum = count(Number(total.details[name] ?? 0) + Number(tokens))
    if (sum !== undefined) total.details[name] = sum
  }
  return total
}
