import { describe, expect, test } from 'vitest'
import { parseRecord } from '../../src/keys/record.ts'

const hash = 'ab'.repeat(32)
const other = 'cd'.repeat(32)

function parse(fields: object) {
  return parseRecord(JSON.stringify({ hash, ...fields }), 'alice')
}

const hashText = 'must be a SHA-256 in 64 hex digits, or a list of one to three of them'
const shortText = 'must be a text of 1 to 200 characters, without line breaks'
const dateText =
  'must be a date that exists, as "2027-06-30", or an ISO time with its zone, as "2027-06-30T12:00:00Z"'
const patternText =
  'must be a model name with * and ? as wildcards, ! in front to refuse it, and no blank space'
const patternsText = 'must be a list of 1 to 500 model names with * and ? as wildcards'
const positiveText = 'must be a whole number above 0'
const tagText = 'must be an object of at most 16 texts, with names of 1 to 64 characters'
const reservedText = 'must not have a tag named "key" or "request", or one that begins with "cf."'
const scopeText = 'must be one of "inference", "storage", "mint", "account", "operator"'
const scopesText = 'must be a list of at least one of "inference", "storage", "mint", "account", "operator"'
const networkText = 'must be an address or a network, as "203.0.113.7", "203.0.113.0/24" or "2001:db8::/32"'

describe('a record with a mistake is refused, and the field, what was expected and the nearest name are told', () => {
  test.each([
    [{ enabled: 'yes' }, 'enabled must be true or false'],
    [{ enabled: null }, 'enabled must be true or false'],
    [{ name: '' }, `name ${shortText}`],
    [{ name: 'a\nb' }, `name ${shortText}`],
    [{ name: 7 }, `name ${shortText}`],
    [{ expires: '2027-02-30' }, `expires ${dateText}`],
    [{ expires: '2027-6-30' }, `expires ${dateText}`],
    [{ expires: '30.06.2027' }, `expires ${dateText}`],
    [{ expires: '2027-06-30T12:00:00' }, `expires ${dateText}`],
    [{ expires: 1814400000 }, `expires ${dateText}`],
    [{ models: [] }, `models ${patternsText}`],
    [{ models: 'gpt-4o' }, `models ${patternsText}`],
    [{ models: ['gpt-4o', '! claude'] }, `models[1] ${patternText}`],
    [{ models: ['!'] }, `models[0] ${patternText}`],
    [{ models: ['!!gpt'] }, `models[0] ${patternText}`],
    [{ models: [' gpt'] }, `models[0] ${patternText}`],
    [{ models: [4] }, `models[0] ${patternText}`],
    [{ budget: 20 }, 'budget must be an object with "usd" and "per"'],
    [
      { budget: { usd: 0, per: 'month' } },
      'budget.usd must be a number of USD above 0 and at most 1,000,000',
    ],
    [
      { budget: { usd: 9_007_200, per: 'month' } },
      'budget.usd must be a number of USD above 0 and at most 1,000,000',
    ],
    [
      { budget: { usd: '20', per: 'month' } },
      'budget.usd must be a number of USD above 0 and at most 1,000,000',
    ],
    [{ budget: { usd: 20, per: 'year' } }, 'budget.per must be "day", "week", "month" or "total"'],
    [{ budget: { usd: 20 } }, 'budget.per must be "day", "week", "month" or "total"'],
    [{ budget: { usd: 20, per: 'day', mode: 'firm' } }, 'budget.mode must be "hard" or "soft"'],
    [
      { budget: { usd: 20, pre: 'day' } },
      'budget.per must be "day", "week", "month" or "total"; unknown field "pre" in budget (did you mean "per"?)',
    ],
    [{ wallet: '' }, `wallet ${shortText}`],
    [
      { wallet: 'research', budget: { usd: 1, per: 'day' } },
      'budget and wallet must not both be given: a wallet is a budget shared by several keys',
    ],
    [{ limits: {} }, 'limits must have at least one of "rpm", "tpm" and "parallel"'],
    [{ limits: { rpm: 0 } }, `limits.rpm ${positiveText}`],
    [{ limits: { tpm: 1.5 } }, `limits.tpm ${positiveText}`],
    [{ limits: { rps: 5 } }, 'unknown field "rps" in limits (did you mean "rpm"?)'],
    [{ tags: { team: 5 } }, `tags.team ${shortText}`],
    [{ tags: ['a'] }, `tags ${tagText}`],
    [
      { tags: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`t${index}`, 'x'])) },
      `tags ${tagText}`,
    ],
    [{ tags: { ['x'.repeat(65)]: 'y' } }, `tags ${tagText}`],
    [{ tags: { key: 'y' } }, `tags ${reservedText}`],
    [{ tags: { 'cf.team': 'y' } }, `tags ${reservedText}`],
    [{ on_disconnect: 'wait' }, 'on_disconnect must be "drain" or "cancel"'],
    [{ usage_chunk: true }, 'usage_chunk must be "hide" or "show"'],
    [{ scopes: [] }, `scopes ${scopesText}`],
    [{ scopes: 'inference' }, `scopes ${scopesText}`],
    [{ scopes: ['inference', 'admin'] }, `scopes[1] ${scopeText}`],
    [
      { scopes: ['mint'], budget: { usd: 1, per: 'day' } },
      'scopes must not have "mint" beside a budget: what is minted spends where nothing counts it',
    ],
    [
      { scopes: ['mint'], wallet: 'research' },
      'scopes must not have "mint" beside a wallet: what is minted spends where nothing counts it',
    ],
    [{ ips: [] }, 'ips must be a list of 1 to 500 addresses or networks'],
    [{ ips: ['203.0.113.0/33'] }, `ips[0] ${networkText}`],
    [{ ips: [7] }, `ips[0] ${networkText}`],
    [
      { id: 'bob' },
      'id must be left out: only an entry named sha256:… has one, here the name of the entry is the id',
    ],
    [{ limts: { rpm: 5 } }, 'unknown field "limts" (did you mean "limits"?)'],
    [{ Models: ['a'] }, 'unknown field "Models" (did you mean "models"?)'],
    [{ expires_at: '2027-06-30' }, 'unknown field "expires_at" (did you mean "expires"?)'],
    [{ max_budget_of_team: 1 }, 'unknown field "max_budget_of_team"'],
    [{ constructor: 1 }, 'unknown field "constructor"'],
    [{ toString: 1 }, 'unknown field "toString"'],
    [
      { ['sk-alice-0123456789abcdefghijklmnopqrstuvwxyzABCD']: 1 },
      'unknown field with a name of 49 characters',
    ],
    [
      { enabled: 1, name: 1, wallet: 1, usage_chunk: 1, x: 1 },
      `name ${shortText}; enabled must be true or false; wallet ${shortText}; and 2 more`,
    ],
  ])('%j', (fields, message) => {
    expect(parse(fields)).toEqual({ ok: false, message, hashes: [hash] })
  })

  test.each([
    ['{}', 'hash must be given: the SHA-256 of the whole token, in hex'],
    [`{"hash": "${hash.slice(1)}"}`, `hash ${hashText}`],
    [`{"hash": "sha256:${hash}"}`, `hash ${hashText}`],
    ['{"hash": []}', `hash ${hashText}`],
    [`{"hash": ["${hash}", 5]}`, `hash ${hashText}`],
    [JSON.stringify({ hash: [hash, hash, other, other] }), `hash ${hashText}`],
    ['{"hash": null}', `hash ${hashText}`],
    [`{"Hash": "${hash}"}`, 'unknown field "Hash" (did you mean "hash"?)'],
    ['', 'the entry is empty'],
    ['[]', 'the entry must be a JSON object'],
    ['"text"', 'the entry must be a JSON object'],
    ['null', 'the entry must be a JSON object'],
    [`{"hash": "${hash}", }`, 'line 1, column 78: a field name in double quotes is expected'],
    [`{"hash": "${hash}",\n "hash": "${hash}"}`, 'line 2, column 2: the field "hash" stands twice'],
    [`{"name": "${'x'.repeat(65_536)}"}`, 'the entry is longer than 64 KB'],
  ])('whose hash cannot be read (%#)', (text, message) => {
    expect(parseRecord(text, 'alice')).toEqual({ ok: false, message, hashes: null })
  })

  test.each([
    [`{"__proto__": {"enabled": true}, "hash": "${hash}"}`, 'unknown field "__proto__"'],
    [`{"hash": "${hash}", "tags": {"__proto__": "x"}}`, 'unknown field "__proto__" in tags'],
    [
      `{"hash": "${hash}", "budget": {"usd": 1, "per": "day", "__proto__": {"mode": "soft"}}}`,
      'unknown field "__proto__" in budget',
    ],
  ])('__proto__ is a field like any other: %s', (text, message) => {
    expect(parseRecord(text, 'alice')).toEqual({ ok: false, message, hashes: [hash] })
  })

  test('of an imported token is told to whoever has that token', () => {
    const kvName = `sha256:${hash}`
    const refused = (message: string) => ({ ok: false, message, hashes: [hash] })
    expect(parseRecord('{', kvName)).toEqual(refused('line 1, column 2: the text ends too early'))
    expect(parseRecord(JSON.stringify({ hash: other }), kvName)).toEqual(
      refused('hash must be left out, or be the one in the name of the entry'),
    )
    expect(parseRecord('{"id": "Bob"}', kvName)).toEqual(
      refused('id must be words of [a-z0-9] joined by -, at most 48 characters'),
    )
  })
})
