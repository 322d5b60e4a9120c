import type { Usage } from './usage.ts'

/** A measure worth believing: a finite number ≥ 0. Unlike a count it may have a fraction. */
export function measure(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** The same in a header. */
export function measureIn(text: string | null): number | undefined {
  return text === null || !/^\d+(\.\d+)?$/.test(text) ? undefined : measure(Number(text))
}

/** So many of a unit, where it is known how many. */
export function units(amount: number | undefined, unit: string): Usage {
  return amount === undefined ? {} : { units: amount, unit }
}

/**
 * The characters of a text as people and price lists count them, code points and not UTF-16, with those that are
 * missing in it.
 */
export function charactersOf(
  text: unknown,
  missingIn: (text: string) => number = () => 0,
): number | undefined {
  if (typeof text !== 'string') return undefined
  let characters = missingIn(text)
  for (const _ of text) characters += 1
  return characters
}
