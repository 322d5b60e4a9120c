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

/** Least squares: how much `y` grows when `x` grows by one; 0 where nothing tells. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [0, 1].map(
    (axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / points.length,
  )
  let [up, across] = [0, 0]
  for (const [x, y] of points) {
    up += (x - (meanX ?? 0)) * (y - (meanY ?? 0))
    across += (x - (meanX ?? 0)) ** 2
  }
  return across === 0 ? 0 : up / across
}

/** By how many MB an hour the heap grows in the second half of the samples; null where too few told of it. */
export function growthOf(samples: readonly Sample[]): number | null {
  const second = samples.slice(Math.floor(samples.length / 2))
  const told = second.flatMap(({ minutes, heapMb }): [number, number][] =>
    heapMb === null ? [] : [[minutes / 60, heapMb]],
  )
  return told.length < 2 ? null : slopeOf(told)
}
