import type { Route } from '../route/route.ts'
import type { Ending } from '../tap/ending.ts'
import type { Reading } from '../usage/usage.ts'

/** What an exchange comes to under the operator's own price. */
export interface Charged {
  reading: Reading
  /** Null where that price does not hold. */
  nanoUsd: number | null
}

/**
 * One unit of what the operator charges for, where the work was begun: the answer is 2xx, and does not say in its body
 * that it failed, which costs nothing, or that there are 0 units of it, because it is another request's. An answer that broke off tells neither; the money behind it may be spent, so it
 * is charged and `estimated`. So is one that nobody read to its end.
 */
export function charged(
  charge: Route['charge'],
  { status, ending, reading }: { status: number | null; ending: Pick<Ending, 'whole'>; reading: Reading },
): Charged {
  if (charge === null || status === null || status < 200 || status >= 300) return { reading, nanoUsd: null }
  // What it consumed before it failed has its own price.
  if (reading.failed) return { reading, nanoUsd: reading.usage === undefined ? 0 : null }
  if (charge.unit === null) return { reading, nanoUsd: charge.nanoUsd }
  const final = reading.usage === undefined ? ending.whole : reading.final
  const units = reading.usage?.units === 0 ? 0 : 1
  const usage = { ...reading.usage, units, unit: charge.unit }
  return { reading: { ...reading, final, usage }, nanoUsd: charge.nanoUsd * units }
}
