import { describe, expect, test } from 'vitest'
import { ask, jsonOf, noMeters, noon, portsOf, quietMeters, refusalOf, standing } from './stage.ts'

const plain = {
  id: 'alice',
  name: 'Alice',
  models: null,
  scopes: ['inference'],
  limits: null,
  budget: null,
  wallet: null,
  expires: null,
  tags: { team: 'research' },
  on_disconnect: 'drain',
  usage_chunk: 'hide',
  last_minute: { requests: 2, tokens: 900, running: 1 },
  problem: null,
}
const rich = {
  ...plain,
  id: 'rich',
  name: null,
  tags: {},
  limits: { rpm: 60, parallel: 8 },
  budget: {
    usd: 20,
    per: 'month',
    mode: 'hard',
    spent_usd: 1.234567891,
    reserved_usd: 0.5,
    remaining_usd: 18.265432109,
    resets_at: '2035-07-01T00:00:00.000Z',
  },
  expires: '2035-06-16T12:00:00.001Z',
}

describe('/api/key', () => {
  test('tells a holder its terms, and to the nano-USD what is spent, held and left', async () => {
    expect(await jsonOf(ask('/api/key', portsOf(), { as: 'rich' }))).toEqual([200, rich])
  })

  test('tells of a key without limits what it does', async () => {
    expect(await jsonOf(ask('/api/key', portsOf()))).toEqual([200, plain])
  })

  test('has the wallet’s budget for its own, with nothing left where more is spent than there was', async () => {
    const asked: unknown[] = []
    const meters = {
      ...quietMeters,
      standing: async (...question: unknown[]) => (asked.push(question[1]), { ...standing, resetsAt: null }),
    }
    const [, json] = await jsonOf(ask('/api/key', portsOf({ meters }), { as: 'shared' }))
    expect(json).toMatchObject({
      wallet: 'research',
      models: ['gpt-*'],
      budget: {
        usd: 0.5,
        per: 'total',
        mode: 'hard',
        spent_usd: 1.234567891,
        remaining_usd: 0,
        resets_at: null,
      },
    })
    expect(asked).toEqual([{ usd: 0.5, per: 'total', mode: 'hard' }])
  })

  test.each([noMeters, null])('says that figures are not known while the Meter is away', async (meters) => {
    const unknown = { spent_usd: null, reserved_usd: null, remaining_usd: null, resets_at: null }
    expect(await jsonOf(ask('/api/key', portsOf({ meters }), { as: 'rich' }))).toEqual([
      200,
      {
        ...rich,
        budget: { ...rich.budget, ...unknown },
        last_minute: null,
        problem: 'The Meter of this key could not be reached.',
      },
    ])
  })
})

describe('the balance for clients of one-api', () => {
  const subscription = (usd: number, until: number) => ({
    object: 'billing_subscription',
    has_payment_method: true,
    soft_limit_usd: usd,
    hard_limit_usd: usd,
    system_hard_limit_usd: usd,
    access_until: until,
  })

  test('is the budget and its end in seconds, whatever parameters a client adds', async () => {
    const asked = ask('/v1/dashboard/billing/subscription?x=1', portsOf(), { as: 'rich' })
    expect(await jsonOf(asked)).toEqual([200, subscription(20, noon / 1000 + 86_400)])
  })

  test('is one-api’s own figure for a key without a budget', async () => {
    const asked = ask('/v1/dashboard/billing/subscription', portsOf())
    expect(await jsonOf(asked)).toEqual([200, subscription(100_000_000, 0)])
  })

  test('has what is spent in cents', async () => {
    const path = '/v1/dashboard/billing/usage?start_date=2035-06-01&end_date=2035-06-16'
    expect(await jsonOf(ask(path, portsOf(), { as: 'rich' }))).toEqual([
      200,
      { object: 'list', total_usage: 123.4567891 },
    ])
  })

  test.each(['/v1/dashboard/billing/usage', '/key/info'])(
    'is refused at %s while the Meter is away: none is made up',
    async (path) => {
      expect(await refusalOf(ask(path, portsOf({ meters: noMeters })))).toEqual({
        status: 503,
        code: 'overloaded',
        param: null,
        message: 'The Meter of this key could not be reached. Try again in a moment.',
      })
    },
  )
})

describe('the balance for clients of LiteLLM', () => {
  const info = {
    key_name: 'alice',
    key_alias: 'Alice',
    spend: 1.234567891,
    max_budget: null,
    budget_duration: null,
    budget_reset_at: '2035-07-01T00:00:00.000Z',
    expires: null,
    models: [],
    rpm_limit: null,
    tpm_limit: null,
    max_parallel_requests: null,
    metadata: { team: 'research' },
    user_id: null,
    team_id: null,
    blocked: false,
  }

  test('is the key that asks, by its id and never by its token', async () => {
    const answer = await ask('/key/info?key=sk-rich-anything', portsOf(), { as: 'rich' })
    const text = await answer.text()
    expect(JSON.parse(text)).toEqual({
      key: 'rich',
      info: {
        ...info,
        key_name: 'rich',
        key_alias: 'rich',
        metadata: {},
        max_budget: 20,
        budget_duration: '1mo',
        expires: '2035-06-16T12:00:00.001Z',
        rpm_limit: 60,
        max_parallel_requests: 8,
      },
    })
    expect(text).not.toContain('sk-')
  })

  test('has no limit where the key has none', async () => {
    expect(await jsonOf(ask('/key/info', portsOf()))).toEqual([200, { key: 'alice', info }])
  })
})
