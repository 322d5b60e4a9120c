import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, rowsOf } from '../doors/keys-and-rows.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type ClientSocket, openSocket, Refused } from '../support/socket-client.ts'
import { type SocketGateway, startSocketGateway, type UpstreamSocket } from '../support/socket-gateway.ts'
import { accountOf } from './burst.ts'

let gateway: SocketGateway
let worker: BuiltWorker

beforeAll(async () => {
  gateway = await startSocketGateway()
  worker = await startWorker({ gatewayUrl: gateway.url })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

/** Two windows of 32,000 tokens of sound at 32 USD a million, and 4,096 of its answer at 64 USD. */
const slice = 2 * 32_000 * 32_000 + 4096 * 64_000

interface Joined {
  token: string
  client: ClientSocket
  upstream: UpstreamSocket
}

async function join(id: string, usd: number): Promise<Joined> {
  const token = await addKey(worker, id, { budget: { usd, per: 'month' } })
  const client = openSocket(`${worker.url}/v1/realtime?model=gpt-realtime`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await client.opened
  return { token, client, upstream: await gateway.socketOf(id) }
}

/** One response of sound alone: 0.096 USD. */
const response = {
  type: 'response.done',
  response: {
    status: 'completed',
    usage: {
      total_tokens: 2000,
      input_tokens: 1000,
      output_tokens: 1000,
      input_token_details: { text_tokens: 0, audio_tokens: 1000, cached_tokens: 0 },
      output_token_details: { text_tokens: 0, audio_tokens: 1000 },
    },
  },
}
const cost = 1000 * 32_000 + 1000 * 64_000

describe.concurrent('a socket of a key with a budget', () => {
  test('holds two slices, pays for what it used, and holds nothing when it is over', async ({ expect }) => {
    const { token, client, upstream } = await join('slices', 5)
    expect(await accountOf(worker.url, token)).toEqual({ spent: 0, reserved: 2 * slice })
    upstream.send({ type: 'response.created' })
    upstream.send(response)
    await client.next()
    await client.next()
    await expect.poll(() => accountOf(worker.url, token)).toEqual({ spent: 0, reserved: 2 * slice + cost })
    client.close(1000, 'done')
    const [row] = await rowsOf(worker, 'slices', 1)
    expect(row).toMatchObject({ status: 101, usage_source: 'reported', cost_nano_usd: cost })
    expect(await accountOf(worker.url, token)).toEqual({ spent: cost, reserved: 0 })
  })

  test('pays a slice for a response that it asked for and did not wait for', async () => {
    const { token, client, upstream } = await join('asked', 5)
    upstream.send({ type: 'response.created' })
    upstream.send(response)
    await client.next()
    await client.next()
    client.send({ type: 'response.create' })
    await upstream.next()
    upstream.close(1000, 'gone')
    const [row] = await rowsOf(worker, 'asked', 1)
    expect(row).toMatchObject({ usage_source: 'estimated', cost_nano_usd: cost + slice })
    expect(await accountOf(worker.url, token)).toEqual({ spent: cost + slice, reserved: 0 })
  })

  test('is closed when the next slice does not fit', async () => {
    const { token, client, upstream } = await join('closed', (2 * slice + cost) / 1e9)
    for (let responses = 0; responses < 2; responses++) {
      upstream.send({ type: 'response.created' })
      upstream.send(response)
    }
    expect(await client.closed).toEqual({
      code: 1008,
      reason: 'insufficient_quota: What is left of this key does not hold another response.',
    })
    await upstream.closed
    const [row] = await rowsOf(worker, 'closed', 1)
    expect(row).toMatchObject({ status: 101, cost_nano_usd: 2 * cost })
    expect(await accountOf(worker.url, token)).toEqual({ spent: 2 * cost, reserved: 0 })
  })

  test('is not opened where two slices do not fit', async () => {
    const refused: unknown = await join('too-poor', 1).catch((error) => error)
    if (!(refused instanceof Refused)) throw refused
    expect([refused.status, JSON.parse(refused.body)]).toMatchObject([
      429,
      { error: { code: 'insufficient_quota', scope: 'budget', limit: 1, required: (2 * slice) / 1e9 } },
    ])
  })

  test('may bring no tools that the provider runs', async () => {
    const { client } = await join('brings-tools', 5)
    client.send({
      type: 'session.update',
      session: { tools: [{ type: 'mcp', server_url: 'https://a.test' }] },
    })
    expect(await client.closed).toMatchObject({
      code: 1008,
      reason: expect.stringContaining('session.tools'),
    })
  })
})
