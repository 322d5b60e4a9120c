import { endOfString } from '../body/members.ts'

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
  const patterns = places.map(({ from, to }) => ({ pattern: patternOf(from), to }))
  const addresses = patterns.map(({ pattern }) => pattern).join('|')
  const one = new RegExp(`(${member}")(${addresses})`, 'g')
  const list = new RegExp(`${member}\\[[\\s,]*`, 'g')
  const item = new RegExp(`(")(${addresses})`, 'y')

  const relink = (_: string, before: string, from: string): string => {
    const place = patterns.find(({ pattern }) => new RegExp(`^${pattern}$`).test(from))
    return before + (place?.to ?? from)
  }
  const changed = withItems(text.replace(one, relink), list, item, relink)
  return changed === text ? null : new TextEncoder().encode(changed)
}

/** Finds an address as serialisers write it: a slash as `\/` or `\u002f` too, the host in any case, its port told. */
function patternOf(address: string): string {
  const [, origin = '', path = ''] = /^(https:\/\/[^/]+)?(.*)$/.exec(address) ?? []
  const written = (text: string): string =>
    text
      .split('/')
      .map(RegExp.escape)
      .join(String.raw`(?:\\?/|\\u002[fF])`)
  return origin === '' ? written(path) : `(?i:${written(origin)})(?::443)?${written(path)}`
}

/**
 * The text with what `item` finds at the beginnings of texts in lists changed, up to what is no text. One pattern for a
 * whole list would overflow the stack of patterns by a picture in it.
 */
function withItems(text: string, list: RegExp, item: RegExp, change: Relink): string {
  const separators = /[\s,]*/y
  const parts: string[] = []
  let from = 0
  while (list.test(text)) {
    for (let at = list.lastIndex; text[at] === '"'; at = separators.lastIndex) {
      item.lastIndex = at
      const [found, before = '', address = ''] = item.exec(text) ?? []
      if (found !== undefined) {
        parts.push(text.slice(from, at), change(found, before, address))
        from = item.lastIndex
      }
      separators.lastIndex = endOfString(text, at)
      separators.test(text)
    }
  }
  return parts.length === 0 ? text : [...parts, text.slice(from)].join('')
}

type Relink = (found: string, before: string, address: string) => string

function decoded(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}
