/** What a model can cost at its dearest, and take and give at most. Null: not known, or not charged. */
export interface BoundRates {
  /** Integer nano-USD per million tokens. */
  input: number | null
  output: number | null
  /** Integer nano-USD a request, its tokens aside. */
  request: number
  /** Integer nano-USD a search. */
  webSearch: number | null
  /** Integer nano-USD a unit (`unit` null: of anything), and how many are charged at least. */
  unit: { unit: string | null; nanoUsd: number; least: number } | null
  /** Words with a known price besides the ordinary ones, as `service_tier=flex`. */
  tiers: readonly string[]
  /** Tokens that the model takes at most, and that it gives. */
  window: number | null
  maxOutput: number | null
}

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
