import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowsAddress, guessBucket, parseRange } from '../../src/keys/addresses.ts'
import { allowsModel, matchesGlob } from '../../src/keys/models.ts'
import { makeToken, parseToken } from '../../src/keys/token.ts'
import { cases } from './runs.ts'

describe('fuzz: what a record limits a key to', () => {
  test('are models by patterns as a regular expression has them', () => {
    const unit = fc.constantFrom('*', '?', 'a', 'B', '.', '/', '!', '+', 'ſ')
    const [pattern, given] = [fc.string({ unit, maxLength: 8 }), fc.string({ unit, maxLength: 8 })]
    fc.assert(
      fc.property(pattern, given, (pattern, given) => {
        const source = Array.from(pattern.toLowerCase(), (letter) =>
          letter === '*' ? '[^]*' : letter === '?' ? '[^]' : RegExp.escape(letter),
        )
        const expected = new RegExp(`^${source.join('')}$`).test(given.toLowerCase())
        expect(matchesGlob(pattern, given)).toBe(expected)
        if (!pattern.startsWith('!')) {
          expect(allowsModel([pattern], [given])).toBe(expected)
          expect(allowsModel([pattern, `!${pattern}`], [given])).toBe(false)
        }
      }),
      cases(3),
    )
  })

  test('are addresses, whichever way they are written', () => {
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4Extended(),
      fc.string({ unit: fc.constantFrom('1', '0', 'f', ':', '.', '/', '%', 'x'), maxLength: 12 }),
    )
    const range = fc
      .tuple(text, fc.option(fc.integer({ min: -1, max: 200 })))
      .map(([text, bits]) => (bits === null ? text : `${text}/${bits}`))
    fc.assert(
      fc.property(range, text, (range, address) => {
        const parsed = parseRange(range)
        expect(typeof allowsAddress(parsed && [parsed], address)).toBe('boolean')
        expect(guessBucket(address).length).toBeLessThan(64)
        const own = parsed && parseRange(range.split('/')[0] ?? '')
        // A network has the address that it is written with.
        if (own) expect(allowsAddress(parsed && [parsed], range.split('/')[0] ?? '')).toBe(true)
      }),
      cases(2),
    )
  })

  test('is a token that tells its id, and no other text does', async () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'z', '0', '-', 'A', '_'),
      minLength: 1,
      maxLength: 50,
    })
    await fc.assert(
      fc.asyncProperty(word, fc.uint8Array({ minLength: 60, maxLength: 60 }), async (id, bytes) => {
        let token: string
        try {
          token = makeToken(id, (count) =>
            Uint8Array.from({ length: count }, (_, at) => (bytes[at % bytes.length] ?? 0) % 248),
          )
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
          token = `sk-${id}-${'0'.repeat(40)}`
          expect((await parseToken(token)).id).not.toBe(id)
          return
        }
        expect(await parseToken(token)).toMatchObject({ id, foreign: false })
        expect((await parseToken(`${token}x`)).id).toBeNull()
      }),
      cases(0.5),
    )
  })
})
