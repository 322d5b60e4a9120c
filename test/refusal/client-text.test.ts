import { describe, expect, test } from 'vitest'
import { headerText, quote } from '../../src/refusal/client-text.ts'

describe('text of a client', () => {
  const cases: [string, string, string][] = [
    ['plain text stays', 'openai/gpt-4o', 'openai/gpt-4o'],
    [
      'line ends and other control characters go',
      'a\r\nset-cookie: b\u0000\u007f\u0085\u2028c',
      'aset-cookie: bc',
    ],
    ['marks that turn the direction of writing go', 'a\u202Eb\u2066c\u200F', 'abc'],
    ['a lone surrogate is replaced', 'a\ud800b', 'a\ufffdb'],
    ['the longest text that stays has 200 characters', 'a'.repeat(201), 'a'.repeat(200)],
    ['a character of two code units counts once and is not cut in half', '😀'.repeat(201), '😀'.repeat(200)],
  ]

  test.each(cases)('%s', (_, given, expected) => {
    expect(quote(given)).toBe(expected)
  })
})

describe('the same text in a header', () => {
  const cases: [string, string, string][] = [
    ['a model name stays legible', 'openai/gpt-4o@2:x', 'openai/gpt-4o@2:x'],
    ['what ends a member of a list is encoded', 'a, b;c', 'a%2C%20b%3Bc'],
    ['other alphabets are encoded', 'é😀', '%C3%A9%F0%9F%98%80'],
    ['an escape is escaped', '100%2F', '100%252F'],
    ['a line end cannot start a header', 'a\r\nb: c', 'ab:%20c'],
  ]

  test.each(cases)('%s', (_, given, expected) => {
    expect(headerText(given)).toBe(expected)
    expect(decodeURIComponent(headerText(given))).toBe(quote(given))
    expect(new Headers({ 'x-text': headerText(given) }).get('x-text')).toBe(expected)
  })
})
