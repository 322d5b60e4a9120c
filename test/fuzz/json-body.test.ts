import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/body/json.ts'
import { findMember, repeatedMember } from '../../src/body/members.ts'
import { type Change, splice } from '../../src/body/splice.ts'
import { exactly, parseExactly } from '../../src/translate/exact-json.ts'
import { mangled } from './mangled.ts'
import { odd } from './odd-json.ts'
import { requestTexts } from './requests.ts'
import { cases } from './runs.ts'

const watched = new Set(['model', 'stream', 'messages', 'max_tokens', '__proto__'])
const bodies = mangled(requestTexts)
const change: fc.Arbitrary<Change> = fc.record({
  path: fc.oneof(
    fc.constantFrom<[string]>(['model'], ['max_tokens'], ['__proto__'], ['new']),
    fc.constantFrom<[string, string]>(
      ['stream_options', 'include_usage'],
      ['messages', 'x'],
      ['new', 'inner'],
    ),
  ),
  value: odd.map((value) => JSON.stringify(value)),
})

describe('fuzz: a JSON body', () => {
  test('is the object that its text is, with none of the watched members twice, or is refused', () => {
    fc.assert(
      fc.property(bodies, (bytes) => {
        const read = readJson(bytes, watched)
        if (!read.ok) {
          expect(['bad_request', 'request_too_large']).toContain(read.refusal.reason)
          return
        }
        const { text, value } = read.value
        expect(new TextEncoder().encode(text)).toEqual(bytes)
        expect(value).toEqual(JSON.parse(text))
        expect(repeatedMember(text, watched)).toBeNull()
      }),
      cases(2),
    )
  })

  test('has each member where it is said to stand', () => {
    fc.assert(
      fc.property(bodies, (bytes) => {
        const read = readJson(bytes, watched)
        if (!read.ok) return
        for (const name of watched) {
          const span = findMember(read.value.text, name)
          expect(span && JSON.parse(read.value.text.slice(span.start, span.end))).toEqual(
            Object.hasOwn(read.value.value, name) ? read.value.value[name] : null,
          )
        }
      }),
      cases(),
    )
  })

  test('is changed in one member and in nothing else', () => {
    fc.assert(
      fc.property(bodies, change, (bytes, change) => {
        const read = readJson(
          bytes,
          new Set([...watched, 'new', 'stream_options', 'include_usage', 'inner', 'x']),
        )
        if (!read.ok) return
        const [name, inner] = change.path
        const after = JSON.parse(splice(read.value, [change])) as Record<string, unknown>
        const rest = (of: object) => Object.entries(of).filter(([other]) => other !== name)
        expect(rest(after)).toEqual(expect.arrayContaining(rest(read.value.value)))
        expect(rest(after)).toHaveLength(rest(read.value.value).length)
        const told = inner === undefined ? after[name] : Reflect.get(Object(after[name]), inner)
        expect(told).toEqual(JSON.parse(change.value))
      }),
      cases(),
    )
  })

  test('is written again with every whole number digit for digit', () => {
    const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String)
    fc.assert(
      fc.property(fc.array(digits, { minLength: 1, maxLength: 5 }), (list) => {
        const text = `{"a":[${list.join(',')}],"__proto__":{"b":"12345678901234567890"}}`
        expect(JSON.stringify(parseExactly(text))).toBe(text)
        expect(JSON.stringify(exactly({ text, value: JSON.parse(text) }))).toBe(text)
      }),
      cases(),
    )
  })
})
