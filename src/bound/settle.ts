import type { Bound } from './bound.ts'
import { amount, millionths, sum } from './nano.ts'
import type { PricedBound } from './price-bound.ts'

/** What was seen of an answer that did not tell what it consumed, or not all of it. */
export interface Seen {
  /** Counts that it stated all the same; null: none. */
  inputTokens: number | null
  outputTokens: number | null
  /** Bytes of its body; null where they do not tell how much of it there was. */
  outputBytes: number | null
}

/** An upper bound of what it consumed. */
export interface SettledBound {
  inputTokens: number
  outputTokens: number
  /** Integer nano-USD, never above the reservation. */
  nanoUsd: number
}

/**
 * What a request settles at that went upstream and yielded no count: the input that was reported, else the reserved
 * one; a token for each byte of output that was seen, or all that was reserved where the model may have thought unseen.
 * `granted` is the output limit that it was sent with, null where it takes none.
 */
export function settledBound(
  bound: Bound,
  priced: PricedBound,
  granted: number | null,
  seen: Seen,
): SettledBound {
  const reservedOutput = sum(priced.fixedOutput, amount(priced.times, granted ?? 0))
  const isHidden =
    bound.output === null || bound.output.hidden || bound.output.fields.length === 0 || bound.turns > 1
  const bytes = isHidden ? null : seen.outputBytes
  const shown = bytes === null ? reservedOutput : Math.min(reservedOutput, bytes)
  const outputTokens = Math.max(shown, seen.outputTokens ?? 0)
  // What is told at its beginning is of the first turn only; each call of a hosted tool adds to it.
  const reportedInput = bound.turns > 1 ? null : seen.inputTokens
  const inputTokens = Math.max(reportedInput ?? priced.inputTokens, seen.inputTokens ?? 0)
  const reserved = sum(priced.fixedNano, millionths(granted ?? 0, priced.nanoPerMillionOutput))
  const spent = sum(
    priced.feesNano,
    millionths(inputTokens, priced.inputRate),
    millionths(outputTokens, priced.outputRate),
  )
  return { inputTokens, outputTokens, nanoUsd: Math.min(reserved, spent) }
}
