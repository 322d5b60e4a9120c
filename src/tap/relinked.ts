/** Addresses in an answer that clients open with the key that they have: here they lead through Tollgate. */
export interface Relinking {
  /** The members of its JSON, at any depth, that are such addresses. */
  members: readonly string[]
  /** What they begin with, up to a slash. */
  from: string
  /** What that becomes. */
  to: string
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes of a JSON text with its addresses changed and every other byte kept; null where there are none. */
export function relinked(bytes: Uint8Array, { members, from, to }: Relinking): Uint8Array | null {
  const text = decoded(bytes)
  if (text === null) return null
  const names = members.map((name) => RegExp.escape(name)).join('|')
  // Some serialisers write a slash as `\/`.
  const address = from.split('/').map(RegExp.escape).join('\\\\?/')
  // In a string these quotes would be escaped: what is found is a member.
  const pattern = new RegExp(`((?<!\\\\)"(?:${names})"\\s*:\\s*")${address}`, 'g')
  const changed = text.replace(pattern, (_, before: string) => before + to)
  return changed === text ? null : new TextEncoder().encode(changed)
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}
