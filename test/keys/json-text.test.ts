import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findMistake } from '../../src/keys/json-scan.ts'
import { parseJsonText } from '../../src/keys/json-text.ts'

describe('a text that a person typed is forgiven', () => {
  test.each([
    ['blank space around', ' \n\t{"a": 1}\r\n\n', { a: 1 }],
    ['a byte-order mark', '\uFEFF{"a": 1}', { a: 1 }],
    ['a no-break space around', '\u00A0{"a": 1}\u00A0', { a: 1 }],
    ['smart quotes', '{“a”: “b”, „c‟: 1}', { a: 'b', c: 1 }],
  ])('%s', (_, text, value) => {
    expect(parseJsonText(text)).toEqual({ ok: true, value })
  })

  test('smart quotes inside plain ones are part of the text', () => {
    expect(parseJsonText('{"name": "the “big” one"}')).toEqual({ ok: true, value: { name: 'the “big” one' } })
  })
})

describe('a mistake is located and not quoted', () => {
  test.each([
    ['', 'the entry is empty'],
    [' \n', 'the entry is empty'],
    ['{"a": 1', 'line 1, column 8: the text ends too early'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: a field name in double quotes is expected'],
    ['\n\n  {"a": 1\n   "b": 2}', 'line 4, column 4: a comma or } is expected'],
    ['{"a": secret}', 'line 1, column 7: a value is expected'],
    ["{'a': 1}", 'line 1, column 2: a field name in double quotes is expected'],
    ['{"a" 1}', 'line 1, column 6: a colon is expected'],
    ['{"a": [1 2]}', 'line 1, column 10: a comma or ] is expected'],
    [
      '{"a": "b}',
      'line 1, column 7: a text in double quotes is not closed, or has a line break or a wrong backslash in it',
    ],
    [
      '{"a": "b\nc"}',
      'line 1, column 7: a text in double quotes is not closed, or has a line break or a wrong backslash in it',
    ],
    ['{"a": 01}', 'line 1, column 7: a value is expected'],
    ['{"a": truefalse}', 'line 1, column 7: a value is expected'],
    ['{"a": 1} // note', 'line 1, column 10: nothing may follow the JSON'],
    ['\uFEFF{“a”: 1,}', 'line 1, column 9: a field name in double quotes is expected'],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 'line 1, column 33: the JSON is nested too deeply'],
    ['{"a": 1, "a": 2}', 'line 1, column 10: the field "a" stands twice'],
    ['{"budget": {"usd": 1,\n "\\u0075sd": 2}}', 'line 2, column 2: the field "usd" stands twice'],
    ['[{"x": [{"a": 1, "a": 1}]}]', 'line 1, column 18: the field "a" stands twice'],
    ['{“a”: 1, “a”: 2}', 'line 1, column 10: the field "a" stands twice'],
    [
      `{"${'s'.repeat(45)}": 1, "${'s'.repeat(45)}": 2}`,
      'line 1, column 54: the field with a name of 45 characters stands twice',
    ],
  ])('%j', (text, message) => {
    expect(parseJsonText(text)).toEqual({ ok: false, message })
  })
})

test('every JSON value without repeated names is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value, null, 2)
      expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }),
  )
})

test('a text has a mistake exactly when JSON.parse throws, however it was damaged', () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', '"', ',', ':', '{', ']', '\\', '1', '-', '.', 'e', '\n', '\u0001', 't'),
    )
    .map(
      ([text, place, put]) =>
        `${text.slice(0, place % (text.length + 1))}${put}${text.slice((place % (text.length + 1)) + 1)}`,
    )
  fc.assert(
    fc.property(damaged, (text) => {
      const mistake = findMistake(text)
      fc.pre(mistake === null || !mistake.what.endsWith('twice'))
      expect(mistake === null).toBe(parses(text))
    }),
    { numRuns: 2000 },
  )
})

function parses(text: string) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
