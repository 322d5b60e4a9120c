import { closest, distance } from 'fastest-levenshtein'

/** The known name that somebody probably meant; null if none is near. Capitals do not count. */
export function nearest(name: string, known: readonly string[]): string | null {
  // Comparing costs the product of both lengths, and a long name is no slip of the pen.
  if (known.length === 0 || name.length > 64) return null
  const written = name.toLowerCase()
  const swapped = known.find((candidate) => lettersOf(candidate) === lettersOf(written))
  if (swapped !== undefined) return swapped
  const near = closest(written, known)
  return distance(written, near) <= slipsIn(Math.max(written.length, near.length)) ? near : null
}

function slipsIn(length: number): number {
  return length < 4 ? 1 : Math.max(2, Math.floor(length / 3))
}

/** The same for two names whose letters only changed places, which is the usual slip in a short one. */
function lettersOf(name: string): string {
  return Array.from(name.toLowerCase()).toSorted().join('')
}
