import * as fc from 'fast-check'

/** A JSON text that need not be as `JSON.stringify` writes it, and how it was made. */
export type Piece = { text: string } & (
  | { members: readonly [string, Piece][] }
  | { items: readonly Piece[] }
  | {}
)

const blank = fc.constantFrom('', '', ' ', '\n', '\t ', '\r\n')
const numbers = fc.constantFrom('0', '-1', '1.0', '1e3', '-0', '12345678901234567890', '0.1000', '1E-7')
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\\"', '","model":"', '\u2028', '\ud800', '😀'),
)

/** A text in quotes, with none, some or all of its characters written as escapes. */
export const quoted = fc.tuple(texts, fc.nat({ max: 3 })).map(([text, how]) => quotedAs(text, how))

export function quotedAs(text: string, how: number): string {
  if (how === 0) return JSON.stringify(text)
  const escaped = Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index).toString(16).padStart(4, '0')
    return how === 1 || index % how === 0 ? `\\u${code}` : JSON.stringify(text.charAt(index)).slice(1, -1)
  })
  return `"${escaped.join('')}"`
}

/** Any JSON value, with blank space wherever it may stand; names come from `names`. */
export function jsonTexts(names: fc.Arbitrary<string>): fc.Arbitrary<Piece> {
  const { value } = fc.letrec<{ value: Piece }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(quoted, numbers, fc.constantFrom('true', 'false', 'null')).map((text): Piece => ({ text })),
      fc.array(tie('value'), { maxLength: 3 }).map(listOf),
      membersOf(names, tie('value')).map(objectOf),
    ),
  }))
  return value
}

/** A JSON object. With `distinct`, no object in it has a name twice at its top. */
export function objectTexts(
  names: fc.Arbitrary<string>,
): fc.Arbitrary<Piece & { members: readonly [string, Piece][] }> {
  return membersOf(names, jsonTexts(names)).map(objectOf)
}

type Member = { name: string; how: number; space: readonly string[]; value: Piece }

function membersOf(names: fc.Arbitrary<string>, value: fc.Arbitrary<Piece>): fc.Arbitrary<Member[]> {
  const space = fc.array(blank, { minLength: 4, maxLength: 4 })
  return fc.array(fc.record({ name: names, how: fc.nat({ max: 3 }), space, value }), { maxLength: 4 })
}

function objectOf(members: readonly Member[]): Piece & { members: readonly [string, Piece][] } {
  const written = members.map(
    ({ name, how, space: [a, b, c, d], value }) => `${a}${quotedAs(name, how)}${b}:${c}${value.text}${d}`,
  )
  return { text: `{${written.join(',')}}`, members: members.map(({ name, value }) => [name, value]) }
}

function listOf(items: readonly Piece[]): Piece {
  return { text: `[ ${items.map(({ text }) => text).join(' ,')}]`, items }
}
