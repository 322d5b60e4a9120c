import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { post } from '../support/raw-client.ts'
import type { Arrival, Reply } from '../support/gateway.ts'
import { type Answered, exchange, jsonOf } from './exchange.ts'
import { type Guest, type Stage, startStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

const statuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529]

/** What failed just now is tried last, for every key: so each test has targets of its own. */
function pair(name: string): string[] {
  return [`groq/${name}-first`, `xai/${name}-second`]
}

const config = {
  models: {
    ...Object.fromEntries(statuses.map((status) => [`status-${status}`, pair(`status-${status}`)])),
    ...Object.fromEntries(
      ['refused', 'gone', 'broken', 'inside', 'all-fail', 'again', 'form'].map((name) => [name, pair(name)]),
    ),
    // Long enough to reach the gateway on a busy machine: only what has arrived can be let go.
    hangs: [{ to: 'groq/hangs-first', timeout_ms: 5_000 }, 'xai/hangs-second'],
    placed: ['groq/placed-first', 'azure/east/gpt', 'bedrock/eu-west-1/openai.gpt-oss-120b-1:0'],
    claude: ['anthropic/claude-opus-5', 'openai/claude-second'],
    'to-claude': ['openai/to-claude-first', 'anthropic/claude-sonnet-5'],
    messages: ['anthropic/claude-haiku-4-5', 'openrouter/anthropic/claude-haiku-4.5'],
    picky: 'lab/picky',
    cached: { to: 'groq/cached', cache_ttl: 3600 },
  },
  providers: { lab: { gateway: 'custom-lab', dialect: 'openai' } },
}

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await (await stage.worker.kv()).put('@config', JSON.stringify(config))
})
afterAll(() => stage.stop())

const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
const words = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  usage,
}
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 4 },
}

/** Asks for a chat by its text, which is not written as a program would. */
function chat(guest: Pick<Guest, 'token'>, model: string, path = '/v1/chat/completions'): Promise<Answered> {
  return exchange(stage.url, {
    path,
    headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
    body: `{ "model" : "${model}",\n  "max_tokens": 9, "messages": [{"role": "user", "content": "é 1.0"}] }`,
  })
}

/** What went up: where to below the gateway, and the body's text. */
async function went(guest: Guest): Promise<[string, string][]> {
  const all = guest.arrivals()
  return Promise.all(
    all.map(async ({ url, body }): Promise<[string, string]> => [
      url.replace(/^\/v1\/local\/default\//, ''),
      String(await body.catch(() => 'broken off')),
    ]),
  )
}

function bodyWith(model: string): string {
  return `{ "model" : "${model}",\n  "max_tokens": 9, "messages": [{"role": "user", "content": "é 1.0"}] }`
}

/** What the row says of the chain. */
function told({ provider, model, attempts, status, outcome }: Row): unknown {
  return { provider, model, attempts, status, outcome }
}

/** The first one is answered so, every other one with words. */
function firstly(guest: Guest, act: (reply: Reply, arrival: Arrival) => unknown): void {
  guest.answerWith((reply, arrival) =>
    guest.arrivals()[0] === arrival ? act(reply, arrival) : reply.answer(200, { ...words, model: 'served' }),
  )
}

describe.concurrent('a chain goes on', () => {
  test.each(statuses.filter((status) => status >= 500 || status === 408 || status === 429))(
    'after a %i, with the body as it was but for the name of the model',
    async (status) => {
      const guest = await stage.guest(`on-${status}`)
      firstly(guest, (reply) => reply.answer(status, { error: { message: 'no', type: 'x' } }))
      const answer = await chat(guest, `status-${status}`)
      expect([answer.status, jsonOf(answer)]).toEqual([200, { ...words, model: 'served' }])
      expect(answer.headers).toMatchObject({ 'tollgate-target': `grok/status-${status}-second` })
      expect(await went(guest)).toEqual([
        ['groq/chat/completions', bodyWith(`status-${status}-first`)],
        ['grok/v1/chat/completions', bodyWith(`status-${status}-second`)],
      ])
      expect((await guest.rows(1)).map(told)).toEqual([
        { provider: 'grok', model: `status-${status}`, attempts: 2, status: 200, outcome: 'complete' },
      ])
    },
  )

  test('after a connection that breaks', async () => {
    const guest = await stage.guest('refused')
    firstly(guest, (reply) => reply.break())
    const answer = await chat(guest, 'refused')
    expect([answer.status, answer.headers['tollgate-target']]).toEqual([200, 'grok/refused-second'])
    expect((await guest.rows(1)).map(told)).toEqual([
      { provider: 'grok', model: 'refused', attempts: 2, status: 200, outcome: 'complete' },
    ])
  })

  test('after a target that does not begin to answer in its time, and lets its connection go', async () => {
    const guest = await stage.guest('hangs')
    const { promise: left, resolve } = Promise.withResolvers<string>()
    firstly(guest, (reply) => void reply.left.then(() => resolve('left')))
    const answer = await chat(guest, 'hangs')
    expect([answer.status, answer.headers['tollgate-target'], await left]).toEqual([
      200,
      'grok/hangs-second',
      'left',
    ])
    expect((await guest.rows(1)).map(told)).toEqual([
      { provider: 'grok', model: 'hangs', attempts: 2, status: 200, outcome: 'complete' },
    ])
  })

  test('to its end, whatever the form of each target’s path', async () => {
    const guest = await stage.guest('placed')
    guest.answerWith((reply) => reply.answer(guest.arrivals().length < 3 ? 503 : 200, words))
    const answer = await chat(guest, 'placed')
    expect([answer.status, answer.headers['tollgate-target']]).toEqual([
      200,
      'aws-bedrock/eu-west-1/openai.gpt-oss-120b-1:0',
    ])
    expect(await went(guest)).toEqual([
      ['groq/chat/completions', bodyWith('placed-first')],
      ['azure-openai/east/gpt/chat/completions?api-version=2024-10-21', bodyWith('placed')],
      [
        'aws-bedrock/bedrock-mantle/eu-west-1/openai/v1/chat/completions',
        bodyWith('openai.gpt-oss-120b-1:0'),
      ],
    ])
    expect((await guest.rows(1)).map(told)).toEqual([
      { provider: 'aws-bedrock', model: 'placed', attempts: 3, status: 200, outcome: 'complete' },
    ])
  })

  test('and the last failure is the client’s, if all fail', async () => {
    const guest = await stage.guest('all-fail')
    guest.answerWith((reply) =>
      reply.answer(guest.arrivals().length === 1 ? 500 : 429, {
        error: { message: 'slow down', type: 'requests' },
      }),
    )
    const answer = await chat(guest, 'all-fail')
    expect([answer.status, jsonOf(answer)]).toEqual([
      429,
      { error: { message: 'slow down', type: 'requests' } },
    ])
    expect((await guest.rows(1)).map(told)).toEqual([
      { provider: 'grok', model: 'all-fail', attempts: 2, status: 429, outcome: 'refused_upstream' },
    ])
  })

  test('with a form, whose file goes byte for byte', async () => {
    const guest = await stage.guest('form')
    firstly(guest, (reply) => reply.answer(503, { error: { message: 'no', type: 'x' } }))
    const part = (name: string, more: string, content: string) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`
    const form = (model: string) =>
      `${part('file', '; filename="a.mp3"', 'ÿ\u0001sound')}${part('model', '', model)}--x--\r\n`
    const answer = await exchange(stage.url, {
      path: '/v1/audio/transcriptions',
      headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: form('form'),
    })
    expect(answer.status).toBe(200)
    expect(await went(guest)).toEqual([
      ['groq/audio/transcriptions', form('form-first')],
      ['grok/v1/audio/transcriptions', form('form-second')],
    ])
  })
})

describe.concurrent('a chain does not go on', () => {
  test.each(statuses.filter((status) => status < 500 && status !== 408 && status !== 429))(
    'after a %i: the request is at fault',
    async (status) => {
      const guest = await stage.guest(`not-on-${status}`)
      firstly(guest, (reply) => reply.answer(status, { error: { message: 'no', type: 'x' } }))
      const answer = await chat(guest, `status-${status}`)
      expect(answer.headers['tollgate-target']).toBe(`groq/status-${status}-first`)
      expect(await went(guest)).toEqual([['groq/chat/completions', bodyWith(`status-${status}-first`)]])
      expect((await guest.rows(1)).map(told)).toEqual([
        { provider: 'groq', model: `status-${status}`, attempts: 1, status, outcome: 'refused_upstream' },
      ])
    },
  )

  test('once a byte went out: the client’s stream breaks as the upstream’s did', async () => {
    const guest = await stage.guest('broken')
    firstly(guest, async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send('data: {"choices":[]}\n\n')
      reply.break()
    })
    await expect(chat(guest, 'broken')).rejects.toThrow('aborted')
    expect(await guest.rows(1)).toMatchObject([{ provider: 'groq', attempts: 1, outcome: 'upstream_error' }])
    expect(guest.arrivals()).toHaveLength(1)
  })

  test('for a client that has left', async () => {
    const guest = await stage.guest('gone')
    const { promise: arrived, resolve } = Promise.withResolvers<Reply>()
    firstly(guest, resolve)
    const client = post(`${stage.url}/v1/chat/completions`, guest.token, bodyWith('gone'))
    const reply = await arrived
    client.leave()
    await new Promise((wait) => setTimeout(wait, 1_000))
    reply.answer(500, {})
    expect((await guest.rows(1)).map(told)).toMatchObject([{ provider: 'groq', attempts: 1, status: 500 }])
    expect(guest.arrivals()).toHaveLength(1)
  })

  test('after a 200, whatever stands in it', async () => {
    const guest = await stage.guest('inside')
    const error = { error: { message: 'overloaded', type: 'server_error' } }
    firstly(guest, (reply) => reply.answer(200, error))
    const answer = await chat(guest, 'inside')
    expect([answer.status, jsonOf(answer)]).toEqual([200, error])
    expect(await guest.rows(1)).toMatchObject([{ provider: 'groq', attempts: 1, outcome: 'upstream_error' }])
  })
})

test.concurrent('a target that failed just now is tried last, so that an outage costs one request an attempt', async () => {
  const guest = await stage.guest('again')
  guest.answerWith((reply, { url }) => reply.answer(url.includes('/groq/') ? 503 : 200, words))
  for (const _ of [1, 2, 3]) expect((await chat(guest, 'again')).status).toBe(200)
  expect((await went(guest)).map(([path]) => path.split('/')[0])).toEqual(['groq', 'grok', 'grok', 'grok'])
  expect((await guest.rows(3)).map(({ attempts }) => attempts)).toEqual([2, 1, 1])
})

describe.concurrent('a chain of two APIs', () => {
  test('says a chat to Claude in its words, and to the next as the client did', async () => {
    const guest = await stage.guest('claude')
    firstly(guest, (reply) =>
      reply.answer(529, { type: 'error', error: { type: 'overloaded_error', message: 'x' } }),
    )
    const answer = await chat(guest, 'claude')
    expect([answer.status, jsonOf(answer)]).toEqual([200, { ...words, model: 'served' }])
    const [first, second] = await went(guest)
    expect([first?.[0], JSON.parse(first?.[1] ?? '')]).toEqual([
      'anthropic/v1/messages',
      {
        model: 'claude-opus-5',
        max_tokens: 9,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'é 1.0' }] }],
      },
    ])
    expect(second).toEqual(['openai/chat/completions', bodyWith('claude-second')])
  })

  test('translates Claude’s answer where it comes second', async () => {
    const guest = await stage.guest('to-claude')
    guest.answerWith((reply, { url }) => reply.answer(url.includes('/openai/') ? 500 : 200, message))
    const answer = await chat(guest, 'to-claude')
    expect(jsonOf(answer)).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    })
    expect(await guest.rows(1)).toMatchObject([
      { provider: 'anthropic', attempts: 2, input_tokens: 3, output_tokens: 4, outcome: 'complete' },
    ])
  })

  test('holds on the Anthropic door', async () => {
    const guest = await stage.guest('messages')
    guest.answerWith((reply, { url }) => reply.answer(url.includes('/anthropic/') ? 529 : 200, message))
    const answer = await chat(guest, 'messages', '/v1/messages')
    expect([answer.status, jsonOf(answer)]).toEqual([200, message])
    expect(await went(guest)).toEqual([
      ['anthropic/v1/messages', bodyWith('claude-haiku-4-5')],
      ['openrouter/v1/messages', bodyWith('anthropic/claude-haiku-4.5')],
    ])
  })
})

test.concurrent('an upstream that refuses `stream_options` is asked once more without, and not again', async () => {
  const guest = await stage.guest('picky')
  const body = '{"model":"picky","stream":true,"messages":[]}'
  guest.answerWith(async (reply, arrival) =>
    String(await arrival.body).includes('stream_options')
      ? reply.answer(400, {
          error: { message: 'Unknown parameter: stream_options', type: 'invalid_request_error' },
        })
      : reply.stream(['data: {"choices":[]}\n\n', 'data: [DONE]\n\n']),
  )
  const headers = { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' }
  const ask = { path: '/v1/chat/completions', headers, body }
  for (const _ of [1, 2]) expect((await exchange(stage.url, ask)).status).toBe(200)
  expect(await went(guest)).toEqual([
    ['custom-lab/chat/completions', body.replace('{', '{"stream_options":{"include_usage":true},')],
    ['custom-lab/chat/completions', body],
    ['custom-lab/chat/completions', body],
  ])
  expect((await guest.rows(2)).map(({ attempts }) => attempts)).toEqual([2, 1])
})

test.concurrent('an alias caches for a key alone, and what the gateway had stored costs nothing', async () => {
  const guest = await stage.guest('cached')
  const other = await stage.guest('cached-too')
  for (const one of [guest, other]) {
    one.answerWith((reply) => reply.answer(200, words, { 'cf-aig-cache-status': 'HIT' }))
    expect((await chat(one, 'cached')).headers['cf-aig-cache-status']).toBe('HIT')
  }
  const [mine, theirs] = [guest, other].map((one) => one.arrivals()[0]?.headers)
  expect([mine?.['cf-aig-cache-ttl'], theirs?.['cf-aig-cache-ttl']]).toEqual(['3600', '3600'])
  expect(mine?.['cf-aig-cache-key']).toMatch(/^[0-9a-f]{64}$/)
  expect(theirs?.['cf-aig-cache-key']).not.toBe(mine?.['cf-aig-cache-key'])
  expect(await guest.rows(1)).toMatchObject([{ cost_nano_usd: 0, price_id: 'gateway-cache' }])
})

describe.concurrent('the models of a key, which no row tells of, are listed by', () => {
  const models = ['picky', 'messages', 'claude-opus-4-7', 'gemini-2.5-flash', '!openrouter/*']
  const guestFor = (name: string) => stage.guest(`lists-${name}`, { models })

  test('the OpenAI SDK', async () => {
    const guest = await guestFor('openai')
    const client = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/v1`, maxRetries: 0 })
    const list = await Array.fromAsync(client.models.list())
    expect(list.map(({ id }) => id)).toEqual(['messages', 'picky', 'claude-opus-4-7', 'gemini-2.5-flash'])
    expect((await client.models.retrieve('gpt-5').catch((error) => error)).code).toBe('model_not_allowed')
    expect((await client.models.retrieve('picky')).owned_by).toBe('tollgate')
    expect(guest.arrivals()).toEqual([])
  })

  test('Anthropic’s SDK, page by page', async () => {
    const guest = await guestFor('anthropic')
    const client = new Anthropic({ apiKey: guest.token, baseURL: stage.url, maxRetries: 0 })
    const list = await Array.fromAsync(client.models.list({ limit: 1 }))
    expect(list.map(({ id }) => id)).toEqual(['messages', 'picky', 'claude-opus-4-7', 'gemini-2.5-flash'])
    expect((await client.models.retrieve('messages')).type).toBe('model')
    expect(guest.arrivals()).toEqual([])
  })

  test('Google’s SDK, page by page', async () => {
    const guest = await stage.guest('lists-google', { models: ['gemini-2.5-*'] })
    const client = new GoogleGenAI({ apiKey: guest.token, httpOptions: { baseUrl: stage.url } })
    const list = await Array.fromAsync(await client.models.list({ config: { pageSize: 2 } }))
    expect(list.map(({ name }) => name)).toContain('models/gemini-2.5-pro')
    expect(list.filter(({ name }) => !name?.startsWith('models/gemini-2.5-'))).toEqual([])
    expect((await client.models.get({ model: 'gemini-2.5-flash' })).displayName).toBe('gemini-2.5-flash')
    expect(guest.arrivals()).toEqual([])
  })
})
