import type { Change } from '../body/splice.ts'
import { capped } from './nano.ts'

/** Why nothing bounds a request: what it is that does, and in a sentence why. */
export interface Unbounded {
  /** A field of the body, `model`, or `path`. */
  field: string
  why: string
}

/** Says what is not in a bound, and why. */
export type Gap = (field: string, why: string) => void

/** How much one request can answer. Where it answers more than once, each answer has the limit. */
export interface OutputBound {
  /** Members of the body that hold the limit once it is written: those that the client sent, else the provider's. Empty: it takes none. */
  fields: readonly Change['path'][]
  /** The limit that the client asked for, in a field that the provider holds itself to; null: none. */
  asked: number | null
  /** It was asked for in a field that may not be held to, so that it must be written in another. */
  unsure?: true
  /** What it answers at most where it takes no limit; null: what its model can. */
  most: number | null
  /** How often the limit counts: `n`, `best_of`, prompts in an array, turns of hosted tools. */
  times: number
  /** Tokens beyond the limit, each time: the bytes of `prediction`. */
  more: number
  /** Never lowered below this, or below what was asked if that is less. */
  floor: number
  /** It may think out of sight: what was seen of an answer does not tell what it cost. */
  hidden: boolean
}

/**
 * What one request can consume at most, known before it is sent. Its cost is linear in its output limit; what a token,
 * a unit or a window is, the price of the dearest of `models` tells.
 */
export interface Bound {
  /** It costs nothing, whatever it answers. */
  free: boolean
  /** Integer nano-USD that it costs as a whole, where the operator says so: then nothing else counts. */
  charge: number | null
  /** Every model that it can reach. Empty: the choice is the provider's. */
  models: readonly string[]
  /** Tokens of input at most, beside `windows`: a byte of text is one at most. */
  inputTokens: number
  /** How many whole input windows count beside them: for what is only named, and for each turn of hosted tools. */
  windows: number
  /** The member that the first of these windows is for; null where there is none. */
  windowFor: string | null
  /** Tokens that a window has at least, where a header makes it larger than it is known to be. */
  leastWindow: number
  /** Tokens that each call of a hosted tool brings at most; null: not known, and they are counted in `windows`. */
  brought: number | null
  /** A ceiling of hosted tools' calls that has to be written into the body, because the client set none. */
  ceiling: { field: string; calls: number } | null
  /** Searches that are charged beside tokens. */
  searches: number
  /** How often the model is asked: once, and once more for each call of a hosted tool. */
  turns: number
  /** Other things that it can be charged for, by unit, at most. */
  units: Readonly<Record<string, number>>
  /** Units without a ceiling, and the member that they come from. */
  openUnits: Readonly<Record<string, string>>
  /** Tiers that it chooses beside the ordinary ones, as `service_tier=flex`. */
  tiers: readonly string[]
  /** Tokens that any of `models` answers at most, where that is known beside the prices. */
  mostOutput: number | null
  /** Null: it answers nothing that is counted in tokens. */
  output: OutputBound | null
  /** Its cost is not in its own answer: the reservation stays charged until the finished job is read. */
  job: boolean
}

/** The bound of a request, and what is not in it; a key with a hard budget is served only where that is nothing. */
export interface Bounded {
  bound: Bound
  unbounded: Unbounded | null
}

/** A request that costs nothing beside what is stated. */
export const nothing: Bound = {
  free: false,
  charge: null,
  models: [],
  inputTokens: 0,
  windows: 0,
  windowFor: null,
  leastWindow: 0,
  brought: null,
  ceiling: null,
  searches: 0,
  turns: 1,
  units: {},
  openUnits: {},
  tiers: [],
  mostOutput: null,
  output: null,
  job: false,
}

/** All input of the turns that calls of hosted tools make, each of them with what it brought. */
export function inputWith(own: number, calls: number, brought: number | null): number {
  return brought === null ? own : capped(own + calls * (own + brought))
}
