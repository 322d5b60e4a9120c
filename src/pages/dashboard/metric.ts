import type { DailyCounts } from '../../ledger/daily.ts'
import { countText, shortText, usdText } from '../figures.ts'

/** A figure that sums have, and how it is written. */
export interface Metric {
  label: string
  of(counts: DailyCounts): number
  text(value: number): string
  /** For an axis, where there is little room. */
  short(value: number): string
}

export const metrics = {
  spend: {
    label: 'Spend',
    of: (counts) => counts.cost_nano_usd / 1e9,
    text: usdText,
    short: usdText,
  },
  tokens: {
    label: 'Tokens',
    of: (counts) => counts.input_tokens + counts.output_tokens,
    text: countText,
    short: shortText,
  },
  requests: { label: 'Requests', of: (counts) => counts.requests, text: countText, short: shortText },
  errors: { label: 'Errors', of: (counts) => counts.errors, text: countText, short: shortText },
} as const satisfies Record<string, Metric>

/** The metric of that name; the first one for any other text. */
export function metricOf(name: string): Metric {
  return Object.entries(metrics).find(([known]) => known === name)?.[1] ?? metrics.spend
}
