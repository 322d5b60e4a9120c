/** Who may import whom in `src/`, as tables, and a checker that knows nothing but text. */

/** A source file: its path below `src/`, and its text. */
export interface Source {
  path: string
  text: string
}

/** One import of a file: what it names, and whether nothing of it is left when it runs. */
export interface Import {
  from: string
  typeOnly: boolean
}

export interface Law {
  /** Folder (or file at the top) → what it may import beside itself: folders, files, or files for their types only. */
  stages: Readonly<Record<string, readonly string[]>>
  /** Package → the folders and files that may import it. */
  packages: Readonly<Record<string, readonly string[]>>
}

const statement = /^(?:import|export)\s+(?:(type)\s+)?(?:([^'"]*?)\s*from\s*)?'([^']+)'/gm
const dynamic = /\bimport\('([^']+)'\)/g

/** The text without its comments, line for line. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Everything that a file imports or exports from elsewhere. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text)
  const fixed = [...code.matchAll(statement)].map(([, keyword, names = '', from = '']): Import => {
    const inner = /\{([\s\S]*)\}/
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '')
    const onlyTypes =
      inner !== undefined && names.startsWith('{') && inner.every((name) => /^\s*type\s/.test(name))
    return { from, typeOnly: keyword === 'type' || onlyTypes }
  })
  return [...fixed, ...[...code.matchAll(dynamic)].map(([, from = '']) => ({ from, typeOnly: false }))]
}

/** The path below `src/` that a relative import means. */
export function resolved(path: string, from: string): string {
  const parts = path.split('/').slice(0, -1)
  for (const part of from.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The stage of a file: its first folder, or itself at the top. */
export function stageOf(path: string): string {
  return path.split('/')[0] ?? path
}

/** Every breach of the law, a sentence each. */
export function breaches(sources: readonly Source[], law: Law): string[] {
  return sources.flatMap(({ path, text }) => {
    const allowed = law.stages[stageOf(path)]
    if (!allowed) return [`${path}: the law knows no stage ${stageOf(path)}`]
    return importsOf(text).flatMap((found) => breachOf(path, found, allowed, law) ?? [])
  })
}

function breachOf(
  path: string,
  { from, typeOnly }: Import,
  allowed: readonly string[],
  law: Law,
): string | null {
  if (!from.startsWith('.')) {
    const who = law.packages[from] ?? law.packages[from.replace(/:.*/, ':*')]
    if (who?.some((place) => place === path || place === stageOf(path))) return null
    return `${path} may not import the package ${from}`
  }
  const target = resolved(path, from)
  if (stageOf(target) === stageOf(path)) return null
  if (allowed.includes('*') || allowed.includes(stageOf(target)) || allowed.includes(target)) return null
  if (allowed.includes(`type ${target}`)) {
    return typeOnly ? null : `${path} may import ${target} for its types only`
  }
  return `${path} may not import ${target}`
}

/** The first circle of imports, as its path; null where there is none. Types count too. */
export function circleOf(sources: readonly Source[]): string[] | null {
  const edges = new Map(
    sources.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter(({ from }) => from.startsWith('.'))
        .map(({ from }) => resolved(path, from)),
    ]),
  )
  const clean = new Set<string>()
  function visit(path: string, trail: readonly string[]): string[] | null {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (clean.has(path)) return null
    for (const next of edges.get(path) ?? []) {
      const circle = visit(next, [...trail, path])
      if (circle) return circle
    }
    clean.add(path)
    return null
  }
  for (const path of edges.keys()) {
    const circle = visit(path, [])
    if (circle) return circle
  }
  return null
}

/** Files outside `places` that name one of the words that `pattern` finds in code. */
export function naming(sources: readonly Source[], pattern: RegExp, places: readonly string[]): string[] {
  return sources
    .filter(({ path }) => !places.includes(path) && !places.includes(stageOf(path)))
    .flatMap(({ path, text }) => {
      const found = pattern.exec(withoutComments(text))
      return found ? [`${path} names ${found[0]}`] : []
    })
}

/** Texts in quotes that have one of `words` as a word of their own; imports are no such texts. */
export function literalsWith(sources: readonly Source[], words: ReadonlySet<string>): string[] {
  return sources.flatMap(({ path, text }) =>
    withoutComments(text)
      .split('\n')
      .filter((line) => !/\bfrom '|^import\b/.test(line))
      .flatMap((line) => Array.from(line.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`\n]*)`/g)))
      .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
      .filter((literal) => literal.split(/[^\w-]+/).some((word) => words.has(word.toLowerCase())))
      .map((literal) => `${path}: ${literal}`),
  )
}
