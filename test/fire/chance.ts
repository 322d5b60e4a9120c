import { seeded } from '../budget/vendor.ts'

/** What is decided by chance, and by nothing else: the same numbers give the same decisions. */
export interface Chance {
  /** A whole number from the first to the last, both included. */
  between(first: number, last: number): number
  /** True so often, in [0, 1]. */
  is(probability: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
  /** A name, as often as its weight among all says. */
  byWeight<Name extends string>(weights: Readonly<Record<Name, number>>): Name
}

/** A generator for these numbers alone, so that what runs beside it changes nothing. */
export function chanceOf(...numbers: readonly number[]): Chance {
  const mixed = numbers.reduce((state, number) => {
    const next = Math.imul(state ^ number, 0x9e37_79b1)
    return (next ^ (next >>> 15)) | 0
  }, 0x2545_f491)
  const random = seeded(mixed)
  const between = (first: number, last: number): number => first + Math.floor(random() * (last - first + 1))
  return {
    between,
    is: (probability) => random() < probability,
    pick: (list) => list[between(0, list.length - 1)] ?? list[0],
    byWeight<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
      const entries = Object.entries(weights) as [Name, number][]
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0]
      if (found === undefined) throw new Error('There is nothing to choose from.')
      return found[0]
    },
  }
}
