import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { elide as elideWith } from '../../src/body/elision.ts'

const mark = 'm4rk'
const elide = (bytes: Uint8Array) => elideWith(bytes, () => mark)
const megabyte = 1024 * 1024
const picture = (length: number): string => 'iVBORw0KGgo+/_-='.repeat(Math.ceil(length / 16)).slice(0, length)
const address = (length: number): string => `data:image/png;base64,${picture(length)}`
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bodyOf = (...parts: unknown[]): string =>
  JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: parts }], stream: true })

test('the base64 of a large body is left out of its text, and comes back where it was', () => {
  const body = bodyOf('what’s this? 🙂', { url: address(5 * megabyte) }, { file: picture(megabyte) }, 'é')
  const elision = elide(bytesOf(body))
  const { text = '', restored, missingIn } = elision ?? {}
  const leftOut = 6 * megabyte + 22 - 2 * 1024
  expect(text.length).toBeLessThan(3000)
  expect({
    missing: missingIn?.(text),
    all: text.length - `${mark}x0x${mark}x1x`.length + leftOut === body.length,
    same: textOf(restored?.(text) ?? new Uint8Array()) === body,
  }).toEqual({
    missing: leftOut,
    all: true,
    same: true,
  })
})

test('how a long string begins stays, and what is changed around it is kept', () => {
  const elision = elide(bytesOf(bodyOf({ url: address(5 * megabyte) })))
  const value = JSON.parse(elision?.text ?? '') as { messages: [{ content: [{ url: string }] }] }
  const { url } = value.messages[0].content[0]
  expect(url).toBe(`${address(5 * megabyte).slice(0, 1024)}${mark}x0x`)
  const said = JSON.stringify({ source: { data: url.slice('data:image/png;base64,'.length) }, twice: url })
  expect(elision?.missingIn(said)).toBe(2 * (5 * megabyte + 22 - 1024))
  const whole = JSON.stringify({
    source: { data: picture(5 * megabyte) },
    twice: address(5 * megabyte),
  })
  expect(textOf(elision?.restored(said) ?? new Uint8Array()) === whole).toBe(true)
})

test.each(['\\n', '\\/', '\\\\', '\\"', '\\u0041', '\\ud83d\\ude42'])(
  'an escape %j is never cut in two, wherever in a string it stands',
  (escape) => {
    for (let before = 1010; before <= 1030; before += 1) {
      const body = `{"input":"${'B'.repeat(before)}${escape}${picture(4 * megabyte)}","end":1}`
      const elision = elide(bytesOf(body))
      const read: unknown = JSON.parse(elision?.text ?? '')
      const said = textOf(elision?.restored(JSON.stringify(read)) ?? new Uint8Array())
      expect(said === JSON.stringify(JSON.parse(body))).toBe(true)
      expect(elision?.missingIn(JSON.stringify(read))).toBe(elision?.missingIn(elision.text))
    }
  },
)

test('a body stays as it is where it is small, has no long base64, or too many strings', () => {
  const bodies = {
    small: bodyOf({ url: address(3 * megabyte) }),
    prose: bodyOf('so many words '.repeat(400_000)),
    letters: bodyOf(`é${'ö'.repeat(3 * megabyte)}`),
    escaped: bodyOf({ url: `${picture(5 * megabyte)}\n` }),
    numbers: JSON.stringify({ input: Array.from({ length: 900_000 }, (_, index) => index) }),
    many: JSON.stringify({ input: [...Array.from({ length: 50_001 }, () => 'x'), address(5 * megabyte)] }),
    broken: `{"url":"${picture(5 * megabyte)}`,
  }
  const elided = Object.entries(bodies).filter(([, body]) => elide(bytesOf(body)) !== null)
  expect(elided).toEqual([])
})

test('what the text is taken for, the whole would be taken for, wherever quotes and backslashes stand', () => {
  const long = picture(4 * megabyte)
  const piece = constantFrom('"', '\\', '\\"', ',', ':', '{', '}', '[', ']', 'a', 'é', ' ', long, '1')
  assert(
    property(array(piece, { maxLength: 14 }), (pieces) => {
      const body = [...pieces, long].join('')
      const elision = elide(bytesOf(body))
      if (elision === null) return
      const whole = parsed(body)
      const rest = parsed(elision.text)
      expect(rest.ok).toBe(whole.ok)
      expect(textOf(elision.restored(elision.text)) === body).toBe(true)
      const said = textOf(elision.restored(JSON.stringify(rest.value) ?? ''))
      expect(said === (JSON.stringify(whole.value) ?? '')).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('text that is no UTF-8 is not read, in base64 or beside it', () => {
  const body = bytesOf(bodyOf('é', { url: address(5 * megabyte) }))
  const beside = body.slice()
  beside[beside.indexOf(0xc3) + 1] = 0x20
  expect(() => elide(beside)).toThrow(TypeError)
  const inside = body.slice()
  inside[inside.length - 1000] = 0xff
  expect(elide(inside)).toBeNull()
})

function parsed(text: string): { ok: boolean; value: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, value: null }
  }
}
