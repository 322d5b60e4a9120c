import type { DearestRates } from '../price/dearest.ts'

/** What a model can cost at its dearest, and take and give at most, whatever it is called. */
export type BoundRates = Omit<DearestRates, 'priceId'>

/** The dearest of several, part by part; a ceiling that is not known of one of them is not known. */
export function dearestOf(rates: readonly BoundRates[]): BoundRates | null {
  const [first, ...rest] = rates
  return first === undefined ? null : rest.reduce(dearer, first)
}

function dearer(a: BoundRates, b: BoundRates): BoundRates {
  return {
    input: most(a.input, b.input),
    output: most(a.output, b.output),
    request: Math.max(a.request, b.request),
    webSearch: known(a.webSearch, b.webSearch),
    unit: (a.unit?.nanoUsd ?? -1) >= (b.unit?.nanoUsd ?? -1) ? a.unit : b.unit,
    tiers: a.tiers.filter((tier) => b.tiers.includes(tier)),
    window: known(a.window, b.window),
    maxOutput: known(a.maxOutput, b.maxOutput),
  }
}

function most(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other)
}

function known(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other)
}
