import { describe, expect, test } from 'vitest'
import { decodable } from '../../../src/translate/request/schema.ts'

describe('a schema for constrained decoding', () => {
  test('is closed, and says its bounds in words', () => {
    const schema = {
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'A',
      description: 'All.',
      minProperties: 1,
      properties: {
        name: { type: ['string', 'null'], pattern: '^a', description: 'Its name.' },
        when: { type: 'string', format: 'date' },
        colour: { type: 'string', format: 'color' },
        list: { type: 'array', items: { type: 'object', properties: {} }, minItems: 1, maxItems: 9 },
        pairs: { type: 'array', minItems: 2 },
        kind: { oneOf: [{ const: 1 }, { enum: [2, 3] }] },
        none: { type: 'object', additionalProperties: false },
        ref: { $ref: '#/$defs/b' },
      },
      required: ['name'],
      $defs: { b: { type: 'integer', minimum: 0, default: 1 } },
    }
    expect(decodable(schema)).toStrictEqual({
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'A',
      description: 'All.\n\n{minProperties: 1}',
      properties: {
        name: { type: ['string', 'null'], description: 'Its name.\n\n{pattern: "^a"}' },
        when: { type: 'string', format: 'date' },
        colour: { type: 'string', description: '{format: "color"}' },
        list: {
          type: 'array',
          items: { type: 'object', properties: {}, additionalProperties: false },
          minItems: 1,
          description: '{maxItems: 9}',
        },
        pairs: { type: 'array', description: '{minItems: 2}' },
        kind: { anyOf: [{ const: 1 }, { enum: [2, 3] }] },
        none: { type: 'object', additionalProperties: false },
        ref: { $ref: '#/$defs/b' },
      },
      required: ['name'],
      $defs: { b: { type: 'integer', description: '{minimum: 0}', default: 1 } },
      additionalProperties: false,
    })
  })

  const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } }
  test.each([
    ['any object', { type: 'object' }],
    ['more properties', { type: 'object', properties: {}, additionalProperties: true }],
    ['properties of a kind', { additionalProperties: { type: 'string' } }],
    ['properties by pattern', { patternProperties: { a: {} } }],
    ['an open object in a list', { type: 'array', items: { type: ['object', 'null'] } }],
    ['an open object in a choice', { anyOf: [{ type: 'object' }] }],
    ['an open object among definitions', { $defs: { a: { type: 'object' } } }],
    ['a tuple', { type: 'array', prefixItems: [{}] }],
    ['an older tuple', { type: 'array', items: [{}] }],
    ['a schema of anything', { properties: { a: true } }],
    ['itself', { properties: { a: { $ref: '#' } } }],
    ['a part of itself', { $ref: '#/$defs/node', $defs: { node } }],
    [
      'two that have each other',
      { $defs: { a: { $ref: '#/$defs/b' }, b: { anyOf: [{ $ref: '#/$defs/a' }] } } },
    ],
  ])('cannot be one with %s', (_what, schema) => {
    expect(decodable(schema)).toBeNull()
  })

  test('cannot be one that is too deep', () => {
    let schema: object = { type: 'string' }
    for (let depth = 0; depth < 100; depth++) schema = { type: 'array', items: schema }
    expect(decodable({ ...schema })).toBeNull()
  })

  test('may name what is not there, and one thing twice', () => {
    const properties = { a: { $ref: '#/$defs/x~1y' }, b: { $ref: '#/$defs/x~1y' }, c: { $ref: '#/no/where' } }
    const schema = {
      type: 'object',
      properties,
      $defs: { 'x/y': { type: 'string' } },
      additionalProperties: false,
    }
    expect(decodable(schema)).toStrictEqual(schema)
  })
})
