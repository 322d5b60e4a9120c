import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { describe, expect, test } from 'vitest'
import { statements } from '../../src/ledger/statements.ts'

const folder = join(import.meta.dirname, '../../src/ledger/migrations')
const files = readdirSync(folder).map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))

test('a trigger stays whole, and the end of the file ends the last statement', () => {
  const sql =
    '-- why\nCREATE TABLE a (b);\n\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  DELETE FROM a;\nEND;\n\n\nDROP TABLE c;\n'
  expect(statements(sql)).toEqual([
    '-- why\nCREATE TABLE a (b);',
    'CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  DELETE FROM a;\nEND;',
    'DROP TABLE c;',
  ])
})

test('an empty file has no statements', () => {
  expect(statements('\n')).toEqual([])
})

describe.each(files)('$name', ({ name, sql }) => {
  test('is split as Wrangler splits it', async () => {
    const theirs = (await readD1Migrations(folder)).find((migration) => migration.name === name)
    expect(statements(sql).map(bare)).toEqual(theirs?.queries.map(bare).filter((query) => query !== ''))
  })

  test('has nothing that the splitters of D1 are known to trip over', () => {
    expect(sql).not.toMatch(/\r|\bCASE\b|\b(?:begin|end)\b/)
    expect(sql.match(/^--.*[';`"].*$/gm)).toBeNull()
  })
})

/** Without comments, the closing semicolon and differences of blank space. */
function bare(statement: string): string {
  return statement
    .replaceAll(/^--.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/;? *$/, '')
    .trim()
}
