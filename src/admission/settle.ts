import { settledBound } from '../bound/settle.ts'
import type { Row } from '../ledger/row.ts'
import type { Held } from './held.ts'

/** How a request that was held for ended. */
export interface Outcome {
  /** The counts are the last word. */
  final: boolean
  /** Bytes that came of its answer; null where more of it can have been worked out than came. */
  outputBytes: number | null
  /** It certainly never reached a provider, or was answered by an error that no provider charges for. */
  uncharged: boolean
  /** Work goes on whose cost is still to come. */
  goesOn?: boolean
}

/**
 * The row of a request under a budget: what its answer did not tell is an upper bound, and labelled as an estimate. For
 * a key without a budget it stays as it is.
 */
export function settled(row: Row, held: Held | null, outcome: Outcome): Row {
  const { final, outputBytes, uncharged, goesOn = false } = outcome
  if (held === null) return row
  if (uncharged && row.cost_nano_usd === null) return { ...row, cost_nano_usd: 0, price_id: 'free' }
  if (held.reservedNano === 0) return row
  if (goesOn) return estimate(row, held, held.reservedNano)
  if (row.cost_nano_usd !== null && (final || isKnown(row))) return row
  // It wanted a job, and nobody knows whether it got one.
  if (held.bound.job) return estimate(row, held, held.reservedNano)
  if (held.slice !== null) return estimate(row, held, (row.cost_nano_usd ?? 0) + held.slice)
  const seen = { inputTokens: row.input_tokens, outputTokens: row.output_tokens, outputBytes }
  const { nanoUsd } = settledBound(held.bound, held.priced, held.outputTokens, seen)
  return estimate(row, held, Math.max(nanoUsd, row.cost_nano_usd ?? 0))
}

function estimate(row: Row, { priceId }: Held, nanoUsd: number): Row {
  return { ...row, usage_source: 'estimated', cost_nano_usd: nanoUsd, price_id: priceId }
}

/** What attempts cost that were given up before they told a status: all that was held for them. */
export function withUnsettled(row: Row, unsettledNano: number): Row {
  if (unsettledNano === 0) return row
  return { ...row, usage_source: 'estimated', cost_nano_usd: (row.cost_nano_usd ?? 0) + unsettledNano }
}

/** Whoever named these prices had the last word. */
function isKnown({ price_id: id }: Row): boolean {
  return id === 'free' || id === 'config' || id === 'gateway-cache' || id === 'stated'
}
