import { describe, expect, test } from 'vitest'
import { isFailure, passedOn, reasonOf } from '../../src/socket/close.ts'

describe('a closing', () => {
  test.each([
    [1000, 'bye', { code: 1000, reason: 'bye' }],
    [1001, '', { code: 1001, reason: '' }],
    [1008, 'policy', { code: 1008, reason: 'policy' }],
    [3000, 'session expired', { code: 3000, reason: 'session expired' }],
    [4999, 'own', { code: 4999, reason: 'own' }],
  ])('with %i is passed on as it is', (code, reason, sent) => {
    expect(passedOn({ code, reason })).toEqual(sent)
  })

  test('without a code is passed on as a normal one', () => {
    expect(passedOn({ code: 1005, reason: '' })).toEqual({ code: 1000, reason: '' })
  })

  test.each([999, 1004, 1006, 1015, 5000])(
    'with %i, which nobody may send, says that it was cut off',
    (code) => {
      const sent = { code: 1011, reason: 'The other side was cut off.' }
      expect(passedOn({ code, reason: 'what the runtime says of it' })).toEqual(sent)
    },
  )

  test('is a failure of the upstream by its code', () => {
    const failing = [1000, 1001, 1005, 1006, 1008, 1011, 1012, 1013, 1014, 1015, 3000, 4000]
    expect(failing.filter((code) => isFailure({ code, reason: '' }))).toEqual([
      1006, 1011, 1012, 1013, 1014, 1015,
    ])
  })

  test('has room for 123 bytes of reason, cut between characters', () => {
    expect([reasonOf('é'.repeat(61)), reasonOf('é'.repeat(62)), reasonOf('x'.repeat(500))]).toEqual([
      'é'.repeat(61),
      'é'.repeat(61),
      'x'.repeat(123),
    ])
  })
})
