/**
 * A count worth believing: an integer from 0 to 2^53 - 1. Everything else, digits in a string included, is missing.
 * JSON's `-0` is 0.
 */
export function count(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined
  return value === 0 ? 0 : value
}

/** Something stands where a count should, and is none: what it counted is used all the same. */
export function isMiscount(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && count(value) === undefined
}

const longestLabel = 200

/** A name worth keeping (a model, a tier): a string of 1 to 200 characters. */
export function label(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longestLabel ? value : undefined
}
