import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { textBytes } from '../../src/bound/text-bytes.ts'

test('the bytes of a text are those of its encoding, wherever its letters stand', () => {
  const check = property(string({ unit: 'grapheme', maxLength: 50 }), (text) => {
    for (const whole of [text, `${'x'.repeat(16_380)}${text}`, `é${text.repeat(2000)}`])
      expect(textBytes(whole)).toBe(new TextEncoder().encode(whole).length)
  })
  expect(() => {
    assert(check, { numRuns: 30 })
  }).not.toThrow()
})
