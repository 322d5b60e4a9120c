import type { Memory } from './memory.ts'

/** What a process had at some moment. */
export interface Sample extends Memory {
  /** Minutes from the start. */
  minutes: number
  /** Of all Meters. */
  open: number
  waiting: number
  kept: number
}

/** What a Meter holds of one row, for an hour: with room to spare, see `.github/SCALE.md`. */
const rowMb = 0.3 / 1024

/**
 * By how many MB an hour the heap, less the rows that Meters keep, grows in the second half of the samples: from the
 * least of its first to the least of its last half. Null where too few told of it.
 */
export function growthOf(samples: readonly Sample[]): number | null {
  const second = samples.slice(Math.floor(samples.length / 2))
  const middle = Math.floor(second.length / 2)
  const before = leastOf(second.slice(0, middle))
  const after = leastOf(second.slice(middle))
  if (before === null || after === null) return null
  return ((after.heapMb - before.heapMb) / (after.minutes - before.minutes)) * 60
}

function leastOf(samples: readonly Sample[]): { minutes: number; heapMb: number } | null {
  let least: { minutes: number; heapMb: number } | null = null
  for (const { minutes, heapMb: all, kept } of samples) {
    if (all === null) continue
    const heapMb = all - kept * rowMb
    if (least === null || heapMb < least.heapMb) least = { minutes, heapMb }
  }
  return least
}
