/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value is an object of JSON: no array, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
