import { describe, expect, test } from 'vitest'
import { allowsAddress, guessBucket, parseRange } from '../../src/keys/addresses.ts'
import type { AddressRange } from '../../src/keys/addresses.ts'

function ranges(...texts: string[]): AddressRange[] {
  return texts.map(parseRange).filter((range) => range !== null)
}

describe('allowsAddress', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.77', true],
    ['203.0.113.0/24', '203.0.114.1', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.9/24', '203.0.113.1', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1', '2001:0DB8:0:0::1', true],
    ['203.0.113.0/24', '::ffff:203.0.113.77', true],
    ['::ffff:203.0.113.0/120', '203.0.113.77', true],
    ['203.0.113.0/24', 'not an address', false],
    ['203.0.113.0/24', '', false],
  ])('%s and %s: %s', (range, address, allowed) => {
    const list = ranges(range)
    expect(list).toHaveLength(1)
    expect(allowsAddress(list, address)).toBe(allowed)
  })

  test('no list means anywhere, a list means a known address', () => {
    expect([allowsAddress(null, null), allowsAddress(ranges('0.0.0.0/0'), null)]).toEqual([true, false])
  })

  test('one of several ranges is enough', () => {
    expect(allowsAddress(ranges('203.0.113.0/24', '2001:db8::/32'), '2001:db8::1')).toBe(true)
  })
})

test.each([
  '',
  '203.0.113',
  '010.0.0.1',
  '0x7f000001',
  '203.0.113.0/33',
  '203.0.113.0/-1',
  '203.0.113.0/',
  '203.0.113.0/24/8',
  '203.0.113.0/2 4',
  '2001:db8::/129',
  '::ffff:203.0.113.0/24',
  'fe80::1%eth0',
  'example.com',
  ' 203.0.113.1',
])('%j is no range', (text) => {
  expect(parseRange(text)).toBeNull()
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['nonsense', 'unknown'],
  [null, 'unknown'],
])('guesses from %s count under %s', (address, bucket) => {
  expect(guessBucket(address)).toBe(bucket)
})
