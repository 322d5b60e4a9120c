import type { Row } from './row.ts'

/** The sums of the table `daily`: an unknown count is taken as 0 there, an unknown cost is counted in `unpriced`. */
export interface DailyCounts extends Record<
  Extract<keyof Row, `${string}_tokens` | 'units' | 'cost_nano_usd'>,
  number
> {
  requests: number
  /** What did not answer: `upstream_error`, `refused_upstream` and `lost`. */
  errors: number
  unpriced: number
}
