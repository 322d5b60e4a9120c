/**
 * Many globs, in the order of their letters: those that begin alike stand together, so that they are a tree without
 * its nodes in memory.
 */
export interface GlobIndex {
  /** In lower case. */
  texts: readonly string[]
  /** The place that each of `texts` had among the globs. */
  places: readonly number[]
}

/** The globs from `first` up to `end`, which are alike in their first `depth` letters. */
interface Branch {
  first: number
  end: number
  depth: number
  /** Where a next letter leads, once that was looked for. */
  further: Map<number, Branch | null>
}

const star = 42
const any = 63

/** Globs as `matchesGlob` has them, made ready to be asked for many names. */
export function indexGlobs(globs: readonly string[]): GlobIndex {
  const all = globs.map((glob, place) => ({ text: glob.toLowerCase(), place }))
  // By code units, as they are compared below; the first of equals stays the first.
  all.sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
  return { texts: all.map(({ text }) => text), places: all.map(({ place }) => place) }
}

/**
 * The place of the first glob that fits a name, null if none does, and how many letters of globs and branches were
 * looked at: all globs go along the name together, so that this grows with the name and hardly with their number.
 */
export function firstGlob(
  { texts, places }: GlobIndex,
  name: string,
): { place: number | null; steps: number } {
  let steps = 0
  const letterAt = (index: number, depth: number): number => {
    steps += 1
    const text = texts[index] ?? ''
    return depth < text.length ? text.charCodeAt(depth) : -1
  }
  /** The first from `low` on whose letter is at least this one. */
  const bound = ({ end, depth }: Branch, low: number, letter: number): number => {
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (letterAt(middle, depth) < letter) low = middle + 1
      else high = middle
    }
    return low
  }
  const find = (branch: Branch, letter: number): Branch | null => {
    const first = bound(branch, branch.first, letter)
    if (first === branch.end || letterAt(first, branch.depth) !== letter) return null
    return branchOf(first, bound(branch, first, letter + 1), branch.depth + 1)
  }
  const after = (branch: Branch, letter: number): Branch | null => {
    steps += 1
    let next = branch.further.get(letter)
    if (next === undefined) branch.further.set(letter, (next = find(branch, letter)))
    return next
  }
  /** Adds where a run of no letters leads, too. */
  const reach = (reached: Set<Branch>, branch: Branch | null): void => {
    for (let next = branch; next !== null && !reached.has(next); next = after(next, star)) reached.add(next)
  }

  let reached = new Set<Branch>()
  reach(reached, texts.length === 0 ? null : branchOf(0, texts.length, 0))
  const asked = name.toLowerCase()
  for (let index = 0; index < asked.length && reached.size > 0; index += 1) {
    const letter = asked.charCodeAt(index)
    const further = new Set<Branch>()
    for (const branch of reached) {
      if (branch.depth > 0 && letterAt(branch.first, branch.depth - 1) === star) reach(further, branch)
      if (letter !== star && letter !== any) reach(further, after(branch, letter))
      reach(further, after(branch, any))
    }
    reached = further
  }
  let place: number | null = null
  for (const { first, depth } of reached) {
    if (letterAt(first, depth) === -1) place = Math.min(place ?? Infinity, places[first] ?? Infinity)
  }
  return { place, steps }
}

function branchOf(first: number, end: number, depth: number): Branch {
  return { first, end, depth, further: new Map() }
}
