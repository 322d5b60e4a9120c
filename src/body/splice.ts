import type { JsonBody } from './json.ts'
import { findMember } from './members.ts'

/** A change of one member of a body: `path` leads to it; `value` is what it becomes, as JSON text. */
export interface Change {
  path: readonly [string] | readonly [string, string]
  value: string
}

const emptyRest = /\s*\}/y

interface Edit {
  start: number
  end: number
  text: string
}

/**
 * The body's text with those members changed and every other byte kept: serialising it anew would round big numbers
 * and lose `1.0`. A member that is missing is added at the front of its object; one on the way that is not an object
 * becomes one.
 */
export function splice(body: JsonBody, changes: readonly Change[]): string {
  const edits = changes.map((change) => editOf(body, change))
  edits.sort((a, b) => b.start - a.start)
  return edits.reduce(
    (result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end),
    body.text,
  )
}

function editOf({ text, value: body }: JsonBody, { path: [name, inner], value }: Change): Edit {
  const replacement = inner === undefined ? value : `{${JSON.stringify(inner)}:${value}}`
  const found = Object.hasOwn(body, name) ? findMember(text, name) : null
  if (!found) return added(text, 0, name, replacement)
  if (inner === undefined || text[found.start] !== '{') return { ...found, text: replacement }
  const innerFound = findMember(text, inner, found.start)
  return innerFound ? { ...innerFound, text: value } : added(text, found.start, inner, value)
}

function added(text: string, from: number, name: string, value: string): Edit {
  const start = text.indexOf('{', from) + 1
  emptyRest.lastIndex = start
  const comma = emptyRest.test(text) ? '' : ','
  return { start, end: start, text: `${JSON.stringify(name)}:${value}${comma}` }
}
