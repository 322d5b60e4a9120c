import { expect, test } from 'vitest'
import { noCounts, type UsageSums } from '../../src/ledger/merged-sums.ts'
import type { LedgerReader } from '../../src/ledger/reader.ts'
import { ask, emptyLedger, jsonOf, portsOf, refusalOf, sumsOf } from './stage.ts'

/** A ledger that answers each group with the same sums, and what it was asked. */
function ledgerWith(sums: Partial<Record<string, UsageSums[]>>) {
  const asked: unknown[] = []
  const ledger: LedgerReader = {
    ...emptyLedger,
    async usage(...question) {
      asked.push(question)
      return sums[question[1]] ?? []
    },
    names: async (keyIds) => new Map(keyIds.includes('alice') ? [['alice', 'Alice']] : []),
  }
  return { asked, ports: portsOf({ ledger }) }
}

const june = { from: '2035-05-17', to: '2035-06-15' }

test('usage without parameters is the last 30 days by day, earliest first, with their totals', async () => {
  const later = sumsOf({ day: '2035-06-02' }, { requests: 2, errors: 1, cost_nano_usd: 5, units: 0.5 })
  const earlier = sumsOf({ day: '2035-06-01' }, { requests: 3, input_tokens: 7, cost_nano_usd: 6 })
  const { ports } = ledgerWith({ day: [later, earlier] })
  const totals = { ...noCounts(), requests: 5, errors: 1, input_tokens: 7, units: 0.5, cost_nano_usd: 11 }
  expect(await jsonOf(ask('/api/usage', ports))).toEqual([
    200,
    { ...june, group: 'day', rows: [earlier, later], totals },
  ])
})

test.each([
  ['alice', '/api/usage', 'alice'],
  ['alice', '/api/usage?key=alice', 'alice'],
  ['admin', '/api/usage', null],
  ['admin', '/api/usage?key=bob', 'bob'],
  ['admin', `/api/usage?key=sha256:${'ab'.repeat(32)}`, `sha256:${'ab'.repeat(32)}`],
] as const)('%s at %s sees the rows of %s', async (as, path, keyId) => {
  const { asked, ports } = ledgerWith({})
  await ask(path, ports, { as })
  expect(asked).toEqual([[june, 'day', keyId, 10_000]])
})

test.each(['/api/usage?key=bob', '/api/requests?key=bob'])('%s needs the scope operator', async (path) => {
  expect(await refusalOf(ask(path, portsOf()))).toEqual({
    status: 403,
    code: 'scope_required',
    param: null,
    message:
      'The usage of another key needs a key with the scope `operator`. Ask whoever runs this Tollgate.',
  })
})

test('what costs most comes first', async () => {
  const rows = [
    sumsOf({ model: 'idle' }, { requests: 1 }),
    sumsOf({ model: 'dear' }, { cost_nano_usd: 9 }),
    sumsOf({ model: 'busy' }, { requests: 4 }),
  ]
  const { ports } = ledgerWith({ model: rows })
  const [, json] = await jsonOf(ask('/api/usage?group=model', ports))
  expect(json).toMatchObject({ rows: [{ model: 'dear' }, { model: 'busy' }, { model: 'idle' }] })
})

test('keys have their names beside them, markup and all', async () => {
  const { ports } = ledgerWith({ key: [sumsOf({ key_id: 'alice' }), sumsOf({ key_id: 'bob' })] })
  const [, json] = await jsonOf(ask('/api/usage?group=key', ports, { as: 'admin' }))
  expect(json).toMatchObject({
    rows: [
      { key_id: 'alice', name: 'Alice' },
      { key_id: 'bob', name: null },
    ],
  })
})

test('a key with two tags counts under both, and once in the totals', async () => {
  const tags = [sumsOf({ tag: 'team', value: 'a' }), sumsOf({ tag: 'site', value: 'b' })]
  const { asked, ports } = ledgerWith({ tag: tags, all: [sumsOf({})] })
  const [, json] = await jsonOf(ask('/api/usage?group=tag', ports))
  expect(json).toEqual({ ...june, group: 'tag', rows: tags, totals: { ...noCounts(), requests: 1 } })
  expect(asked).toHaveLength(2)
})

test('ten thousand keys are an answer, and one more is not: no sum is left out in silence', async () => {
  const keys = Array.from({ length: 10_001 }, (_, index) => sumsOf({ key_id: `key-${index}` }))
  const most = ledgerWith({ key: keys.slice(1) })
  const [status, json] = await jsonOf(ask('/api/usage?group=key', most.ports, { as: 'admin' }))
  expect([status, json]).toEqual([
    200,
    expect.objectContaining({ totals: { ...noCounts(), requests: 10_000 } }),
  ])
  const more = ledgerWith({ key: keys })
  expect(await refusalOf(ask('/api/usage?group=key', more.ports, { as: 'admin' }))).toEqual({
    status: 400,
    code: null,
    param: 'group',
    message: 'The answer would have more than 10000 rows. Ask for fewer days, or for one key.',
  })
})
