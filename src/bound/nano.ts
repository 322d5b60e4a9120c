/** Sums in whole numbers that stop at the largest safe one: more than that, nobody has. */

const largest = BigInt(Number.MAX_SAFE_INTEGER)

function safe(value: bigint): number {
  return Number(value > largest ? largest : value)
}

/** A product or a sum of numbers that clients chose. */
export function capped(value: number): number {
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

/** `count` things at `rate`. */
export function amount(count: number, rate: number): number {
  return safe(BigInt(count) * BigInt(rate))
}

/** `count` things at `rate` a million, rounded up. */
export function millionths(count: number, rate: number): number {
  return safe((BigInt(count) * BigInt(rate) + 999_999n) / 1_000_000n)
}

export function sum(...values: readonly number[]): number {
  return safe(values.reduce((total, value) => total + BigInt(value), 0n))
}
