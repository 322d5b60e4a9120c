import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relinked } from '../../src/tap/relinked.ts'

const from = 'https://api.example.com/'
const to = 'https://tollgate.test/vendor/'
const places = [
  { from, to },
  { from: '/api/', to: '/vendor/' },
]

function changed(text: string, members: readonly string[] = ['results_url']): string | null {
  const bytes = relinked(new TextEncoder().encode(text), { members, places })
  return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

describe('the addresses in an answer', () => {
  test('lead through Tollgate, at any depth, and every other byte is kept', () => {
    const text = (one: string, other: string) =>
      `\uFEFF{ "n":1.0,"big":12345678901234567890,"results_url" : "${one}v1/a?b=%20",\n"data":[{"results_url":"${other}v1/ü"},{"results_url":null}]} `
    expect(changed(text(from, from))).toBe(text(to, to))
  })

  test('are found with escaped slashes too', () => {
    expect(changed('{"results_url":"https:\\/\\/api.example.com\\/v1\\/a"}')).toBe(
      `{"results_url":"${to}v1\\/a"}`,
    )
  })

  test.each([
    ['slashes as code points', 'https:\\u002f\\u002Fapi.example.com\\u002f', 'v1\\u002fa'],
    ['the port of its scheme', 'https://api.example.com:443/', 'v1/a'],
    ['a host in capitals', 'HTTPS://Api.EXAMPLE.com/', 'v1/A'],
    ['all of these', 'Https:\\/\\u002fAPI.example.com:443\\/', 'v1'],
  ])('are found with %s', (_what, written, path) => {
    expect(changed(`{"results_url":"${written}${path}"}`)).toBe(`{"results_url":"${to}${path}"}`)
    expect(changed(`{"results_url":["${from}","${written}${path}"]}`)).toBe(
      `{"results_url":["${to}","${to}${path}"]}`,
    )
  })

  test('are found without a host, and stay so', () => {
    expect(changed('{"results_url":"/api/v1/a","next":"\\/api\\/v1"}', ['results_url', 'next'])).toBe(
      '{"results_url":"/vendor/v1/a","next":"/vendor/v1"}',
    )
  })

  test('are found in lists of them, whatever else is there', () => {
    const list = (address: string) =>
      `{"results_url" : [ "${address}a" , "https://x/${from}", null, "${address}b"],"more":["${from}"]}`
    const texts = (address: string) => `{"results_url":["\\"${from}\\\\","${address}a", "${address}b" ]}`
    expect(changed(texts(from))).toBe(texts(to))
    expect(changed(list(from))).toBe(list(from).replace(`"${from}a"`, `"${to}a"`))
  })

  test('are found beside pictures as long as an answer may be', () => {
    const texts = (address: string) =>
      `{"results_url":["${'a'.repeat(15_000_000)}","${'\\n'.repeat(4)}","${address}a"]}`
    expect(changed(texts(from)) === texts(to)).toBe(true)
  })

  test.each([
    ['null', '{"results_url":null}'],
    ['elsewhere', '{"results_url":"https://files.example.com/v1"}'],
    ['of a host that only begins alike', '{"results_url":"https://api.example.com.evil.test/v1"}'],
    ['of another port', '{"results_url":"https://api.example.com:4433/v1"}'],
    ['of another path, for a path has its case', '{"results_url":"/API/v1"}'],
    ['of a host that a dot does not stand for', '{"results_url":"https://api-example.com/v1"}'],
    ['another member', `{"url":"${from}v1","old_results_url":"${from}v1"}`],
    ['text', JSON.stringify({ text: `{"results_url":"${from}v1"}`, more: ['"results_url"', `:"${from}"`] })],
    ['a name that ends alike', JSON.stringify({ '"results_url': `${from}v1` })],
  ])('stay when they are %s', (_what, text) => {
    expect(changed(text)).toBeNull()
  })

  test('stay in bytes that are no text', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode(`{"results_url":"${from}"`), 0xff])
    expect(relinked(bytes, { members: ['results_url'], places })).toBeNull()
  })

  test('are all that changes in any JSON', () => {
    const value = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(`${from}v1/a`, from, 'https://x', '"results_url":"', null, 1, '\\'),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('results_url', 'url', '"results_url', 'data'), tie('json')),
      ),
    })).json
    const expected = (json: unknown, name?: string): unknown => {
      if (typeof json === 'string') return name === 'results_url' ? json.replace(from, to) : json
      if (Array.isArray(json)) {
        const texts = json.findIndex((one) => typeof one !== 'string')
        const firstOther = texts < 0 ? json.length : texts
        return json.map((one, index) => expected(one, index < firstOther ? name : undefined))
      }
      if (typeof json !== 'object' || json === null) return json
      return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, expected(one, key)]))
    }
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(json, null, indent)
        expect(changed(text) ?? text).toBe(JSON.stringify(expected(json), null, indent))
      }),
    )
  })
})
