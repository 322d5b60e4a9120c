import type { UsageDialect } from './dialect.ts'
import { nothingRead, type Reading, type Usage } from './usage.ts'

/**
 * A dialect with a vendor's own rules laid over it: whenever an answer or an event brings usage, `amend` gets it (with
 * all that was read before) and the JSON that it stood in.
 */
export function amended(
  dialect: UsageDialect,
  amend: (usage: Usage, json: unknown) => Usage,
  more: Partial<Pick<UsageDialect, 'headers' | 'marks'>> = {},
): UsageDialect {
  const amendNew = (reading: Reading, soFar: Reading, json: unknown): Reading =>
    reading.usage === undefined || reading.usage === soFar.usage
      ? reading
      : { ...reading, usage: amend(reading.usage, json) }
  return {
    ...dialect,
    ...more,
    body: (json) => amendNew(dialect.body(json), nothingRead, json),
    event: (json, soFar) => amendNew(dialect.event(json, soFar), soFar, json),
  }
}

/** A usage with what its provider says that it charges, where it says so. */
export function withStatedCost(usage: Usage, statedCost: number | undefined): Usage {
  return statedCost === undefined ? usage : { ...usage, statedCost }
}

/** A usage with more details; zeros say nothing and are left out. */
export function withDetails(
  usage: Usage,
  more: Readonly<Record<string, number | string | undefined>>,
): Usage {
  const said = Object.entries(more).flatMap(([name, value]) =>
    value === undefined || value === 0 ? [] : [[name, value] as const],
  )
  if (said.length === 0) return usage
  return { ...usage, details: { ...usage.details, ...Object.fromEntries(said) } }
}
