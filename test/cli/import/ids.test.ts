import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { slugOf, unusedName } from '../../../src/cli/import/ids.ts'
import { isKeyId } from '../../../src/keys/token.ts'

test.each([
  ['Alice’s Läptop', 'alice-s-laptop'],
  ['  <b>ACME & Co.</b> ', 'b-acme-co-b'],
  ['ﬁnance №5', 'finance-no5'],
  ['张伟', ''],
  [`${'a'.repeat(47)} b`, 'a'.repeat(47)],
])('slugOf makes %j into %j', (alias, slug) => {
  expect(slugOf(alias)).toBe(slug)
})

test('slugOf and unusedName make ids of everything that has a letter in it', () => {
  const taken = new Set<string>()
  assert(
    property(string({ unit: 'grapheme', maxLength: 80 }), (alias) => {
      const name = unusedName(slugOf(alias) || 'key', taken)
      expect([isKeyId(name), taken.has(name)]).toEqual([true, false])
      taken.add(name)
    }),
  )
})
