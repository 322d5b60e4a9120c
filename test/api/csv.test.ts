import { describe, expect, test } from 'vitest'
import { csvOf, wantsCsv } from '../../src/api/csv.ts'

const columns = ['a', 'b']

describe('rows as CSV', () => {
  test('have their names first, lines that end as RFC 4180 says, and nothing where nothing is known', () => {
    const rows = [
      { a: 1, b: 'two', more: 3 },
      { a: null, b: 0 },
    ]
    expect(csvOf({ columns, rows })).toBe('a,b\r\n1,two\r\n,0\r\n')
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('have the text %j as %j', (text, cell) => {
    expect(csvOf({ columns: ['a'], rows: [{ a: text }] })).toBe(`a\r\n${cell}\r\n`)
  })

  test('have numbers below 0 as numbers', () => {
    expect(csvOf({ columns: ['a'], rows: [{ a: -1 }] })).toBe('a\r\n-1\r\n')
  })
})

test.each([
  [undefined, false],
  ['*/*', false],
  ['application/json', false],
  ['text/csv', true],
  ['application/json, TEXT/CSV; charset=utf-8', true],
  ['text/csv;q=0.5', true],
  ['text/csv;q=0', false],
  ['text/csv; q=0.0', false],
  ['text/csvx', false],
])('whoever accepts %j wants CSV: %j', (accept, wants) => {
  expect(wantsCsv(new Headers(accept === undefined ? {} : { accept }))).toBe(wants)
})
