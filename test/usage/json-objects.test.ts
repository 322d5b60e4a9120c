import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeObjects } from '../../src/usage/json-objects.ts'

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 })

describe('completeObjects', () => {
  test('gives every object of an array, however it is spaced', () => {
    fc.assert(
      fc.property(
        objects,
        fc.constantFrom(undefined, 2),
        fc.constantFrom(',', '\n,\r\n'),
        (list, indent, comma) => {
          const text = `[${list.map((value) => JSON.stringify(value, null, indent)).join(comma)}]`
          expect(completeObjects(text).map((found) => JSON.parse(found))).toEqual(
            JSON.parse(JSON.stringify(list)),
          )
        },
      ),
    )
  })

  test('cut anywhere, gives those that were complete', () => {
    const list = [{ text: 'a "quoted" } brace \\' }, { deep: { er: [{}, '}{'] } }, {}]
    const text = JSON.stringify(list)
    const ends = list.map((_, index) => JSON.stringify(list.slice(0, index + 1)).length - 1)
    for (let end = 0; end <= text.length; end += 1) {
      const complete = list.slice(0, ends.filter((objectEnd) => objectEnd <= end).length)
      expect(completeObjects(text.slice(0, end))).toStrictEqual(
        complete.map((value) => JSON.stringify(value)),
      )
    }
  })

  test('gives no more once the text turns out to be no array', () => {
    expect(completeObjects('{"a":1}}{"b":2}')).toStrictEqual(['{"a":1}'])
  })
})
