import { isObject, type JsonObject } from '../../request/json-object.ts'

/** Deeper schemas are not searched: nothing that people write is, and a stack has an end. */
const deepest = 64

/**
 * Whether a schema can be held to the letter: all of its objects are closed, and have all that they name.
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function isStrict(schema: JsonObject): boolean {
  return holds(schema, 0)
}

function holds(schema: unknown, depth: number): boolean {
  if (depth > deepest) return false
  if (Array.isArray(schema)) return schema.every((part) => holds(part, depth + 1))
  if (!isObject(schema)) return true
  const { properties, required, additionalProperties } = schema
  if (schema['type'] === 'object' || properties !== undefined) {
    if (additionalProperties !== false || !isObject(properties) || !Array.isArray(required)) return false
    const names = new Set<unknown>(required)
    if (!Object.keys(properties).every((name) => names.has(name))) return false
  }
  return Object.entries(schema).every(([keyword, part]) => {
    if (keyword === 'properties' || keyword === '$defs' || keyword === 'definitions')
      return isObject(part) && Object.values(part).every((member) => holds(member, depth + 1))
    return keyword === 'items' || keyword === 'anyOf' ? holds(part, depth + 1) : keyword !== 'allOf'
  })
}
