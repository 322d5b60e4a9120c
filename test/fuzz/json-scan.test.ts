import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeObjects } from '../../src/usage/json-objects.ts'
import { parseJson, valueAt } from '../../src/usage/json.ts'
import { readSeveredEnd, readSeveredObject, readSeveredStart } from '../../src/usage/severed.ts'
import { mangled } from './mangled.ts'
import { odd } from './odd-json.ts'
import { textsOf } from './recorded.ts'
import { cases } from './runs.ts'

const members = fc.constantFrom(
  'model',
  'usage',
  'usageMetadata',
  'a',
  'response',
  '"usage":{',
  '\\"model\\":"x"',
  '{',
  '}',
)
const talk = fc.constantFrom(
  '"usage":{"a":1}}',
  '"model":"x"',
  '}]}',
  '\\',
  '"',
  '{"usage":',
  '\\"',
  'plain',
  '\u2028',
)
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(talk, fc.integer(), odd),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(members, tie('value'), { maxKeys: 3 }),
  ),
})).value
const object = fc.dictionary(members, value, { maxKeys: 5 })
const spaced = fc.constantFrom(undefined, 1, '\t')

describe('fuzz: the scan of a JSON array', () => {
  test('finds the objects that are whole where it breaks off, and only those', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), spaced, fc.nat(), (objects, space, at) => {
        const text = JSON.stringify(objects, null, space)
        const found = completeObjects(text.slice(0, at % (text.length + 1))).map(parseJson)
        expect(found).toEqual(JSON.parse(JSON.stringify(objects.slice(0, found.length))))
        expect(completeObjects(text)).toHaveLength(objects.length)
      }),
      cases(),
    )
  })

  test('gives texts that stand one behind the other, whatever it is given', () => {
    fc.assert(
      fc.property(mangled(textsOf('json', 'gemini-generate')), (bytes) => {
        const text = new TextDecoder().decode(bytes)
        let at = 0
        for (const found of completeObjects(text)) {
          const next = text.indexOf(found, at)
          expect(next).not.toBe(-1)
          at = next + found.length
        }
      }),
      cases(),
    )
  })
})

describe('fuzz: a severed JSON text', () => {
  const topAnchors = [{ member: 'usage', opening: '{' }]
  const innerAnchors = [{ member: 'usage', opening: '{"response":{' }]

  test('has at its end the member that is at the anchor, or none', () => {
    fc.assert(
      fc.property(object, spaced, fc.nat(), (given, space, at) => {
        const text = JSON.stringify(given, null, space)
        const top = readSeveredEnd(text.slice(at % (text.length + 1)), topAnchors)
        if (top !== undefined) expect(valueAt(top, 'usage')).toEqual(valueAt(JSON.parse(text), 'usage'))
        // An event has nothing beside its answer that could have counts in it.
        const event = JSON.stringify({ type: 'x', response: given }, null, space)
        const inner = readSeveredEnd(event.slice(at % (event.length + 1)), innerAnchors)
        const member = 'response.usage'
        if (inner !== undefined) expect(valueAt(inner, member)).toEqual(valueAt(JSON.parse(event), member))
      }),
      cases(),
    )
  })

  test('has at its beginning the text and the object that are at its top, or none', () => {
    fc.assert(
      fc.property(object, spaced, fc.nat(), (given, space, at) => {
        const text = JSON.stringify(given, null, space)
        const whole: unknown = JSON.parse(text)
        const severed = text.slice(0, at % (text.length + 1))
        const start = readSeveredStart(severed, 'model')
        if (start !== undefined) expect(valueAt(start, 'model')).toBe(valueAt(whole, 'model'))
        const object = readSeveredObject(severed, 'usage')
        if (object !== undefined) expect(valueAt(object, 'usage')).toEqual(valueAt(whole, 'usage'))
      }),
      cases(),
    )
  })
})
