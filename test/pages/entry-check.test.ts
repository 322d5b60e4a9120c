import { describe, expect, test } from 'vitest'
import { checkEntry } from '../../src/pages/home/entry-check.ts'

const now = Date.UTC(2035, 5, 15)
const providers = new Set(['openai'])
const hash = 'a'.repeat(64)

function check(name: string, value: object | string): [boolean, string] {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const { accepted, message } = checkEntry(name, text, { providers, now })
  return [accepted, message]
}

describe('an entry that is checked on the page', () => {
  test('is taken with blanks and smart quotes around it, as the Worker takes it', () => {
    expect(check(' bob ', `\uFEFF {“hash”: “${hash}”} `)).toEqual([true, 'Tollgate takes this entry.'])
  })

  test.each([
    [{ hash, enabled: false }, 'Tollgate takes this entry. The key is switched off.'],
    [{ hash, expires: '2035-06-14' }, 'Tollgate takes this entry. The key has expired.'],
    [{ hash, expires: '2035-06-15' }, 'Tollgate takes this entry.'],
  ])('is taken as %j, with a word where the key does not work', (value, message) => {
    expect(check('bob', value)).toEqual([true, message])
  })

  test('of an imported token needs no hash', () => {
    expect(check(`sha256:${hash}`, { id: 'bob' })).toEqual([true, 'Tollgate takes this entry.'])
  })

  test.each([
    ['bob', {}, 'hash must be given: the SHA-256 of the whole token, in hex'],
    ['bob', '', 'the entry is empty'],
    ['', { hash }, 'its key must be words of [a-z0-9] joined by -, at most 48 characters, or @config'],
    ['@confg', {}, 'its key must be words of [a-z0-9] joined by -, at most 48 characters, or @config'],
    ['@config', { walets: {} }, 'unknown field "walets" (did you mean "wallets"?)'],
  ])('named %j is refused as %j with what is wrong', (name, value, message) => {
    expect(check(name, value)).toEqual([false, `Tollgate would refuse this entry: ${message}.`])
  })

  test('named @config or its copy is a configuration', () => {
    const taken = [true, 'Tollgate takes this configuration.']
    const value = { default_provider: 'openai' }
    expect([check('@config', value), check('@config.good', value)]).toEqual([taken, taken])
  })
})
