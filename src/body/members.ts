/**
 * Reads the structure of a JSON text that `JSON.parse` has already accepted: where its members stand, and whether an
 * object names one twice. `JSON.parse` cannot tell either, and upstreams differ in which of two members they believe.
 */

/** A part of a text. */
export interface Span {
  start: number
  end: number
}

interface Level {
  object: boolean
  depth: number
  /** Those seen so far; made only for those who ask, because a body can have a million levels. */
  names?: Set<string>
}

/** What a walk reports; false ends it. */
interface Visitor {
  name: (name: string, level: Level, afterColon: number) => boolean
  /** At each comma and at the end of each object and array. */
  end?: (level: Level, at: number) => boolean
}

const structural = /["{}[\],:]/g

/** The index after the string that begins at `start`. Searches natively: strings can be megabytes long. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
  return text.length
}

/** Walks the value that begins at or after `from`. */
function walk(text: string, from: number, visitor: Visitor): void {
  const levels: Level[] = []
  let expectsName = false
  structural.lastIndex = from
  for (let match = structural.exec(text); match; match = structural.exec(text)) {
    const at = match.index
    const level = levels.at(-1)
    switch (match[0]) {
      case '{':
      case '[':
        levels.push({ object: match[0] === '{', depth: levels.length + 1 })
        expectsName = match[0] === '{'
        break
      case '}':
      case ']':
        if (level && visitor.end?.(level, at) === false) return
        levels.pop()
        expectsName = false
        if (levels.length === 0) return
        break
      case ',':
        if (level && visitor.end?.(level, at) === false) return
        expectsName = level?.object ?? false
        break
      case '"': {
        const end = endOfString(text, at)
        structural.lastIndex = end
        if (!expectsName || !level) break
        expectsName = false
        const afterColon = text.indexOf(':', end) + 1
        structural.lastIndex = afterColon
        if (!visitor.name(unescaped(text.slice(at, end)), level, afterColon)) return
        break
      }
      default:
    }
  }
}

function unescaped(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

/** Where the value of the member `name` stands in the object that begins at or after `from`. Reads no further. */
export function findMember(text: string, name: string, from = 0): Span | null {
  let start = -1
  let found: Span | null = null
  walk(text, from, {
    name: (candidate, level, afterColon) => {
      if (level.depth === 1 && candidate === name) start = afterColon
      return true
    },
    end: (level, at) => {
      if (level.depth !== 1 || start === -1) return true
      const value = text.slice(start, at)
      start += value.length - value.trimStart().length
      found = { start, end: start + value.trim().length }
      return false
    },
  })
  return found
}

/** Escapes that could spell the letters of a member name; ones for `<`, `&` or control characters are common. */
const escapedLetter = /\\u00(3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i

/** Whether a member's name could be written so that it is not found as text. */
export function hasEscapedLetter(text: string): boolean {
  return escapedLetter.test(text)
}

/**
 * The first of `names` that some object in the text has twice, or null. Walks the text only where that can be: where
 * a quoted name occurs twice, or a letter is written as an escape. `any` walks it always, and takes every name.
 */
export function repeatedMember(text: string, names: ReadonlySet<string> | 'any'): string | null {
  const suspect =
    names === 'any' ||
    // So many searches would take longer than the walk.
    names.size > 16 ||
    hasEscapedLetter(text) ||
    [...names].some((name) => occursTwice(text, `"${name}"`))
  if (!suspect) return null
  let repeated: string | null = null
  walk(text, 0, {
    name: (name, level) => {
      if (names !== 'any' && !names.has(name)) return true
      level.names ??= new Set()
      if (level.names.has(name)) repeated = name
      level.names.add(name)
      return repeated === null
    },
  })
  return repeated
}

function occursTwice(text: string, part: string): boolean {
  const first = text.indexOf(part)
  return first !== -1 && text.includes(part, first + part.length)
}
