import { describe, expect, test } from 'vitest'
import type { Caller } from '../../src/keys/check.ts'
import { permitRequest } from '../../src/route/permit.ts'
import { ownAddressNamed } from '../../src/route/stored-addresses.ts'
import { callerWith, routed } from './journeys.ts'

const hosts = ['api.vendor.example']

describe('an address on a provider’s own host', () => {
  test.each([
    ['as a model’s input', 'image', { input: { image: 'https://api.vendor.example/v1/files/f1' } }],
    ['in a list', 'images', { input: { images: ['x', 'https://api.vendor.example/v1/files/f1'] } }],
    ['in a list in a list', 'a', { a: [[['https://api.vendor.example/f']]] }],
    ['below free text', 'x', { metadata: { x: 'https://api.vendor.example/f' } }],
    ['in capitals, with a port', 'a', { a: 'HTTPS://API.Vendor.example:443/v1/files/f1' }],
    ['with a user', 'a', { a: 'https://me:secret@api.vendor.example/f' }],
    ['with a dot at the end', 'a', { a: 'https://api.vendor.example./f' }],
    ['encoded', 'a', { a: 'https://api%2Evendor.example/f' }],
    ['without TLS, with blanks around', 'a', { a: ' http://api.vendor.example/f\n' }],
  ])('is found %s', (_, name, body) => {
    expect(ownAddressNamed(body, hosts)).toBe(name)
  })

  test.each([
    ['another host', { a: 'https://files.example/api.vendor.example/f' }],
    ['a host that only ends so', { a: 'https://api.vendor.example.evil.example/f' }],
    ['a sentence about it', { prompt: 'see https://api.vendor.example/f' }],
    ['data', { a: `data:text/plain,${'x'.repeat(10_000)}` }],
    ['nothing', {}],
  ])('is not %s', (_, body) => {
    expect(ownAddressNamed(body, hosts)).toBeNull()
  })

  test('is looked for in lists of any depth', () => {
    const deep: unknown = JSON.parse(`{"a":${'['.repeat(50_000)}"x"${']'.repeat(50_000)}}`)
    expect(ownAddressNamed(deep, hosts)).toBeNull()
  })
})

describe('Replicate’s files', () => {
  const file = 'https://api.replicate.com/v1/files/abc'

  function permitted(text: string, more: Partial<Caller> = {}): unknown {
    const route = routed('POST /replicate/v1/models/acme/painter/predictions')
    const result = permitRequest(callerWith(more), route, 'POST', { text, value: JSON.parse(text) })
    return result.ok ? 'allowed' : [result.refusal.reason, result.refusal.param]
  }

  test('need the scope for stored objects, however the address is written', () => {
    const refused = ['scope_required', 'image']
    expect(permitted(JSON.stringify({ input: { image: file } }))).toEqual(refused)
    expect(permitted(`{"input":{"image":"${file.replaceAll('/', '\\/')}"}}`)).toEqual(refused)
    expect(permitted(`{"input":{"image":"\\u0068ttps${file.slice(5)}"}}`)).toEqual(refused)
    expect(permitted(JSON.stringify({ input: { image: file } }), { scopes: ['inference', 'storage'] })).toBe(
      'allowed',
    )
  })

  test('may not hide behind a second member of the same name', () => {
    const text = `{"input":{"image":"${file}","image":"https://images.example/1.png"}}`
    expect(permitted(text)).toEqual(['bad_request', 'image'])
  })

  test('are not the public files of anybody', () => {
    expect(permitted('{"input":{"image":"https://replicate.delivery/x/1.png"}}')).toBe('allowed')
    expect(permitted('{"input":{"prompt":"A fox"}}')).toBe('allowed')
  })
})
