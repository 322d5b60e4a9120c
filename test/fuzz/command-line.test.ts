import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFlags } from '../../src/cli/flags.ts'
import { readPeriod } from '../../src/cli/period.ts'
import { cases } from './runs.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('fuzz: a command line', () => {
  test('is understood to the word or refused', () => {
    const flags = {
      one: { takes: 'N', says: '' },
      many: { takes: 'N', many: true, says: '' },
      yes: { says: '' },
    }
    const word = fc.constantFrom(
      '--one',
      '--one=1',
      '--one=',
      '--many',
      '--many=2',
      '--yes',
      '--yes=1',
      '--no-yes',
      '--',
      '-',
      '-x',
      '-xyz',
      '1',
      '',
      'word',
      '--__proto__',
      '--toString=1',
      '--One',
      '--onee',
      '--yes=',
      '—yes',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (args) => {
        const read = readFlags(args, flags)
        if (!read.ok) {
          expect(read.message).not.toBe('')
          return
        }
        // Everything behind a bare `--` is a word; before it each flag is one of those that there are.
        const end = args.includes('--') ? args.indexOf('--') : args.length
        const behind = args.slice(end + 1)
        expect(read.value.words.slice(read.value.words.length - behind.length)).toEqual(behind)
        const flagged = args.slice(0, end).filter((arg) => arg.startsWith('--'))
        const known = ['one', 'many', 'yes'].flatMap((name) =>
          read.value.all(name).map((given) => [name, given]),
        )
        expect(known).toHaveLength(flagged.length)
        for (const [name, given] of known) expect(given === '').toBe(name === 'yes')
      }),
      cases(3),
    )
  })

  test('has a period of days that exist, or says which one does not', () => {
    const day = fc.oneof(
      fc.constantFrom('2026-02-29', '2026-06-31', 'today', '7d', '', '2026-11', '2026-11-01'),
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
    )
    fc.assert(
      fc.property(day, fc.option(day, { nil: undefined }), (from, to) => {
        const read = readPeriod(from, to, now)
        if (read.ok) expect(read.period.from <= read.period.to).toBe(true)
        else expect(read.message).not.toBe('')
      }),
      cases(),
    )
  })
})
