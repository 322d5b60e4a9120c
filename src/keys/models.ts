/**
 * Whether a key's list of globs lets a request go ahead. `names` are all names that the request has for one model
 * (asked for, bare, `provider/model`). A name that matches a `!` entry refuses; else one that matches another entry
 * allows; a list of only `!` entries allows the rest; no list allows everything. A request without any name leaves
 * the choice to others, and only a key without a list may do that.
 */
export function allowsModel(globs: readonly string[] | null, names: readonly string[]): boolean {
  if (globs === null) return true
  if (names.length === 0) return false
  const denied = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))
  if (matchesAny(denied, names)) return false
  const allowed = globs.filter((glob) => !glob.startsWith('!'))
  return allowed.length === 0 || matchesAny(allowed, names)
}

function matchesAny(globs: readonly string[], names: readonly string[]): boolean {
  return globs.some((glob) => names.some((name) => matchesGlob(glob, name)))
}

/**
 * `*` is any run of characters, `/` included; `?` is one. Capitals do not count: some upstreams ignore them, and
 * there `GPT-4o` would slip past a `!gpt-4o`. Only the last `*` is ever tried again, so that no pattern makes the
 * work grow beyond glob × name.
 */
export function matchesGlob(glob: string, name: string): boolean {
  const pattern = glob.toLowerCase()
  const text = name.toLowerCase()
  let inPattern = 0
  let inText = 0
  let lastStar = -1
  let textAtStar = 0
  while (inText < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      lastStar = inPattern
      textAtStar = inText
      inPattern += 1
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[inText])) {
      inPattern += 1
      inText += 1
    } else if (lastStar !== -1) {
      textAtStar += 1
      inText = textAtStar
      inPattern = lastStar + 1
    } else {
      return false
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}
