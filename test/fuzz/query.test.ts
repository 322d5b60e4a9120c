import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDays } from '../../src/api/period.ts'
import { readLimit, readParameters } from '../../src/api/parameters.ts'
import { credentialHeaders, credentialQuery, findCredential } from '../../src/keys/credential.ts'
import { readParameter } from '../../src/route/parameter.ts'
import { withoutParameters } from '../../src/route/path.ts'
import { cases } from './runs.ts'

const unit = fc.constantFrom(
  'key',
  'api_key',
  'KEY',
  '%6B',
  'model',
  'Model',
  '=',
  '&',
  '?',
  '+',
  '%',
  '%20',
  '%00',
  '%FF',
  ';',
  '#',
  '[',
  ']',
  'sk-a',
  'ö',
  '/',
)
/** As the runtime has it, which writes every letter beyond ASCII as its bytes. */
const query = fc.string({ unit, maxLength: 10 }).map((text) => {
  const { href } = new URL(`https://a.test/?${text.replaceAll('#', '')}`)
  return href.slice(href.indexOf('?') + 1)
})

/** What a server finds in the query of a URL. */
function parametersOf(query: string): [string, string][] {
  return [...new URL(`https://a.test/?${query}`).searchParams]
}

describe('fuzz: a query', () => {
  test('loses the parameters that it has to, and no others', () => {
    const names = new Set<string>(credentialQuery)
    fc.assert(
      fc.property(query, (query) => {
        const rest = withoutParameters(query, names)
        const isKey = ([name]: [string, string]): boolean => names.has(name.toLowerCase())
        expect(parametersOf(rest)).toEqual(parametersOf(query).filter((pair) => !isKey(pair)))
      }),
      cases(3),
    )
  })

  test('has a parameter that some rule reads where a server finds it, and nothing that is like it', () => {
    fc.assert(
      fc.property(query, (query) => {
        const read = readParameter(query, 'model')
        const found = parametersOf(query).filter(([name]) => name.toLowerCase().trim() === 'model')
        if (read.ok) expect(found).toEqual(read.value === null ? [] : [['model', read.value]])
      }),
      cases(3),
    )
  })

  test('has a key where a server finds one, and two of them are none', () => {
    const value = fc.constantFrom(
      'sk-a',
      'sk-b',
      '',
      ' sk-a ',
      'Bearer sk-a',
      'Basic OnNrLWE=',
      'Key sk-a',
      'AWS4 x=1, y',
      'sk-a, sk-b',
      'Basic %',
    )
    const headers = fc.dictionary(fc.constantFrom(...credentialHeaders), value, { maxKeys: 3 })
    fc.assert(
      fc.property(query, headers, (query, headers) => {
        const found = findCredential({ url: `https://a.test/x?${query}`, headers: new Headers(headers) })
        const alone = findCredential({ url: 'https://a.test/x', headers: new Headers(headers) })
        const inQuery = parametersOf(query)
          .flatMap(([name, value]) => (['key', 'api_key', 'api-key'].includes(name) ? [value.trim()] : []))
          .filter((key) => key !== '')
        if (inQuery.length === 0) expect(found).toEqual(alone)
        else if (found.ok) expect(new Set(inQuery)).toEqual(new Set([found.value]))
        if (!found.ok) expect(found.refusal.message).not.toMatch(/sk-[ab]/)
      }),
      cases(2),
    )
  })

  test('of the API is read to the letter or refused by the name of what is wrong', () => {
    const day = fc.oneof(
      fc.constantFrom(
        '2026-02-29',
        '2028-02-29',
        '2026-13-01',
        '2026-06-31',
        '0000-01-01',
        '9999-12-31',
        '',
        '2026-1-1',
      ),
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
    )
    fc.assert(
      fc.property(query, day, day, fc.string({ maxLength: 8 }), (query, from, to, limit) => {
        const read = readParameters(new URL(`https://a.test/?${query}`).searchParams, ['model', 'key'])
        if (read.ok)
          expect(Object.keys(read.value).every((name) => ['model', 'key'].includes(name))).toBe(true)
        else expect(read.refusal.param).toBeTypeOf('string')
        const days = readDays({ from, to }, Date.parse('2026-11-22'))
        if (days.ok) expect([days.value.from, days.value.to]).toEqual([from, to])
        const number = readLimit(limit, 10, 1_000)
        if (number.ok) expect(Number(limit)).toBe(number.value)
      }),
      cases(),
    )
  })
})
