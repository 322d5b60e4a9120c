import type { JsonObject } from './request/json-object.ts'

/** https://tc39.es/proposal-json-parse-with-source/, which the compiler's library does not know yet. */
interface SourcedJson {
  parse(text: string, revive: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}
const sourced = JSON as unknown as Partial<SourcedJson>

/** More digits than a number keeps for certain. */
const manyDigits = /\d{16}/
const integer = /^-?\d+$/

/** The value of a JSON object that was read, read again where numbers of it were rounded. */
export function exactly({ text, value }: { text: string; value: JsonObject }): JsonObject {
  return manyDigits.test(text) ? (parseExactly(text) as JsonObject) : value
}

/**
 * JSON of which `JSON.stringify` writes every integer digit for digit: identifiers of 64 bits stand in tools' inputs.
 * Integers that a number would round are opaque objects. Throws a SyntaxError like `JSON.parse`.
 */
export function parseExactly(text: string): unknown {
  const { parse, rawJSON } = sourced
  if (!parse || !rawJSON || !manyDigits.test(text)) return JSON.parse(text)
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && integer.test(source) && String(value) !== source
      ? rawJSON(source)
      : value,
  )
}
