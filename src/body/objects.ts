/** An object of a parsed JSON text. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Every object in a JSON value, itself included, without those below members that `skips` names. Without recursion:
 * a body of 100 KB can be nested 50,000 deep.
 */
export function* objectsIn(
  value: unknown,
  skips: (name: string, of: JsonObject) => boolean,
): Generator<JsonObject> {
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (Array.isArray(next)) for (const item of next) waiting.push(item)
    if (typeof next !== 'object' || next === null || Array.isArray(next)) continue
    const object = next as JsonObject
    yield object
    for (const [name, member] of Object.entries(object)) {
      if (typeof member === 'object' && !skips(name, object)) waiting.push(member)
    }
  }
}
