const longest = 48

/** A readable id of whatever somebody called a key: `[a-z0-9]` words joined by `-`; '' where nothing is left. */
export function slugOf(alias: string): string {
  return alias
    .slice(0, 1_000)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '')
}

/** This name, or with the first number behind it that is not taken. */
export function unusedName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`
    const tried = `${name.slice(0, longest - end.length).replace(/-+$/, '')}${end}`
    if (!taken.has(tried)) return tried
  }
}
