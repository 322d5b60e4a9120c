import { describe, expect, test } from 'vitest'
import { ask, jsonOf, noMeters, portsOf } from './stage.ts'

describe('/api/wallets', () => {
  test('tells an operator how each wallet stands', async () => {
    const answer = await jsonOf(ask('/api/wallets', portsOf(), { as: 'admin' }))
    expect(answer).toEqual([
      200,
      {
        wallets: [
          {
            name: 'research',
            usd: 0.5,
            per: 'total',
            mode: 'hard',
            spent_usd: 1.234567891,
            reserved_usd: 0.5,
            remaining_usd: 0,
            resets_at: '2035-07-01T00:00:00.000Z',
          },
        ],
        next: null,
      },
    ])
  })

  test('says what a wallet may spend where its Meter cannot be reached', async () => {
    const [status, json] = await jsonOf(ask('/api/wallets', portsOf({ meters: noMeters }), { as: 'admin' }))
    expect([status, json]).toMatchObject([
      200,
      { wallets: [{ name: 'research', usd: 0.5, spent_usd: null, remaining_usd: null }] },
    ])
  })

  test('begins after the cursor', async () => {
    const answer = await jsonOf(ask('/api/wallets?cursor=research', portsOf(), { as: 'admin' }))
    expect(answer).toEqual([200, { wallets: [], next: null }])
  })

  test('is for operators only', async () => {
    const [status, json] = await jsonOf(ask('/api/wallets', portsOf()))
    expect([status, json]).toMatchObject([403, { error: { code: 'scope_required' } }])
  })
})
