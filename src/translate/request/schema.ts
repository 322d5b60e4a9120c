import { isObject, type JsonObject } from './json-object.ts'

/** Deeper schemas are not searched: nothing that people write is, and a stack has an end. */
const deepest = 64

const formats = new Set('date-time time date duration email hostname uri ipv4 ipv6 uuid'.split(' '))
const kept = new Set('$ref $schema $id title description default const enum type required'.split(' '))
const lists = new Set(['anyOf', 'oneOf', 'allOf'])
const maps = new Set(['$defs', 'definitions', 'properties'])

/**
 * The schema as constrained decoding takes it: bounds, patterns and the like move into `description`, where the model
 * reads them, and objects are closed. Null where it cannot be said so: objects of any keys, a schema within itself,
 * tuples. https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
 */
export function decodable(schema: JsonObject): JsonObject | null {
  if (refersToItself(schema)) return null
  return closed(schema, 0)
}

function closed(schema: JsonObject, depth: number): JsonObject | null {
  if (depth > deepest || isOpen(schema)) return null
  const result: Record<string, unknown> = {}
  const told: string[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === undefined || keyword === 'additionalProperties') continue
    if (keyword === 'prefixItems') return null
    if (kept.has(keyword)) result[keyword] = value
    else if (lists.has(keyword) && Array.isArray(value)) {
      const variants = value.map((variant) => part(variant, depth))
      if (variants.includes(null)) return null
      result[keyword === 'oneOf' ? 'anyOf' : keyword] = variants
    } else if (maps.has(keyword) && isObject(value)) {
      const members = Object.entries(value).map(([name, member]) => [name, part(member, depth)] as const)
      if (members.some(([, member]) => member === null)) return null
      result[keyword] = Object.fromEntries(members)
    } else if (keyword === 'items') {
      const items = part(value, depth)
      if (items === null) return null
      result[keyword] = items
    } else if (keyword === 'format' && typeof value === 'string' && formats.has(value))
      result[keyword] = value
    else if (keyword === 'minItems' && (value === 0 || value === 1)) result[keyword] = value
    else told.push(`${keyword}: ${JSON.stringify(value)}`)
  }
  if ('properties' in result || isForObjects(schema)) result['additionalProperties'] = false
  if (told.length === 0) return result
  const description = typeof result['description'] === 'string' ? `${result['description']}\n\n` : ''
  return { ...result, description: `${description}{${told.join(', ')}}` }
}

function part(value: unknown, depth: number): JsonObject | null {
  return isObject(value) ? closed(value, depth + 1) : null
}

/** Whether a schema lets an object have keys that it does not name. */
function isOpen(schema: JsonObject): boolean {
  const { properties, additionalProperties, patternProperties } = schema
  if (additionalProperties === true || isObject(additionalProperties) || isObject(patternProperties))
    return true
  return isForObjects(schema) && !isObject(properties) && additionalProperties !== false
}

function isForObjects({ type }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

/** Whether some reference leads back to where it stands. */
function refersToItself(root: JsonObject): boolean {
  const clean = new Set<string>()
  function visit(value: unknown, trail: readonly string[], depth: number): boolean {
    if (typeof value !== 'object' || value === null || depth > deepest) return false
    const reference = isObject(value) ? value['$ref'] : undefined
    if (typeof reference === 'string' && !clean.has(reference)) {
      if (trail.includes(reference) || reference === '#') return true
      if (visit(pointed(root, reference), [...trail, reference], depth + 1)) return true
      clean.add(reference)
    }
    return Object.values(value).some((member) => visit(member, trail, depth + 1))
  }
  return visit(root, [], 0)
}

/** What a JSON pointer within the schema means; undefined where it means nothing. */
function pointed(root: JsonObject, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  let value: unknown = root
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as JsonObject)[name]
  }
  return value
}
