import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readExport } from '../../src/cli/import/export-file.ts'
import { planImport } from '../../src/cli/import/plan.ts'
import { readerOf } from '../../src/cli/import/row-reader.ts'
import { sources } from '../../src/cli/import/sources.ts'
import { parseRecord } from '../../src/keys/record.ts'
import { csvOf } from '../../src/api/csv.ts'
import { budgets, liteLlm, oneApi, teams, token } from './exports.ts'
import { mangled } from './mangled.ts'
import { changed, odd } from './odd-json.ts'
import { cases } from './runs.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
type SourceName = keyof typeof sources

/** What an export becomes, and its mistakes. */
async function planned(from: SourceName, text: string, others: { teams: string; budgets: string }) {
  const exported = readExport(text)
  const [teams, budgets] = [readExport(others.teams), readExport(others.budgets)]
  const input = { carry: 'left' as const, quotaPerUsd: 500_000, teams, budgets, withoutBudgets: false }
  const read = sources[from].read(input, now)
  const existing = {
    entries: new Map<string, string>(),
    ids: new Set<string>(),
    remembered: new Set<string>(),
  }
  const plan = await planImport(exported.rows, read.draft, existing, { update: false, again: false })
  return { ...plan, rows: exported.rows.length, said: [...plan.mistakes, ...read.mistakes, ...read.wallets] }
}

function textsOf(rows: readonly object[]): fc.Arbitrary<string> {
  const text = JSON.stringify({ keys: rows })
  return fc.oneof(
    changed([rows], 4).map((value) => JSON.stringify(value) ?? 'null'),
    mangled([text], 3).map((bytes) => new TextDecoder().decode(bytes)),
  )
}

describe('fuzz: an import', () => {
  test('makes a sound record or a mistake of every row, and tells no token', async () => {
    const files = fc.oneof(
      fc.tuple(fc.constant<SourceName>('litellm'), textsOf(liteLlm)),
      fc.tuple(fc.constantFrom<SourceName>('one-api', 'new-api'), textsOf(oneApi)),
    )
    await fc.assert(
      fc.asyncProperty(files, textsOf(teams), textsOf(budgets), async ([from, text], teams, budgets) => {
        const { keys, mistakes, rows, said } = await planned(from, text, { teams, budgets })
        expect(keys.length + mistakes.length).toBe(rows)
        for (const { name, value } of keys) expect(parseRecord(value, name).ok).toBe(true)
        // An id that is somebody's token is told as the id that it is.
        if (text.replaceAll(`"token":"${token}"`, '').includes(token)) return
        expect(JSON.stringify([said, keys.map(({ value, key }) => [value, key.lost])])).not.toContain(token)
      }),
      cases(2),
    )
  })

  test('reads CSV as it was written', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ö', ';', '{', '\u2028', '='),
      maxLength: 6,
    })
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 })
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = ['"a","b","c"', ...rows.map((row) => row.map(quoted).join(','))].join(end)
        const read = readExport(text)
        expect(read.mistakes).toEqual([])
        expect(read.rows.map(({ fields }) => [fields['a'], fields['b'], fields['c']])).toEqual(rows)
      }),
      cases(2),
    )
  })

  test('reads the API’s own CSV again, its formulas made harmless', () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom('=', '+', '@', '"', ',', '\n', 'a', '-'), maxLength: 5 }),
      fc.integer(),
      fc.constant(null),
    )
    const rows = fc.array(fc.record({ id: fc.constant('1'), x: value, y: value }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(rows, (rows) => {
        const read = readExport(csvOf({ columns: ['id', 'x', 'y'], rows }))
        expect(read.mistakes).toEqual([])
        const told = rows.map(({ id, x, y }) => [
          id,
          ...[x, y].map((value) => (value === null ? '' : String(value))),
        ])
        const found = read.rows.map(({ fields }) =>
          ['id', 'x', 'y'].map((name) => String(fields[name]).replace(/^'(?=[=+@\-\t\r])/, '')),
        )
        expect(found).toEqual(told)
      }),
      cases(),
    )
  })

  test('reads a field as what it can be, or says that it is not', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', '__proto__', 'toString'), odd), (fields) => {
        const reader = readerOf({ place: 'line 1', fields })
        for (const name of ['a', 'toString']) {
          const number = reader.number(name)
          expect(number === null || Number.isFinite(number)).toBe(true)
          expect([null, true, false]).toContain(reader.switch(name))
          expect(reader.list(name).every((item) => typeof item === 'string')).toBe(true)
          expect(Object.prototype.toString.call(reader.object(name))).toBe('[object Object]')
          const moment = reader.moment(name)
          expect(moment === null || Number.isFinite(moment)).toBe(true)
          expect(typeof reader.says(name)).toBe('boolean')
        }
        expect(reader.unread().every((name) => typeof name === 'string')).toBe(true)
      }),
      cases(2),
    )
  })
})
