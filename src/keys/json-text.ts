import { findMistake } from './json-scan.ts'
import type { JsonMistake } from './json-scan.ts'

/** A value, or what is wrong with the text: where and what was expected, never the text itself. */
export type JsonText = { ok: true; value: unknown } | { ok: false; message: string }

/**
 * Reads JSON that a person typed or pasted into a form. Blank space around it, a byte-order mark and smart double
 * quotes in place of plain ones are forgiven; a field that stands twice is not.
 */
export function parseJsonText(text: string): JsonText {
  // `trim` takes U+FEFF and the no-break space as blank too.
  const lead = text.length - text.trimStart().length
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, message: 'the entry is empty' }
  const mistake = findMistake(trimmed)
  if (mistake === null) return { ok: true, value: JSON.parse(trimmed) }

  // Only now: smart quotes inside a name are part of it.
  const plain = trimmed.replaceAll(/[“”„‟]/g, '"')
  const remaining = findMistake(plain)
  if (remaining === null) return { ok: true, value: JSON.parse(plain) }
  const further = remaining.offset > mistake.offset ? remaining : mistake
  return { ok: false, message: locate(text, { ...further, offset: lead + further.offset }) }
}

function locate(text: string, { offset, what }: JsonMistake): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  const column = (lines.at(-1)?.replaceAll('\uFEFF', '').length ?? 0) + 1
  return `line ${lines.length}, column ${column}: ${what}`
}
