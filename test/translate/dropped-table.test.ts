import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readmeFile, tableInPart } from '../support/readme.ts'
import { droppedTables } from './dropped-table.ts'

describe.each(Object.entries(droppedTables))('the table `%s` of what a translation tells', (part, table) => {
  test('in the README is the one of the code', () => {
    const found = tableInPart(readFileSync(readmeFile, 'utf8'), part)
    expect(found, 'run `npm run dropped`').toEqual(table)
  })

  test('has three cells a line, none of them empty', () => {
    const cells = table.map((line) => line.slice(2, -2).split(' | '))
    expect(cells.filter((line) => line.length !== 3 || line.some((cell) => cell.trim() === ''))).toEqual([])
  })
})
