/** The name of a job among all that a key began, wherever it is asked after: ids are unique at their provider only. */
export function jobName(provider: string, id: string): string {
  return `${provider}/${id}`
}

/**
 * The id of the job that a path asks after, `decoded` being its segments; null where it names none. It is found from
 * the end: what stands before the pattern's path is another matter.
 */
export function jobAsked(pattern: string, decoded: readonly string[]): string | null {
  const parts = pattern.split('/')
  const place = parts.findLastIndex((part) => part.startsWith('{id}'))
  if (place < 0) return null
  const segments = decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded
  const verb = (parts[place] ?? '').slice('{id}'.length)
  return segments.at(place - parts.length)?.slice(0, verb === '' ? undefined : -verb.length) ?? null
}
