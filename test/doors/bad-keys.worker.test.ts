import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeKey } from '../support/token.ts'
import { dialectDoors, dialectNames, understood } from './dialect-doors.ts'
import { exchange } from './exchange.ts'
import { type Stage, startStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 80 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

/** The entry of a key as somebody typed it; `hash` is its right one. */
type Typed = (hash: string) => string
const fields =
  (written: string): Typed =>
  (hash) =>
    `{"hash":"${hash}",${written}}`

const misconfigured: readonly (readonly [string, Typed, RegExp])[] = [
  ['empty', () => '', /the entry is empty/],
  ['blank', () => ' \n ', /the entry is empty/],
  ['no JSON', () => 'secretword', /line 1, column 1/],
  ['only the token’s hash', (hash) => hash, /line 1, column/],
  ['a list', () => '[]', /must be a JSON object/],
  ['a text', () => '"secretword"', /must be a JSON object/],
  ['null', () => 'null', /must be a JSON object/],
  ['without a hash', () => '{}', /hash must be/],
  ['with a hash that is too short', () => '{"hash":"abc"}', /hash must be/],
  ['with a hash that is a number', () => '{"hash":5}', /hash must be/],
  ['with four hashes', (hash) => JSON.stringify({ hash: [hash, hash, hash, hash] }), /hash must be/],
  ['cut off', (hash) => `{"hash":"${hash}","models":["gpt-4o"`, /line 1, column/],
  ['with a comma too many', (hash) => `{"hash":"${hash}",}`, /line 1, column/],
  ['with a comment', (hash) => `{"hash":"${hash}" // secretword\n}`, /line 1, column/],
  ['in single quotes', (hash) => `{'hash':'${hash}'}`, /line 1, column 2/],
  ['with a field twice', fields('"enabled":true,"enabled":false'), /enabled/],
  ['with a slip in a field’s name', fields('"bugdet":{"usd":5,"per":"month"}'), /did you mean "budget"\?/],
  [
    'with a slip inside a field',
    fields('"limits":{"paralell":5}'),
    /"paralell" in limits \(did you mean "parallel"\?\)/,
  ],
  ['with another case', fields('"Models":["gpt-4o"]'), /did you mean "models"\?/],
  ['with `__proto__`', fields('"__proto__":{"enabled":true}'), /__proto__/],
  ['with `constructor`', fields('"constructor":1'), /constructor/],
  ['enabled in words', fields('"enabled":"false"'), /enabled must be/],
  ['expiring in words', fields('"expires":"secretword"'), /expires must be/],
  ['expiring on no day', fields('"expires":"2027-02-30"'), /expires must be/],
  ['expiring in seconds', fields('"expires":1798675200'), /expires must be/],
  ['models as a text', fields('"models":"gpt-4o"'), /models must be/],
  ['no model', fields('"models":[]'), /models must be/],
  ['a model that is a number', fields('"models":["gpt-4o",4]'), /models\[1\] must be/],
  ['an unknown scope', fields('"scopes":["inferance"]'), /scopes\[0\] must be one of/],
  ['no scope', fields('"scopes":[]'), /scopes must be/],
  ['an address that is none', fields('"ips":["300.1.1.1"]'), /ips\[0\] must be/],
  ['a range that is none', fields('"ips":["10.0.0.0/33"]'), /ips\[0\] must be/],
  ['a policy that is none', fields('"on_disconnect":"drian"'), /on_disconnect must be/],
  ['a usage chunk that is none', fields('"usage_chunk":true'), /usage_chunk must be/],
  ['tags as a list', fields('"tags":["secretword"]'), /tags must be/],
  ['a tag that is a number', fields('"tags":{"team":5}'), /tags/],
  ['a name that is a number', fields('"name":5'), /name must be/],
  ['a negative budget', fields('"budget":{"usd":-5,"per":"month"}'), /budget\.usd must be/],
  ['a budget as text', fields('"budget":"20/month"'), /budget must be/],
  ['a budget of no period', fields('"budget":{"usd":5,"per":"year"}'), /budget\.per must be/],
  ['a budget and a wallet', fields('"budget":{"usd":5,"per":"day"},"wallet":"research"'), /wallet/],
  ['limits of half a request', fields('"limits":{"rpm":1.5}'), /limits\.rpm must be/],
]

const shut: readonly (readonly [string, Typed, number, RegExp])[] = [
  ['switched off', fields('"enabled":false'), 401, /switched off/],
  ['expired', fields('"expires":"2020-01-01"'), 401, /expired/],
  ['for other addresses', fields('"ips":["203.0.113.0/24"]'), 403, /network address/],
  [
    'with a wallet that nobody defined',
    fields('"wallet":"research"'),
    403,
    /its wallet `research` does not stand/,
  ],
]

const served: readonly (readonly [string, Typed])[] = [
  ['after a byte-order mark', (hash) => `\uFEFF{"hash":"${hash}"}`],
  ['between blanks', (hash) => `\r\n\t {"hash":"${hash}"} \u00a0\n`],
  ['with a budget', fields('"budget":{"usd":5,"per":"month"}')],
  ['with limits', fields('"limits":{"rpm":3,"tpm":1000000,"parallel":3}')],
  ['in smart quotes', (hash) => `{“hash”:“${hash}”,„enabled‟: true}`],
  ['with the hash in capitals', (hash) => `{"hash":"${hash.toUpperCase()}"}`],
  ['with three hashes', (hash) => JSON.stringify({ hash: ['0'.repeat(64), 'f'.repeat(64), hash] })],
  ['to the end of its last day', fields(`"expires":"${new Date().toISOString().slice(0, 10)}"`)],
]

let made = 0

/** Writes the entry as typed and gives the token that fits its hash. */
async function type(typed: Typed): Promise<{ id: string; token: string }> {
  made += 1
  const id = `typed-${made}`
  const { token, record } = makeKey(id)
  const kv = await stage.worker.kv()
  await kv.put(id, typed((record as { hash: string }).hash))
  return { id, token }
}

async function ask(token: string) {
  return Promise.all(
    dialectNames.map(async (dialect) => {
      const { path, good: body } = dialectDoors[dialect]
      const answer = await exchange(stage.url, { path, headers: { authorization: `Bearer ${token}` }, body })
      return answer.status === 200 ? { status: 200 } : understood(dialect, answer)
    }),
  )
}

const refused: string[] = []

describe.concurrent('a key typed by hand', () => {
  test.each(misconfigured)(
    '%s is refused in each dialect, saying what is wrong',
    async (_what, typed, says) => {
      const { id, token } = await type(typed)
      refused.push(id)
      const told = { status: 403, message: expect.stringMatching(says), hits: 1 }
      const heard = await ask(token)
      expect(heard).toEqual([told, told, told])
      expect(JSON.stringify(heard)).not.toContain('secretword')
    },
  )

  test.each(shut)('%s is refused in each dialect', async (_what, typed, status, says) => {
    const { id, token } = await type(typed)
    refused.push(id)
    const told = { status, message: expect.stringMatching(says), hits: 1 }
    expect(await ask(token)).toEqual([told, told, told])
  })

  test.each(served)('%s is served', async (_what, typed) => {
    const { id, token } = await type(typed)
    expect(await ask(token)).toEqual([{ status: 200 }, { status: 200 }, { status: 200 }])
    expect(await (await stage.guest(`${id}-other`)).arrivals()).toEqual([])
    expect(
      stage.arrivals.filter(({ headers }) => String(headers['cf-aig-metadata']).includes(`"${id}"`)),
    ).toHaveLength(3)
  })
})

test('refused keys made no row and reached nobody, and the next key is served', async () => {
  const { token, rows } = await stage.guest('last')
  expect(await ask(token)).toEqual([{ status: 200 }, { status: 200 }, { status: 200 }])
  await rows(3)
  const database = await stage.worker.d1()
  const { results } = await database.prepare('SELECT DISTINCT key_id FROM requests').all<{ key_id: string }>()
  expect(refused.length).toBe(misconfigured.length + shut.length)
  expect(results.filter(({ key_id }) => refused.includes(key_id))).toEqual([])
  const keys = stage.arrivals.map(({ headers }) => String(headers['cf-aig-metadata']))
  expect(refused.filter((id) => keys.some((metadata) => metadata.includes(`"${id}"`)))).toEqual([])
})
