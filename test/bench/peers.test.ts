import { describe, expect, test } from 'vitest'
import { peerHeaders, peerOf } from './peers.ts'

describe('a peer', () => {
  test('without headers of its own is the known one', () => {
    const peer = peerOf('/some/index.js', [])
    expect([peer.name, peer.file]).toEqual(['Portkey', '/some/index.js'])
    expect(peerHeaders(peer, 'anthropic', 'http://127.0.0.1:1')).toEqual({
      'x-portkey-provider': 'anthropic',
      'x-portkey-custom-host': 'http://127.0.0.1:1/v1',
    })
  })

  test('with headers is told by them where to', () => {
    const peer = peerOf('/some/other.js', ['X-To: {upstream}/{provider}', 'x-mode:fast'])
    expect(peer).toEqual({
      name: 'other.js',
      file: '/some/other.js',
      headers: { 'x-to': '{upstream}/{provider}', 'x-mode': 'fast' },
      bindings: {},
    })
    expect(peerHeaders(peer, 'openai', 'http://127.0.0.1:1')).toEqual({
      'x-to': 'http://127.0.0.1:1/openai',
      'x-mode': 'fast',
    })
  })

  test('is refused with a header that has no name', () => {
    expect(() => peerOf('/some/other.js', ['x-to'])).toThrow('--peer-header needs NAME: VALUE, not x-to')
    expect(() => peerOf('/some/other.js', [': x'])).toThrow('--peer-header needs NAME: VALUE, not : x')
  })
})
