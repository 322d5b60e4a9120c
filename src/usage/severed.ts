import type { TailAnchor } from './dialect.ts'
import { completeObjects } from './json-objects.ts'
import { parseJson } from './json.ts'

/** Occurrences looked at per member: a text made of nothing but them must not cost a parse each. */
const mostTries = 64

/**
 * Reads the end of a JSON text whose beginning is lost: from the anchored member on, as if the anchor's opening had
 * stood before it. That the result parses is the proof that the member is where the anchor says, and not a tool's
 * argument or schema of the same name: those close other brackets on the way to the end. Within a string the name
 * cannot occur at all, its quotes being escaped there. Of several anchors the one that keeps most wins.
 */
export function readSeveredEnd(text: string, anchors: readonly TailAnchor[]): unknown {
  const found = anchors.flatMap((anchor) => lastAtAnchor(text, anchor) ?? [])
  return found.sort((one, other) => one.index - other.index)[0]?.json
}

function lastAtAnchor(text: string, { member, opening }: TailAnchor) {
  const name = JSON.stringify(member)
  let index = text.lastIndexOf(name)
  for (let tries = 0; index >= 0 && tries < mostTries; tries += 1) {
    const json = text[index - 1] === '\\' ? undefined : parseJson(opening + text.slice(index))
    if (json !== undefined) return { index, json }
    index = index === 0 ? -1 : text.lastIndexOf(name, index - 1)
  }
  return undefined
}

/**
 * The beginning of a JSON object whose end is lost, up to and including a member at its top level that is an object;
 * undefined when that is not there whole.
 */
export function readSeveredObject(text: string, member: string): unknown {
  const pattern = new RegExp(`${JSON.stringify(member)}\\s*:\\s*(?=\\{)`, 'g')
  let tries = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const from = index + found.length
    const [object] = completeObjects(text.slice(from))
    const json = object === undefined ? undefined : parseJson(`${text.slice(0, from)}${object}}`)
    if (json !== undefined) return json
    tries += 1
    if (tries === mostTries) return undefined
  }
  return undefined
}

/**
 * The mirror image: the beginning of a JSON object whose end is lost, up to and including a text member at its top
 * level; undefined when that is not there.
 */
export function readSeveredStart(text: string, member: string): unknown {
  const pattern = new RegExp(`${JSON.stringify(member)}\\s*:\\s*"[^"\\\\]*"`, 'g')
  let tries = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const json = parseJson(`${text.slice(0, index + found.length)}}`)
    if (json !== undefined) return json
    tries += 1
    if (tries === mostTries) return undefined
  }
  return undefined
}
