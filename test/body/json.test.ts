import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/body/json.ts'

const names = new Set(['model', 'stream'])
const encoder = new TextEncoder()

function read(body: string | Uint8Array): ReturnType<typeof readJson> {
  return readJson(typeof body === 'string' ? encoder.encode(body) : body, names)
}

function refusal(message: string, param?: string): unknown {
  return { ok: false, refusal: { reason: 'bad_request', message, ...(param === undefined ? {} : { param }) } }
}

const notJson = refusal('The request body is not valid JSON. Send one JSON object.')
const notUtf8 = refusal('The request body is not valid UTF-8. Send one JSON object.')
const notObject = refusal('The request body must be one JSON object.')
const empty = refusal('The request body is empty. Send one JSON object.')

describe('a JSON body', () => {
  test.each(['{}', ' {"model":"gpt-4o","n":1.0}\r\n', '{"a":"😀\\ud83d"}', '{"a":12345678901234567890}'])(
    '%j is its bytes, its text and its value',
    (text) => {
      expect(read(text)).toEqual({
        ok: true,
        value: { text, value: JSON.parse(text), bytes: encoder.encode(text) },
      })
    },
  )

  test.each([
    ['nothing', '', empty],
    ['blank space', ' \r\n\t', empty],
    ['half an object', '{"model":"gpt-4o","messages":[', notJson],
    ['two objects', '{"model":"a"}{"model":"b"}', notJson],
    ['a comma too many', '{"model":"a",}', notJson],
    ['single quotes', "{'model':'a'}", notJson],
    ['a comment', '{"model":"a"/* b */}', notJson],
    ['a number that is none', '{"n":NaN}', notJson],
    ['a form', 'model=gpt-4o&n=1', notJson],
    ['a byte-order mark', '\ufeff{"model":"a"}', notJson],
    ['a raw line break in a text', '{"model":"a\nb"}', notJson],
    ['a list', '[{"model":"a"}]', notObject],
    ['a text', '"model"', notObject],
    ['null', 'null', notObject],
    ['a number', '42', notObject],
  ])('%s is refused', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test.each([
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
    ['half a character', [0x7b, 0x22, 0xe2, 0x82, 0x22, 0x3a, 0x31, 0x7d]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('%s is refused as what it is', (_, bytes) => {
    expect(read(new Uint8Array(bytes))).toEqual(notUtf8)
  })

  test('with a field twice is refused by the field’s name', () => {
    const twice = refusal('The request body has the field `model` twice. Send it once.', 'model')
    expect(read('{"model":"a","model":"b"}')).toEqual(twice)
    expect(read('{"model":"a","\\u006dodel":"b"}')).toEqual(twice)
    expect(read('{"tools":[{"model":"a","model":"a"}]}')).toEqual(twice)
  })

  test('with names of the prototype is a body like any other, and changes none', () => {
    const text =
      '{"__proto__":{"model":"a","stream":true},"constructor":{"prototype":{"model":"b"}},"toString":1}'
    const body = read(text)
    expect(body).toEqual({ ok: true, value: { text, value: JSON.parse(text), bytes: encoder.encode(text) } })
    expect(body.ok && [body.value.value['model'], body.value.value['stream']]).toEqual([undefined, undefined])
    expect(Reflect.get({}, 'model')).toBeUndefined()
  })

  test('of megabytes and of any depth is read', () => {
    const long = JSON.stringify({ model: 'a', input: 'x'.repeat(8_000_000) })
    expect(read(long).ok).toBe(true)
    const deep = `{"model":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(read(deep).ok).toBe(true)
    expect(read('['.repeat(100_000))).toEqual(notJson)
  })
})

test('a body of more values than an isolate can hold is refused before it is parsed', () => {
  const many = `{"model":"x","input":[${'[],'.repeat(300_000)}1]}`
  expect(readJson(new TextEncoder().encode(many), new Set())).toMatchObject({
    ok: false,
    refusal: { reason: 'request_too_large' },
  })
  const long = `{"model":"x","input":"${'x'.repeat(2_000_000)}"}`
  expect(readJson(new TextEncoder().encode(long), new Set()).ok).toBe(true)
})
