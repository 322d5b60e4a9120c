import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guest, type Stage, startStage } from '../doors/stage.ts'
import type { Reply } from '../support/gateway.ts'
import { post } from '../support/raw-client.ts'
import { accountOf } from './burst.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
  const kv = await stage.worker.kv()
  // Long enough to reach the gateway, and to look at the account meanwhile, on a busy machine.
  const duo = [{ to: 'groq/llama-3.3-70b-versatile', timeout_ms: 4_000 }, 'openai/gpt-4o']
  // A target that failed just now is tried last, so that no two tests may share one.
  const others = ['groq/llama-3.1-8b-instant', 'openai/gpt-4o']
  const third = ['groq/openai/gpt-oss-20b', 'openai/gpt-4o']
  await kv.put('@config', JSON.stringify({ models: { duo, others, third } }))
})
afterAll(async () => {
  await stage.stop()
})

const budget = { budget: { usd: 1, per: 'month' } }
const nano = 1_000_000_000
const usage = { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 }
const body = { model: 'gpt-4o', max_completion_tokens: 1000, messages: [{ role: 'user', content: 'hi' }] }
const served = { id: 'c', object: 'chat.completion', model: 'gpt-4o-2024-08-06', choices: [], usage }
const chunk = `data: ${JSON.stringify({ ...served, choices: [{ index: 0, delta: { content: 'word ' } }], usage: null })}\n\n`
const eventStream = { 'content-type': 'text/event-stream' }

function ask({ token }: Guest, more: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${stage.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...body, ...more }),
  })
}

async function errorOf(answer: Response): Promise<Record<string, unknown>> {
  return ((await answer.json()) as { error: Record<string, unknown> }).error
}

/** The next request of a guest, held until the test answers it. */
function held(guest: Guest): Promise<Reply> {
  return new Promise((resolve) => guest.answerWith((reply) => resolve(reply)))
}

/** What a key holds once nothing runs any more. */
async function settledAccount(guest: Guest): Promise<{ spent: number; reserved: number }> {
  await guest.rows(1)
  return accountOf(stage.url, guest.token)
}

describe.concurrent('a key may make', () => {
  test('so many requests a minute, and is told what is left of them, not of the operator’s', async () => {
    const guest = await stage.guest('rpm', { limits: { rpm: 2, tpm: 1_000_000 } })
    guest.answerWith((reply) => reply.answer(200, served, { 'x-ratelimit-remaining-requests': '9999' }))
    const answers = [await ask(guest), await ask(guest), await ask(guest)]
    const header = (name: string): unknown => answers.map(({ headers }) => headers.get(name))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(header('x-ratelimit-limit-requests')).toEqual(['2', '2', null])
    expect(header('x-ratelimit-remaining-requests')).toEqual(['1', '0', null])
    expect(header('x-ratelimit-limit-tokens')).toEqual(['1000000', '1000000', null])
    const [, , refused] = answers
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await errorOf(refused ?? new Response())).toEqual({
      type: 'requests',
      code: 'rate_limit_exceeded',
      param: null,
      message: expect.stringMatching(
        /^This key may make 2 requests in any minute, and has made as many\. Try again in/,
      ),
      scope: 'rpm',
      limit: 2,
      used: 2,
      reserved: 0,
      required: 1,
      resets_at: expect.stringMatching(/Z$/),
    })
  })

  test('so many at once, and the next when one has ended', async ({ expect }) => {
    const guest = await stage.guest('parallel', { limits: { parallel: 1 } })
    const waiting = held(guest)
    const first = ask(guest)
    const reply = await waiting
    const second = await ask(guest)
    expect([second.status, second.headers.get('retry-after'), await errorOf(second)]).toEqual([
      429,
      '1',
      expect.objectContaining({ scope: 'parallel', limit: 1, used: 1, resets_at: null }),
    ])
    reply.answer(200, served)
    await (await first).arrayBuffer()
    guest.answerWith((next) => next.answer(200, served))
    await expect.poll(async () => (await ask(guest)).status).toBe(200)
  })

  test('so many tokens, and is not told to come back for more than a minute has', async () => {
    const guest = await stage.guest('tpm', { limits: { tpm: 1500 } })
    guest.answerWith((reply) => reply.answer(200, served))
    const [first, long] = [await ask(guest), await ask(guest, { user: 'x'.repeat(2000) })]
    expect([first.status, long.status, long.headers.get('x-should-retry')]).toEqual([200, 429, 'false'])
    expect(await errorOf(long)).toMatchObject({ scope: 'tpm', limit: 1500, used: 46 })
  })

  test('tokens again that an upstream’s refusal did not use', async ({ expect }) => {
    const guest = await stage.guest('tpm-again', { limits: { tpm: 1500 } })
    guest.answerWith((reply) =>
      reply.answer(400, { error: { message: 'no', type: 'invalid_request_error' } }),
    )
    await (await ask(guest)).arrayBuffer()
    guest.answerWith((reply) => reply.answer(200, served))
    await expect.poll(async () => (await ask(guest)).status).toBe(200)
  })
})

describe.concurrent('a client that leaves', () => {
  const stream = { ...body, stream: true }

  /** One that leaves when it has seen the first chunk. */
  async function leaving(guest: Guest): Promise<Reply> {
    const waiting = held(guest)
    const client = post(`${stage.url}/v1/chat/completions`, guest.token, JSON.stringify(stream))
    const reply = await waiting
    reply.head(200, eventStream)
    await reply.send(chunk)
    await client.received(1)
    client.leave()
    return reply
  }

  test('is read on for, under `drain`, and what it used is what it pays', async () => {
    const guest = await stage.guest('drains', budget)
    const reply = await leaving(guest)
    await reply.send(`data: ${JSON.stringify({ ...served, usage })}\n\n`)
    reply.end('data: [DONE]\n\n')
    const [row] = await guest.rows(1)
    expect(row).toMatchObject({ outcome: 'client_gone', usage_source: 'drained', cost_nano_usd: 370_000 })
    expect(await settledAccount(guest)).toEqual({ spent: 370_000, reserved: 0 })
  })

  test('ends its request at once, under `cancel`, and pays an estimate of what was seen', async () => {
    const guest = await stage.guest('cancels', { ...budget, on_disconnect: 'cancel' })
    const reply = await leaving(guest)
    await reply.left
    const [row] = await guest.rows(1)
    expect(row).toMatchObject({ outcome: 'client_gone', usage_source: 'estimated', output_tokens: null })
    const cost = row?.cost_nano_usd ?? 0
    // A token for each byte that was seen, at no less than the price of all.
    expect(cost).toBeGreaterThan(chunk.length * 10_000)
    expect(cost).toBeLessThan(0.017 * nano)
    expect(await settledAccount(guest)).toEqual({ spent: cost, reserved: 0 })
  })

  test('before anything of a whole answer came pays for all of it that it asked for', async () => {
    const guest = await stage.guest('cancels-early', { ...budget, on_disconnect: 'cancel' })
    const waiting = held(guest)
    const client = post(`${stage.url}/v1/chat/completions`, guest.token, JSON.stringify(body))
    const reply = await waiting
    const { reserved } = await accountOf(stage.url, guest.token)
    client.leave()
    await reply.left
    const [row] = await guest.rows(1)
    expect(reserved).toBeGreaterThan(1000 * 10_000)
    expect(row).toMatchObject({
      outcome: 'client_gone',
      status: null,
      usage_source: 'estimated',
      cost_nano_usd: reserved,
    })
    expect(await settledAccount(guest)).toEqual({ spent: row?.cost_nano_usd, reserved: 0 })
  })
})

describe.concurrent('an attempt', () => {
  test('that was given up without a status keeps its reservation, and the next has its own', async () => {
    const guest = await stage.guest('chain', budget)
    const during: { spent: number; reserved: number }[] = []
    guest.answerWith(async (reply, { url }) => {
      during.push(await accountOf(stage.url, guest.token))
      if (url.includes('/openai/')) reply.answer(200, served)
    })
    const answer = await ask(guest, { model: 'duo' })
    expect([answer.status, answer.headers.get('tollgate-target')]).toEqual([200, 'openai/gpt-4o'])
    const [row] = await guest.rows(1)
    const [first, second] = during
    expect(first?.reserved).toBeGreaterThan(0)
    expect(second?.reserved).toBeGreaterThan(first?.reserved ?? 0)
    expect(row).toMatchObject({
      attempts: 2,
      usage_source: 'estimated',
      cost_nano_usd: (first?.reserved ?? 0) + 370_000,
    })
    expect(await settledAccount(guest)).toEqual({ spent: row?.cost_nano_usd, reserved: 0 })
  })

  test('that was given up for its gateway’s patience keeps its tokens in the minute', async () => {
    const guest = await stage.guest('chain-tokens', { limits: { tpm: 100_000 } })
    guest.answerWith((reply, { url }) =>
      url.includes('/openai/') ? reply.answer(200, served) : reply.answer(504, { error: {} }),
    )
    const left = async (model: string): Promise<number> => {
      const answer = await ask(guest, { model })
      await answer.arrayBuffer()
      return Number(answer.headers.get('x-ratelimit-remaining-tokens'))
    }
    const before = await left('gpt-4o')
    await left('third')
    expect(await guest.rows(2)).toMatchObject([
      { attempts: 1, usage_source: 'reported', input_tokens: 12, output_tokens: 34 },
      { attempts: 2, usage_source: 'reported', input_tokens: 12, output_tokens: 34 },
    ])
    const givenUp = before - (await left('gpt-4o')) - 2 * usage.total_tokens
    expect(givenUp).toBeGreaterThan(1000)
    expect(givenUp).toBeLessThan(2000)
  })

  test('that was answered by an error costs nothing', async () => {
    const guest = await stage.guest('chain-error', budget)
    guest.answerWith((reply, { url }) =>
      url.includes('/openai/')
        ? reply.answer(200, served)
        : reply.answer(503, { error: { message: 'busy' } }),
    )
    await (await ask(guest, { model: 'others' })).arrayBuffer()
    expect(await guest.rows(1)).toMatchObject([
      { attempts: 2, usage_source: 'reported', cost_nano_usd: 370_000 },
    ])
    expect(await settledAccount(guest)).toEqual({ spent: 370_000, reserved: 0 })
  })
})

test('an answer for which the gateway gave up waiting costs all that was held for it: its error shows nothing of the work', async () => {
  const guest = await stage.guest('given-up', budget)
  let reserved = 0
  guest.answerWith(async (reply) => {
    reserved = (await accountOf(stage.url, guest.token)).reserved
    reply.answer(504, { error: { message: 'The provider took too long.' } })
  })
  await (await ask(guest)).arrayBuffer()
  expect(reserved).toBeGreaterThan(1000 * 10_000)
  expect(await guest.rows(1)).toMatchObject([
    { status: 504, outcome: 'upstream_error', usage_source: 'estimated', cost_nano_usd: reserved },
  ])
  expect(await settledAccount(guest)).toEqual({ spent: reserved, reserved: 0 })
})

describe.concurrent('bad input', () => {
  test.each([0, -5, '1000', 1.5, null])('max_completion_tokens: %j reserves nothing wrong', async (given) => {
    const id = `limit-${String(given).replace(/\W/g, 'x')}`
    const guest = await stage.guest(id, budget)
    guest.answerWith((reply) => reply.answer(200, served))
    const answer = await ask(guest, { max_completion_tokens: given })
    const [status, error] = given === null ? [200, undefined] : [400, 'max_completion_tokens']
    expect([answer.status, given === null ? undefined : (await errorOf(answer))['param']]).toEqual([
      status,
      error,
    ])
    expect((await accountOf(stage.url, guest.token)).reserved).toBeGreaterThanOrEqual(0)
    expect(guest.arrivals().length).toBe(given === null ? 1 : 0)
  })

  test('max_completion_tokens of a million is lowered to what can be paid', async () => {
    const guest = await stage.guest('limit-million', budget)
    guest.answerWith((reply) => reply.answer(200, served))
    const answer = await ask(guest, { max_completion_tokens: 1_000_000 })
    expect([answer.status, answer.headers.get('tollgate-clamped')]).toEqual([
      200,
      expect.stringMatching(/^max_completion_tokens=\d{5}$/),
    ])
  })

  test('a body that lies about its length goes nowhere and holds nothing', async () => {
    const guest = await stage.guest('lies', budget)
    const text = JSON.stringify(body)
    for (const length of [text.length + 100, 5]) {
      const { hostname, port } = new URL(stage.url)
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: w\r\nauthorization: Bearer ${guest.token}\r\n`
      socket.end(`${head}content-length: ${length}\r\n\r\n${text}`)
      await new Promise((resolve) => socket.resume().on('close', resolve))
    }
    expect(guest.arrivals()).toEqual([])
    expect(await accountOf(stage.url, guest.token)).toEqual({ spent: 0, reserved: 0 })
  })

  test('two requests with one idempotency key are two requests, each held and paid for', async () => {
    const guest = await stage.guest('idempotent', budget)
    guest.answerWith((reply) => reply.answer(200, served))
    const headers = { 'idempotency-key': 'once' }
    const answers = await Promise.all([ask(guest, {}, headers), ask(guest, {}, headers)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const keys = guest.arrivals().map((arrival) => arrival.headers['idempotency-key'])
    expect([new Set(keys).size, keys.includes('once')]).toEqual([1, false])
    await guest.rows(2)
    expect(await accountOf(stage.url, guest.token)).toEqual({ spent: 740_000, reserved: 0 })
  })

  test('an unknown wallet is the key’s mistake, and nothing goes up', async () => {
    const guest = await stage.guest('no-wallet', { wallet: 'nobodys' })
    const answer = await ask(guest)
    expect([answer.status, (await errorOf(answer))['code'], guest.arrivals()]).toEqual([
      403,
      'key_misconfigured',
      [],
    ])
  })
})
