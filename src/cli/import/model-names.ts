/** Names of models as a record's patterns: a `!` in front would turn a name that nobody has into all but that one. */
export function asPatterns(names: readonly string[]): string[] {
  return names.map((name) => name.replace(/^!/, '?'))
}
