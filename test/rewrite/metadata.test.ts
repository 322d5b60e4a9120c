import { expect, test } from 'vitest'
import { metadata } from '../../src/rewrite/metadata.ts'

test('metadata says who asked, in the order that is kept', () => {
  expect(metadata({ id: 'alice', tags: { team: 'research' } }, 'r1')).toBe(
    '{"key":"alice","request":"r1","team":"research"}',
  )
  expect(metadata({ id: 'alice', tags: {} }, 'r1')).toBe('{"key":"alice","request":"r1"}')
})

test('metadata has five entries at most: the gateway drops the sixth in silence', () => {
  const tags = { a: '1', b: '2', c: '3', d: '4' }
  expect(JSON.parse(metadata({ id: 'alice', tags }, 'r1'))).toEqual({
    key: 'alice',
    request: 'r1',
    a: '1',
    b: '2',
    c: '3',
  })
})

test('metadata cannot be forged by a tag’s name', () => {
  const tags = { key: 'bob', request: 'r2', 'cf.user': 'x', a: '1', b: '2', c: '3' }
  expect(JSON.parse(metadata({ id: 'alice', tags }, 'r1'))).toEqual({
    key: 'alice',
    request: 'r1',
    a: '1',
    b: '2',
    c: '3',
  })
})

test('metadata is ASCII that a header carries, and reads back whole', () => {
  const tags = { téam: 'Zoë 😀 \ud800 "x"\\\n', 日本: '\u0080\u2028' }
  const text = metadata({ id: 'alice', tags }, 'r1')
  expect(text).toMatch(/^[ -~]+$/)
  expect(new Headers({ x: text }).get('x')).toBe(text)
  expect(JSON.parse(text)).toEqual({ key: 'alice', request: 'r1', ...tags })
})
