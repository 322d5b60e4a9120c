/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A value as a text; an empty one if it is none. (`String` throws for `{"toString":1,"valueOf":1}`.) */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Whether a value is an object of JSON: no array, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
