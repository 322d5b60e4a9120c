import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readExport } from '../../../src/cli/import/export-file.ts'

const a = { name: 'a', n: '1' }
const b = { name: 'b', n: '2' }

describe('readExport', () => {
  test('reads CSV with a byte-order mark, quotes and line breaks in cells', () => {
    expect(readExport('\uFEFFname,n\r\n"a ""x"",\ny",1\r\n\r\nb,2\r\n')).toEqual({
      rows: [
        { place: 'line 2', fields: { name: 'a "x",\ny', n: '1' } },
        { place: 'line 5', fields: b },
      ],
      mistakes: [],
    })
  })

  test.each([
    ['too few cells', 'c', 'it has 1 cells, and the first line 2'],
    ['too many', 'c,3,4', 'it has 3 cells, and the first line 2'],
    ['a quotation mark that is never closed', '"c,3', 'its quotation marks are not those of CSV'],
    ['one in the middle', 'c "x",3', 'its quotation marks are not those of CSV'],
  ])('tells a broken line of CSV and goes on: %s', (_, line, message) => {
    expect(readExport(`name,n\na,1\n${line}\nb,2\n`)).toEqual({
      rows: [
        { place: 'line 2', fields: a },
        { place: 'line 4', fields: b },
      ],
      mistakes: [{ place: 'line 3', message }],
    })
  })

  test('is not misled by two quotation marks that are never closed', () => {
    const { rows, mistakes } = readExport('name,n\n"c,3\na,1\n"d,4\nb,2\n')
    expect([rows.map(({ place }) => place), mistakes.map(({ place }) => place)]).toEqual([
      ['line 3', 'line 5'],
      ['line 2', 'line 4'],
    ])
  })

  test.each([
    ['a list', [a, b]],
    ['an answer', { keys: [a, b], total: 2 }],
    ['an answer in an answer', { success: true, data: { items: [a, b] } }],
  ])('reads JSON: %s', (_, value) => {
    expect(readExport(JSON.stringify(value))).toEqual({
      rows: [
        { place: 'item 1', fields: a },
        { place: 'item 2', fields: b },
      ],
      mistakes: [],
    })
  })

  test('reads JSON lines, and tells broken ones', () => {
    expect(readExport(`${JSON.stringify(a)}\n{"name": "b\n\n${JSON.stringify(b)}\n`)).toEqual({
      rows: [
        { place: 'line 1', fields: a },
        { place: 'line 4', fields: b },
      ],
      mistakes: [{ place: 'line 2', message: 'it is no JSON object' }],
    })
  })

  test('tells items that are no keys', () => {
    expect(readExport('[7, {"name": "a", "n": "1"}, null]')).toEqual({
      rows: [{ place: 'item 2', fields: a }],
      mistakes: [
        { place: 'item 1', message: 'it is no JSON object' },
        { place: 'item 3', message: 'it is no JSON object' },
      ],
    })
  })

  test('never throws, whatever the file is', () => {
    const texts = string({ unit: constantFrom(...'ab,"\n\r{}[]:1 \u0000\uFEFF;') })
    const read: number[] = []
    assert(
      property(texts, (text) => {
        read.push(readExport(text).rows.length)
      }),
      { numRuns: 1_000 },
    )
    expect(read).toHaveLength(1_000)
  })
})
