/** The first thing wrong with a JSON text. */
export interface JsonMistake {
  /** Counted in UTF-16 units from the start of the text. */
  offset: number
  /** Says what was expected; names a field at most, never a value. */
  what: string
}

const deepest = 32
const blank = /[ \t\n\r]*/y
// Everything from the space on, but " and \: control characters must be escaped (RFC 8259, section 7).
const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uffff]*)*"/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/**
 * Finds what `JSON.parse` would stumble over, and a field that stands twice in one object, which it would pass over.
 * Engines word and place their own errors differently and quote the text in them; this one does not.
 */
export function findMistake(text: string): JsonMistake | null {
  let at = 0

  const mistake = (what: string): JsonMistake => ({
    offset: at,
    what: at >= text.length ? 'the text ends too early' : what,
  })

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) return null
    at = pattern.lastIndex
    return found[0]
  }

  const takeMark = (mark: string): boolean => {
    take(blank)
    if (text[at] !== mark) return false
    at += 1
    return true
  }

  const value = (depth: number): JsonMistake | null => {
    if (depth > deepest) return mistake('the JSON is nested too deeply')
    if (takeMark('{')) return object(depth)
    if (takeMark('[')) return list(depth)
    if (take(scalar) !== null || take(string) !== null) return null
    return text[at] === '"' ? mistake(brokenString) : mistake('a value is expected')
  }

  const object = (depth: number): JsonMistake | null => {
    if (takeMark('}')) return null
    const names = new Set<unknown>()
    do {
      take(blank)
      const start = at
      const literal = take(string)
      if (literal === null)
        return mistake(text[at] === '"' ? brokenString : 'a field name in double quotes is expected')
      const name: unknown = JSON.parse(literal)
      if (names.has(name)) return { offset: start, what: `the field ${quoteName(String(name))} stands twice` }
      names.add(name)
      if (!takeMark(':')) return mistake('a colon is expected')
      const inner = value(depth + 1)
      if (inner !== null) return inner
    } while (takeMark(','))
    return takeMark('}') ? null : mistake('a comma or } is expected')
  }

  const list = (depth: number): JsonMistake | null => {
    if (takeMark(']')) return null
    do {
      const inner = value(depth + 1)
      if (inner !== null) return inner
    } while (takeMark(','))
    return takeMark(']') ? null : mistake('a comma or ] is expected')
  }

  const wrong = value(1)
  if (wrong !== null) return wrong
  take(blank)
  return at === text.length ? null : mistake('nothing may follow the JSON')
}

const brokenString = 'a text in double quotes is not closed, or has a line break or a wrong backslash in it'

/** A field's name as a message may show it: one that could be a pasted secret is not shown. */
export function quoteName(name: string): string {
  return /^[\w. /*-]{1,32}$/.test(name) ? `"${name}"` : `with a name of ${name.length} characters`
}
