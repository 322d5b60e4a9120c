import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findMember, repeatedMember } from '../../src/body/members.ts'
import { jsonTexts, objectTexts, type Piece } from './json-texts.ts'

const names = fc.constantFrom('model', 'stream', 'usage', 'a', 'Model', '__proto__', 'mo del', '"', '')
const watched = new Set(['model', 'stream', '__proto__'])

describe('a member', () => {
  test('is found where it stands, exactly its value', () => {
    fc.assert(
      fc.property(objectTexts(names), names, (object, name) => {
        const span = findMember(object.text, name)
        const expected = object.members.find(([candidate]) => candidate === name)?.[1].text ?? null
        expect(span && object.text.slice(span.start, span.end)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  test('is found in the object that begins at a place, and not behind that object', () => {
    const text = '{"a": {"x": 1}, "model": "m", "b": {"model": 2}}'
    expect(findMember(text, 'model', text.indexOf('{"x"'))).toBeNull()
    expect(findMember(text, 'model', text.indexOf('{"model"'))).toEqual({ start: 45, end: 46 })
    expect(findMember(text, 'model')).toEqual({ start: 25, end: 28 })
  })

  test('is not one that only a text speaks of', () => {
    const text = JSON.stringify({ content: '"model":"x",{"model":1}\\', model: 'm' })
    const span = findMember(text, 'model')
    expect(span && text.slice(span.start, span.end)).toBe('"m"')
  })
})

describe('a repeated member', () => {
  test('is found in any object at any depth, however it is spelt, and nowhere else', () => {
    fc.assert(
      fc.property(jsonTexts(names), (piece) => {
        const repeated = repeatsOf(piece)
        const found = repeatedMember(piece.text, watched)
        expect(found === null ? repeated.length === 0 : repeated.includes(found)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['the same name in two objects', '{"model":"a","tools":[{"model":"b"},{"model":"c"}]}', null],
    ['a name and the same text', '{"model":"model","a":"\\"model\\""}', null],
    ['a name that nobody reads', '{"user":1,"user":2}', null],
    ['two at the top', '{"model":"a","model":"a"}', 'model'],
    ['two with blank space between', '{"model" : "a",\n "model"\t:"a"}', 'model'],
    ['two in a list in an object', '{"a":[1,{"stream":true,"b":{},"stream":false}]}', 'stream'],
    ['one written with an escape', '{"model":"a","\\u006dodel":"b"}', 'model'],
    ['both written with escapes', '{"mod\\u0065l":"a","\\u006Dodel":"b"}', 'model'],
    ['an underscore written with an escape', '{"__proto__":1,"\\u005f_proto__":2}', '__proto__'],
  ])('%s', (_, text, repeated) => {
    expect(repeatedMember(text, watched)).toBe(repeated)
  })

  test('is told in a time that grows with the text only', () => {
    const hostile = `{"model":"${'\\\\'.repeat(200_000)}","x":${'['.repeat(50_000)}${']'.repeat(50_000)},"y":"${'\\"'.repeat(200_000)}","model":1}`
    expect(repeatedMember(hostile, watched)).toBe('model')
  })
})

/** What the generator put in twice. */
function repeatsOf(piece: Piece): string[] {
  if ('items' in piece) return piece.items.flatMap(repeatsOf)
  if (!('members' in piece)) return []
  const own = piece.members.map(([name]) => name)
  const here = own.filter((name, index) => watched.has(name) && own.indexOf(name) !== index)
  return here.concat(piece.members.flatMap(([, value]) => repeatsOf(value)))
}
