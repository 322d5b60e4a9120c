import type { Aliases, AliasTarget } from '../keys/aliases.ts'
import { matchesGlob } from '../keys/models.ts'

type Chain = readonly AliasTarget[]

/** The patterns of one configuration, made ready: there can be thousands, and each request has a name. */
interface Patterns {
  /** `start` is what a name has to begin with. */
  globs: readonly { start: string; glob: string; chain: Chain }[]
  known: Map<string, Chain | null>
}

/** A longer name than any that a model has: no pattern is tried on it. */
const longestName = 500
/** Names are chosen by clients: what is remembered must not grow with them. */
const mostKnown = 500

const compiled = new WeakMap<Aliases, Patterns>()

/** The chain that a name stands for, exact name first; null where it stands for itself. */
export function chainOf(asked: string, aliases: Aliases): Chain | null {
  const named = aliases.exact.get(asked)
  if (named !== undefined || aliases.globs.length === 0 || asked.length > longestName) return named ?? null
  const { globs, known } = patternsOf(aliases)
  const name = asked.toLowerCase()
  let chain = known.get(name)
  if (chain === undefined) {
    const fits = globs.find(({ start, glob }) => name.startsWith(start) && matchesGlob(glob, name))
    chain = fits?.chain ?? null
    if (known.size >= mostKnown) known.clear()
    known.set(name, chain)
  }
  return chain
}

function patternsOf(aliases: Aliases): Patterns {
  let patterns = compiled.get(aliases)
  if (!patterns) {
    const globs = aliases.globs.map(({ glob, chain }) => {
      const lower = glob.toLowerCase()
      return { start: lower.slice(0, lower.search(/[*?]/)), glob: lower, chain }
    })
    compiled.set(aliases, (patterns = { globs, known: new Map() }))
  }
  return patterns
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
