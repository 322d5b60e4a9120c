/** Enough for a mistake that is easy to meet, few enough for every `npm test`. */
const usual = 150
/** Of the ordinary suite, which has to say the same of the same code every day. */
const usualSeed = 20_261_122

/** What `npm run fuzz` hands to the properties. */
export const fuzzEnvironment = { runs: 'FUZZ_RUNS', seed: 'FUZZ_SEED' } as const

const runs = Number(process.env[fuzzEnvironment.runs] ?? usual)
const seed = Number(process.env[fuzzEnvironment.seed] ?? usualSeed)

/**
 * How a property runs. `share` is of the cases that a cheap one has. A find prints its seed: with the same `--runs` and
 * `--seed` it comes again.
 */
export function cases(share = 1): { numRuns: number; seed: number } {
  return { numRuns: Math.max(1, Math.ceil(runs * share)), seed }
}
