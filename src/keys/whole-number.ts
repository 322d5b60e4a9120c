import * as z from 'zod/mini'

/** A whole number within both bounds. Whatever else is told of by `error`. */
export function wholeNumber(least: number, most: number, error: string): z.ZodMiniNumber<number> {
  const fits = (given: number): boolean => Number.isSafeInteger(given) && given >= least && given <= most
  return z.number({ error }).check(z.refine(fits, { error }))
}
