/** A JSON Schema of the draft that OpenAPI 3.1 has: https://spec.openapis.org/oas/v3.1.0#schema-object */
export type Schema = Readonly<Record<string, unknown>>

export const text: Schema = { type: 'string' }
export const number: Schema = { type: 'number' }
export const count: Schema = { type: 'integer' }

/** One of these words. */
export function word(...words: readonly string[]): Schema {
  return { type: 'string', enum: words }
}

export function list(items: Schema): Schema {
  return { type: 'array', items }
}

export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] }
}

/** An object with all of these members and no other. */
export function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
