import { chanceOf } from './chance.ts'
import { type Counts, noCounts } from './counts.ts'
import { fateWeights, type FateName } from './fate-names.ts'
import { type KindName, kinds } from './kinds.ts'
import type { Kind } from './kinds/kind.ts'

/** When a client leaves; it stays otherwise. */
export type Leaving = 'stays' | 'before the head' | 'at the first byte' | 'midway'

/** Everything that chance decides about one request. */
export interface Plan {
  number: number
  kind: KindName
  /** A key's id, or `wrong`. */
  key: string
  words: number
  limit: number | null
  leaves: Leaving
  /** After so many ms, if there is no head. */
  leavesAfterMs: number
}

/** What a run leaves to chance. */
export interface Odds {
  seed: number
  keys: Readonly<Record<string, { weight: number; onDisconnect: 'drain' | 'cancel' }>>
  /** Without it nobody stalls who is waited for: that takes 25 s. */
  stalls: boolean
}

const leavingWeights: Readonly<Record<Leaving, number>> = {
  stays: 78,
  'before the head': 6,
  'at the first byte': 6,
  midway: 10,
}
const kindWeights = Object.fromEntries(
  Object.entries(kinds).map(([name, { weight }]) => [name, weight]),
) as Record<KindName, number>

export function planOf(odds: Odds, number: number): Plan {
  const chance = chanceOf(odds.seed, number)
  const weights = Object.fromEntries(Object.entries(odds.keys).map(([id, { weight }]) => [id, weight]))
  const kind = chance.byWeight(kindWeights)
  const key = chance.byWeight({ ...weights, wrong: 1 })
  const fate = fateOf(odds, number, 1, key)
  const chosen = chance.byWeight(leavingWeights)
  const leaves = fate === 'stalls' ? 'midway' : fate === 'stalls before the head' ? 'before the head' : chosen
  const early = leaves === 'before the head' && fate !== 'stalls before the head'
  return {
    number,
    kind,
    key,
    words: chance.is(0.02) ? chance.between(20_000, 200_000) : chance.between(20, 1_500),
    limit: chance.is(0.7) ? chance.between(20, 800) : null,
    leaves,
    leavesAfterMs: early ? chance.between(1, 30) : chance.between(300, 2_000),
  }
}

/** What the upstream does at the `attempt`th arrival (from 1) of a request. */
export function fateOf(odds: Odds, number: number, attempt: number, key: string): FateName {
  const fate = chanceOf(odds.seed, number, attempt, 1).byWeight(fateWeights)
  const waits = odds.keys[key]?.onDisconnect !== 'cancel' && !odds.stalls
  // Who stalls on a second attempt has a client that does not know that it should leave.
  return fate.startsWith('stalls') && (waits || attempt > 1) ? 'slow' : fate
}

/** What an answer to it counts, within the limit that arrived upstream, and in how many pieces it comes. */
export function countsOf(
  odds: Odds,
  plan: Plan,
  attempt: number,
  limit: number,
): { counts: Counts; pieces: number } {
  const { number, kind } = plan
  const chance = chanceOf(odds.seed, number, attempt, 2)
  const { tells }: Kind = kinds[kind]
  const pieces = chance.between(2, 24)
  const input = inputOf(odds, plan)
  const output = chance.between(1, Math.max(1, Math.min(limit, pieces * 30)))
  const cacheRead = chance.is(0.3) ? chance.between(0, input) : 0
  const cacheWrite = chance.is(0.2) ? chance.between(0, input - cacheRead) : 0
  const reasoning = kind.startsWith('gemini') && chance.is(0.5) ? chance.between(0, output) : 0
  const all: Counts = { input, output, cacheRead, cacheWrite, reasoning, units: 1 }
  return { counts: { ...noCounts, ...Object.fromEntries(tells.map((name) => [name, all[name]])) }, pieces }
}

/** What its prompt counts, at every arrival and when it is only counted: never more than a token a byte. */
export function inputOf({ seed }: Odds, { number, kind, words }: Plan): number {
  const chance = chanceOf(seed, number, 4)
  return kind === 'transcription'
    ? chance.between(1, 20)
    : chance.between(4, Math.max(4, Math.floor(words / 3)))
}
