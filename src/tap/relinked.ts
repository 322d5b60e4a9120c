/** Addresses in an answer that clients open with the key that they have: here they lead through Tollgate. */
export interface Relinking {
  /** The members of its JSON, at any depth, that are such addresses, or lists of them. */
  members: readonly string[]
  /** What they begin with, up to a slash, and what that becomes. */
  places: readonly { from: string; to: string }[]
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes of a JSON text with its addresses changed and every other byte kept; null where there are none. */
export function relinked(bytes: Uint8Array, { members, places }: Relinking): Uint8Array | null {
  const text = decoded(bytes)
  if (text === null) return null
  // In a string these quotes would be escaped: what is found is a member.
  const member = `(?<!\\\\)"(?:${members.map((name) => RegExp.escape(name)).join('|')})"\\s*:\\s*`
  // Some serialisers write a slash as `\/`.
  const addresses = places.map(({ from }) => from.split('/').map(RegExp.escape).join('\\\\?/')).join('|')
  const one = new RegExp(`(${member}")(${addresses})`, 'g')
  const list = new RegExp(`(${member}\\[)([\\s,]*(?:"(?:[^"\\\\]|\\\\.)*"[\\s,]*)+)`, 'g')
  const item = new RegExp(`((?<!\\\\)")(${addresses})`, 'g')

  const relink = (_: string, before: string, from: string): string => {
    const place = places.find((place) => place.from === from.replaceAll('\\', ''))
    return before + (place?.to ?? from)
  }
  const changed = text
    .replace(one, relink)
    .replace(list, (_, before: string, items: string) => before + items.replace(item, relink))
  return changed === text ? null : new TextEncoder().encode(changed)
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}
