import type { Provider } from '../providers/provider.ts'

type Drops = Pick<Provider, 'drops' | 'keeps' | 'dropsInside'>

/**
 * What leaves out of a path below a provider's slug that its own SDK adds and the gateway's path does not have. Decided
 * by the decoded path, and done to its segments as sent too.
 */
export function dropping(
  provider: Drops,
  decoded: readonly string[],
): (segments: readonly string[]) => readonly string[] {
  const leading = leadingDrops(provider, decoded)
  const { after = 0, path = '' } = provider.dropsInside ?? {}
  const inside = path !== '' && startsWith(decoded.slice(leading + after), path) ? lengthOf(path) : 0
  return (segments) => segments.slice(leading).toSpliced(after, inside)
}

function leadingDrops({ drops = [], keeps = [] }: Drops, decoded: readonly string[]): number {
  let dropped = 0
  for (;;) {
    const rest = decoded.slice(dropped)
    const kept = keeps.some((path) => startsWith(rest, path))
    const drop = kept ? undefined : drops.find((path) => startsWith(rest, path))
    if (drop === undefined) return dropped
    dropped += lengthOf(drop)
  }
}

function startsWith(segments: readonly string[], path: string): boolean {
  return path.split('/').every((part, index) => segments[index]?.toLowerCase() === part)
}

function lengthOf(path: string): number {
  return path.split('/').length
}
