import type { Aliases, AliasTarget } from '../keys/aliases.ts'
import { firstGlob, type GlobIndex, indexGlobs } from '../keys/globs.ts'

type Chain = readonly AliasTarget[]

/** A longer name than any that a model has: no pattern is tried on it. */
const longestName = 500

/** The patterns of each configuration, made ready: there can be thousands, and each request has a name. */
const indexes = new WeakMap<Aliases, GlobIndex>()

/** The chain that a name stands for, exact name first; null where it stands for itself. */
export function chainOf(asked: string, aliases: Aliases): Chain | null {
  const named = aliases.exact.get(asked)
  if (named !== undefined || aliases.globs.length === 0 || asked.length > longestName) return named ?? null
  const { place } = firstGlob(indexOf(aliases), asked)
  return place === null ? null : (aliases.globs[place]?.chain ?? null)
}

function indexOf(aliases: Aliases): GlobIndex {
  let index = indexes.get(aliases)
  if (!index) indexes.set(aliases, (index = indexGlobs(aliases.globs.map(({ glob }) => glob))))
  return index
}

/** A chain as one request tries it: weights choose the first, the others follow as written. `random` is in [0, 1). */
export function inOrder(chain: Chain, random: () => number): Chain {
  const total = chain.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  if (chain.length < 2 || total === 0) return chain
  let left = random() * total
  // Rounding can leave a rest behind the last one, whose share it is.
  const chosen = chain.find(({ weight }) => (left -= weight ?? 0) < 0) ?? chain.at(-1)
  return chosen === undefined ? chain : [chosen, ...chain.filter((target) => target !== chosen)]
}
