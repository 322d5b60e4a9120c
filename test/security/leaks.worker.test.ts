import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answered, exchange } from '../doors/exchange.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { setFaults } from '../support/faults.ts'
import { type Gateway, type Handler, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { foundBelow, foundIn } from './canary.ts'

const spoken = { prompt: 'Prompt+Canary/7f3a91', answer: 'Answer+Canary/c05e22' } as const
const secrets = {
  provider: 'sk-provider-canary-51b0aa97',
  gateway: 'gateway-token-canary-90d2c4',
  client: 'k'.repeat(40),
} as const
const private_ = {
  idempotency: 'idempotency-canary-3e77',
  cache: 'cache-canary-b81f',
  cookie: 'cookie-canary-4411',
}
const everything = { ...spoken, ...secrets, ...private_ }

const keys = {
  alice: makeKey('alice', { budget: { usd: 5, per: 'day' } }),
  bob: makeKey('bob', { models: ['gpt-4o-mini', 'claude-*', 'fast'], tags: { team: 'research' } }),
  op: makeKey('op', { scopes: ['operator'] }),
}
const chain = ['openai/gpt-4o-mini', 'groq/llama-3.3-70b-versatile']

let folder: string
let gateway: Gateway
let worker: BuiltWorker
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-leaks-'))
  gateway = await startGateway(answerWell)
  worker = await startWorker({
    gatewayUrl: gateway.url,
    persist: folder,
    faulty: true,
    vars: {
      CF_AIG_TOKEN: secrets.gateway,
      OPENAI_API_KEY: secrets.provider,
      ANTHROPIC_API_KEY: secrets.provider,
      GOOGLE_AI_STUDIO_API_KEY: secrets.provider,
    },
    records: {
      alice: keys.alice.record,
      bob: keys.bob.record,
      op: keys.op.record,
      '@config': { models: { fast: chain } },
    },
  })
})
afterAll(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true })
})

const usage = { prompt_tokens: 5, completion_tokens: 2 }
const messageUsage = { input_tokens: 5, output_tokens: 2 }
const candidates = [{ content: { role: 'model', parts: [{ text: spoken.answer }] }, finishReason: 'STOP' }]

const answerWell: Handler = async (reply, { url, body }) => {
  const asked = (await body).toString()
  if (url.includes('messages'))
    return reply.answer(200, {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: spoken.answer }],
      usage: messageUsage,
    })
  if (url.includes('generateContent')) return reply.answer(200, { candidates, usageMetadata: {} })
  if (asked.includes('"stream":true'))
    return reply.stream([
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: spoken.answer } }] })}\n\n`,
      `data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`,
    ])
  if (url.includes('responses'))
    return reply.answer(200, { id: 'resp_1', status: 'queued', background: true, output: spoken.answer })
  const message = { role: 'assistant', content: spoken.answer }
  return reply.answer(200, { choices: [{ index: 0, message, finish_reason: 'stop' }], usage })
}

const chat = (more: object = {}): string =>
  JSON.stringify({
    model: 'gpt-4o-mini',
    max_tokens: 50,
    messages: [{ role: 'user', content: spoken.prompt }],
    ...more,
  })

const form = [
  '--x\r\ncontent-disposition: form-data; name="model"\r\n\r\ngpt-4o-mini\r\n',
  `--x\r\ncontent-disposition: form-data; name="file"; filename="${spoken.prompt}.mp3"\r\n\r\n${spoken.prompt}\r\n--x--\r\n`,
].join('')

/** Headers by which a client says things that are nobody else's. */
const saying = {
  'content-type': 'application/json',
  'idempotency-key': private_.idempotency,
  'cf-aig-cache-key': private_.cache,
  cookie: `session=${private_.cookie}`,
}

async function ask(
  who: keyof typeof keys,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Answered | null> {
  const authorization = `Bearer ${keys[who].token}`
  return exchange(worker.url, { path, body, headers: { authorization, ...saying, ...headers } }).catch(
    () => null,
  )
}

const echo =
  (status: number): Handler =>
  async (reply, { headers, body }) =>
    reply.answer(status, {
      error: { message: `${String(headers['authorization'])} said ${String(await body)}` },
    })

const breakOff: Handler = async (reply, { body }) => {
  await body
  reply.head(200, { 'content-type': 'text/event-stream' })
  await reply.send(`data: {"choices":[{"delta":{"content":"${spoken.answer}"}}]}\n\n`)
  reply.break()
}

/** Everything that can be done with a prompt, in turn. Answers that may repeat what was said, and those that may not. */
async function throughManyDoors(): Promise<{ answers: Answered[]; refusals: Answered[] }> {
  const answers: (Answered | null)[] = []
  const refusals: (Answered | null)[] = []
  const claude = chat({ model: 'claude-sonnet-5' })
  const query = `?key=${keys.alice.token}`
  for (const who of ['alice', 'bob'] as const) {
    answers.push(
      await ask(who, '/v1/chat/completions', chat()),
      await ask(who, '/v1/chat/completions', chat({ stream: true })),
      await ask(who, '/v1/chat/completions', claude),
      await ask(who, '/v1/messages', claude, { 'anthropic-version': '2023-06-01' }),
      await ask(who, '/v1/messages', chat(), { 'anthropic-version': '2023-06-01' }),
      await ask(who, '/v1/audio/transcriptions', form, { 'content-type': 'multipart/form-data; boundary=x' }),
    )
    refusals.push(
      await ask(who, '/v1/chat/completions', `${chat()}${spoken.prompt}`),
      await ask(who, '/v1/chat/completions', chat({ stream: spoken.prompt })),
      await ask(who, '/v1/chat/completions', `{"model":"gpt-4o-mini","${'model'}":"${spoken.prompt}"}`),
      await ask(who, '/v1/files', chat()),
      await ask(who, '/v1/chat/completions', chat({ tools: [{ function: spoken.prompt }] }), {
        'content-encoding': 'gzip',
      }),
      await ask(who, '/v1/messages', chat({ messages: spoken.prompt }), {
        'anthropic-version': '2023-06-01',
      }),
    )
  }
  answers.push(
    await ask(
      'alice',
      '/v1/responses',
      JSON.stringify({ model: 'gpt-5', input: spoken.prompt, background: true, max_output_tokens: 50 }),
    ),
    await exchange(worker.url, {
      path: `/v1beta/models/gemini-2.5-flash:generateContent${query}`,
      body: JSON.stringify({
        contents: [{ parts: [{ text: spoken.prompt }] }],
        generationConfig: { maxOutputTokens: 50 },
      }),
    }),
  )
  gateway.queue(echo(429), echo(500))
  answers.push(await ask('bob', '/v1/chat/completions', chat({ model: 'fast' })))
  gateway.queue(breakOff)
  answers.push(await ask('alice', '/v1/chat/completions', chat({ stream: true })))
  gateway.queue(echo(400))
  answers.push(await ask('alice', '/v1/chat/completions', chat()))
  gateway.queue(echo(401))
  refusals.push(await ask('alice', '/v1/chat/completions', chat()))
  refusals.push(await exchange(worker.url, { path: '/v1/chat/completions', body: chat() }))
  refusals.push(
    await exchange(worker.url, {
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${keys.alice.token}`, 'x-api-key': `${secrets.client}-other` },
      body: chat(),
    }),
  )
  await setFaults(worker.url, { database: 'away' })
  answers.push(
    await ask('alice', '/v1/chat/completions', chat()),
    await ask('bob', '/v1/chat/completions', claude),
  )
  refusals.push(await read('/api/usage'), await read('/api/requests'))
  await setFaults(worker.url, { database: 'here' })
  return { answers: answers.filter((one) => one !== null), refusals: refusals.filter((one) => one !== null) }
}

function read(path: string): Promise<Answered> {
  return exchange(worker.url, { method: 'GET', path, headers: { authorization: `Bearer ${keys.op.token}` } })
}

/** An answer as it went over the wire. */
function told({ headers, body }: Answered): string {
  return `${JSON.stringify(headers)}\n${body.toString('latin1')}`
}

async function everythingKept(): Promise<string> {
  const database = await worker.d1()
  const { results: tables } = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
    .all<{ name: string }>()
  const rows = await Promise.all(tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all()))
  const kv = await worker.kv()
  const { keys: names } = await kv.list()
  const values = await Promise.all(names.map(({ name }) => kv.get(name)))
  expect([tables.length > 2, names.length > 3]).toEqual([true, true])
  return JSON.stringify([rows.map(({ results }) => results), names, values])
}

test('what was said, and every secret, is nowhere but where it has to be', { timeout: 90_000 }, async () => {
  const { answers, refusals } = await throughManyDoors()
  const rows = await worker.rows(19, 30_000)
  expect(rows).toHaveLength(19)
  expect(new Set(rows.map(({ key_id }) => key_id))).toEqual(new Set(['alice', 'bob']))

  // The search finds what is there: else the rest of this test would show nothing.
  const sent = await Promise.all(gateway.arrivals.map(async ({ body }) => (await body).toString('latin1')))
  expect(foundIn(sent.join('\n'), everything)).toEqual(['prompt'])
  expect(foundIn(answers.map(told).join('\n'), { answer: spoken.answer })).toEqual(['answer'])

  const heads = gateway.arrivals.map(({ url, rawHeaders }) => [url, ...rawHeaders].join('\n'))
  const { provider, gateway: token, ...neverUp } = everything
  expect(foundIn(heads.join('\n'), { provider, token })).toEqual(['provider', 'token'])
  expect(foundIn(heads.join('\n'), neverUp)).toEqual([])
  const elsewhere = gateway.arrivals.filter(({ url }) => url.includes('/groq/'))
  expect(elsewhere.length).toBeGreaterThan(0)
  expect(elsewhere.map(({ rawHeaders }) => foundIn(rawHeaders.join('\n'), { provider }))).toEqual(
    elsewhere.map(() => []),
  )

  expect(refusals.map((refusal) => [refusal.status >= 400, foundIn(told(refusal), everything)])).toEqual(
    refusals.map(() => [true, []]),
  )
  const { prompt: _prompt, answer: _answer, ...neverDown } = everything
  const repeated = answers.filter(({ status }) => status < 400)
  expect(repeated.map((answer) => foundIn(told(answer), neverDown))).toEqual(repeated.map(() => []))
  expect(answers.map(({ headers }) => foundIn(JSON.stringify(headers), everything))).toEqual(
    answers.map(() => []),
  )

  expect(foundIn(await everythingKept(), everything)).toEqual([])
  const pages = [
    '/',
    '/dashboard',
    '/health',
    '/api/key',
    '/api/usage',
    '/api/requests',
    '/api/doctor',
    '/api/wallets',
  ]
  const shown = await Promise.all(pages.map(read))
  expect(shown.map((page) => [page.status, foundIn(told(page), everything)])).toEqual(
    pages.map(() => [200, []]),
  )
  await worker.stop()
  expect(foundIn(worker.logs.join('\n'), everything)).toEqual([])
  expect(Object.keys(await foundBelow(folder, { tag: 'research' })).length).toBeGreaterThan(2)
  expect(await foundBelow(folder, everything)).toEqual({})
})
