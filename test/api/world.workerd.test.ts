import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, test } from 'vitest'
import { answerApi } from '../../src/api/api.ts'
import { createApiPorts } from '../../src/api/world.ts'
import { createWorker } from '../../src/app.ts'
import { createKeyCache } from '../../src/keys/cache.ts'
import { writeRows } from '../../src/ledger/d1.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { readSettings } from '../../src/settings.ts'
import { labelOf, noon, rowOf } from '../ledger/rows.ts'
import { makeKey } from '../support/token.ts'
import { emptyBindings } from '../support/empty-bindings.ts'

const alice = makeKey('alice')
const bob = makeKey('bob')
const admin = makeKey('admin', { scopes: ['operator'] })
const rows = [
  rowOf({ id: v7({ msecs: noon }) }),
  rowOf({
    id: v7({ msecs: noon - 1 }),
    key_id: 'bob',
    provider: 'lab',
    model: 'mystery',
    cost_nano_usd: null,
  }),
]

async function ask(path: string, { token }: { token: string }): Promise<Record<string, unknown>> {
  const settings = readSettings({ ...env, ACCOUNT_ID: 'account', USAGE_CHUNK: 'show' })
  const world = { settings, cache: createKeyCache(), now: () => noon, newId: () => v7() }
  const ports = { ...createApiPorts(env, world), fetch: async () => Response.json({}), later: () => {} }
  const headers = { authorization: `Bearer ${token}` }
  const answer = await answerApi(new Request(`https://tollgate.test${path}`, { headers }), ports)
  return { status: answer.status, ...(await answer.json<Record<string, unknown>>()) }
}

beforeEach(async () => {
  await emptyBindings()
  await env.KEYS.put('alice', JSON.stringify(alice.record))
  await env.KEYS.put('admin', JSON.stringify(admin.record))
})

test('a holder sees its own rows in D1, and an operator all of them', async () => {
  await applySchema(env.DB)
  await writeRows(env.DB, rows, [labelOf(), labelOf({ key_id: 'bob', name: '<b>Bob</b>' })])
  const own = await ask('/api/requests', alice)
  const all = await ask('/api/requests?limit=2', admin)
  const shown = rows.map((row) => expect.objectContaining({ id: row.id, tags: { team: 'research' } }))
  expect([own, all]).toEqual([
    { status: 200, requests: shown.slice(0, 1), next: null },
    { status: 200, requests: shown, next: rows[1]?.id },
  ])
  expect(await ask('/api/usage?group=key&from=2035-06-01&to=2035-06-30', admin)).toMatchObject({
    rows: [
      { key_id: 'alice', name: "Alice's laptop", requests: 1, cost_nano_usd: 450_000 },
      { key_id: 'bob', name: '<b>Bob</b>', requests: 1, unpriced: 1 },
    ],
    totals: { requests: 2, unpriced: 1, cost_nano_usd: 450_000 },
  })
})

test('a key with a budget is told by its Meter what is spent, a shared one by its wallet’s', async () => {
  const meter = env.METER.getByName('alice')
  await meter.close(rowOf({ at: Date.now(), id: v7(), cost_nano_usd: 250_000_000 }), labelOf())
  await env.KEYS.put('alice', JSON.stringify({ ...alice.record, budget: { usd: 1, per: 'total' } }))
  expect(await ask('/api/key', alice)).toMatchObject({
    budget: { usd: 1, spent_usd: 0.25, reserved_usd: 0, remaining_usd: 0.75, resets_at: null },
    problem: null,
  })
  await env.KEYS.put('@config', '{"wallets": {"research": {"usd": 5, "per": "total"}}}')
  await env.KEYS.put('bob', JSON.stringify({ ...bob.record, wallet: 'research' }))
  expect(await ask('/api/key', bob)).toMatchObject({ wallet: 'research', budget: { usd: 5, spent_usd: 0 } })
})

test('a new deployment answers with nothing, and its doctor says what is not there yet', async () => {
  expect(await ask('/api/usage', alice)).toMatchObject({ status: 200, rows: [], totals: { requests: 0 } })
  const { ok, findings } = await ask('/api/doctor', admin)
  expect([ok, findings]).toEqual([
    true,
    [
      expect.objectContaining({ level: 'note', what: expect.stringContaining('CF_AIG_TOKEN') }),
      expect.objectContaining({ level: 'warning', what: expect.stringContaining('lacks 0001_ledger.sql') }),
    ],
  ])
})

test('the doctor reads KV, D1 and the Meters of keys that were used', async () => {
  await applySchema(env.DB)
  await writeRows(env.DB, rows, [labelOf(), labelOf({ key_id: 'bob' })])
  await env.KEYS.put('bob', '{"hash": "no"}')
  await env.KEYS.put('@config', '{')
  const { ok, findings } = await ask('/api/doctor', admin)
  expect([ok, findings]).toEqual([
    false,
    [
      expect.objectContaining({ level: 'note', what: expect.stringContaining('CF_AIG_TOKEN') }),
      expect.objectContaining({
        level: 'warning',
        what: expect.stringContaining('lab/mystery has no price'),
      }),
      expect.objectContaining({ level: 'error', what: expect.stringContaining('@config is not valid') }),
      expect.objectContaining({
        level: 'error',
        what: expect.stringContaining('The key bob is refused: hash must be'),
      }),
    ],
  ])
})

test('entries are read in pages that KV’s own cursor joins', async () => {
  await Promise.all(Array.from({ length: 250 }, (_, index) => env.KEYS.put(`k${index}`, '{"hash": "no"}')))
  const first = await ask('/api/doctor', admin)
  const second = await ask(`/api/doctor?cursor=${encodeURIComponent(String(first['next']))}`, admin)
  const refused = [first, second].map(
    ({ findings }) => JSON.stringify(findings).split('is refused').length - 1,
  )
  expect([first['next'] !== null, second['next'], refused[0]]).toEqual([true, null, 198])
  expect(refused).toEqual([198, 52])
})

describe('the routes', () => {
  async function fetchFrom(
    path: string,
    method = 'GET',
    more: Record<string, string> = {},
  ): Promise<[number, string | null, unknown]> {
    const context = createExecutionContext()
    const headers = { authorization: `Bearer ${alice.token}`, ...more }
    const request = new Request<unknown, IncomingRequestCfProperties>(`https://tollgate.test${path}`, {
      method,
      headers,
      ...(method === 'POST' && { body: '{}' }),
    })
    const answer = await createWorker().fetch?.(request, env, context)
    await waitOnExecutionContext(context)
    const text = (await answer?.text()) ?? ''
    const cors = answer?.headers.get('access-control-allow-origin') ?? null
    return [answer?.status ?? 0, cors, text === '' ? null : JSON.parse(text)]
  }

  test('lead to the API also where a setting is missing that the doors need, and keep its pages to themselves', async () => {
    const key = expect.objectContaining({ id: 'alice' })
    expect(await fetchFrom('/api/key')).toEqual([200, null, key])
    expect(await fetchFrom('/key/info')).toEqual([200, '*', expect.objectContaining({ key: 'alice' })])
    expect(await fetchFrom('/v1/dashboard/billing/subscription')).toEqual([
      200,
      '*',
      expect.objectContaining({ object: 'billing_subscription' }),
    ])
    expect((await fetchFrom('/api'))[0]).toBe(404)
    expect((await fetchFrom('/v1/chat/completions', 'POST'))[0]).toBe(503)
  })

  test('answer a browser that asks before it sends a key', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'GET' }
    expect(await fetchFrom('/key/info', 'OPTIONS', headers)).toEqual([204, '*', null])
    expect((await fetchFrom('/api/key', 'OPTIONS', headers))[0]).toBe(400)
  })
})
