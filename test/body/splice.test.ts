import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, splice } from '../../src/body/splice.ts'
import { objectTexts } from './json-texts.ts'

const names = fc.constantFrom('model', 'stream', 'stream_options', 'a', '__proto__', 'x y')

function bodyOf(text: string): Parameters<typeof splice>[0] {
  return { text, value: JSON.parse(text) }
}

function spliced(text: string, ...changes: Change[]): string {
  return splice(bodyOf(text), changes)
}

/** Objects in which no name stands twice: others are refused before. */
const bodies = objectTexts(names).filter(
  ({ members }) => new Set(members.map(([name]) => name)).size === members.length,
)

describe('a splice', () => {
  test('is, once read, the member set and all others kept', () => {
    fc.assert(
      fc.property(bodies, names, fc.jsonValue(), ({ text }, name, value) => {
        const json = JSON.stringify(value)
        const after = JSON.parse(spliced(text, { path: [name], value: json }))
        const before = Object.entries(JSON.parse(text)).filter(([other]) => other !== name)
        expect(new Map(Object.entries(after))).toEqual(new Map([...before, [name, JSON.parse(json)]]))
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps every other byte', () => {
    fc.assert(
      fc.property(bodies, names, ({ text, members }, name) => {
        const marker = '"@here@"'
        const after = spliced(text, { path: [name], value: marker })
        const old = members.find(([candidate]) => candidate === name)?.[1].text
        const added = `${JSON.stringify(name)}:${marker}${members.length === 0 ? '' : ','}`
        expect(old === undefined ? after.replace(added, '') : after.replace(marker, () => old)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('of an inner member keeps what stands beside it', () => {
    fc.assert(
      fc.property(bodies, bodies, names, ({ text }, inner, name) => {
        const outer = spliced(text, { path: ['stream_options'], value: inner.text })
        const after = JSON.parse(spliced(outer, { path: ['stream_options', name], value: '7' }))
        const expected = {
          ...JSON.parse(text),
          stream_options: JSON.parse(spliced(inner.text, { path: [name], value: '7' })),
        }
        expect(after).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('makes no number another one', () => {
    const text = '{"seed":12345678901234567890,"temperature":1.0,"model":"a","top_p":1e-7,"n":-0}'
    expect(spliced(text, { path: ['model'], value: '"b"' })).toBe(text.replace('"a"', '"b"'))
  })

  const usage: Change = { path: ['stream_options', 'include_usage'], value: 'true' }
  test.each([
    ['{"stream":true}', '{"stream_options":{"include_usage":true},"stream":true}'],
    ['{"stream_options":null,"n":1}', '{"stream_options":{"include_usage":true},"n":1}'],
    ['{"stream_options":{ }}', '{"stream_options":{"include_usage":true }}'],
    ['{"stream_options": {"include_usage": false} }', '{"stream_options": {"include_usage": true} }'],
    [
      '{"stream_options":{"include_obfuscation":false}}',
      '{"stream_options":{"include_usage":true,"include_obfuscation":false}}',
    ],
    [
      '{"stream\\u005foptions":{"x":{"include_usage":1}}}',
      '{"stream\\u005foptions":{"include_usage":true,"x":{"include_usage":1}}}',
    ],
    ['  {\n}\n', '  {"stream_options":{"include_usage":true}\n}\n'],
  ])('asks for usage in %j', (text, expected) => {
    expect(spliced(text, usage)).toBe(expected)
  })

  test('makes two changes at once, in whatever order the members stand', () => {
    const model: Change = { path: ['model'], value: '"gpt-4o-mini-long-name"' }
    const both = '{"model":"gpt-4o-mini-long-name","stream_options":{"include_usage":true,"a":1},"z":"😀"}'
    expect(spliced('{"model":"m","stream_options":{"a":1},"z":"😀"}', model, usage)).toBe(both)
    expect(spliced('{"model":"m","stream_options":{"a":1},"z":"😀"}', usage, model)).toBe(both)
    expect(spliced('{"stream_options":{"include_usage":false},"model":"m"}', model, usage)).toBe(
      '{"stream_options":{"include_usage":true},"model":"gpt-4o-mini-long-name"}',
    )
  })
})
