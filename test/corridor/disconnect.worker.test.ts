import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, type Reply, startGateway } from '../support/gateway.ts'
import { post, type RawRequest } from '../support/raw-client.ts'
import { makeKey } from '../support/token.ts'

vi.setConfig({ maxConcurrency: 40 })

const drains = makeKey('drains')
const cancels = makeKey('cancels', { on_disconnect: 'cancel' })

let gateway: Gateway
let worker: BuiltWorker

/** Who waits for the request with a model; each test has a model of its own, so that all can run at once. */
const awaited = new Map<string, (reply: Reply) => void>()

beforeAll(async () => {
  gateway = await startGateway(async (reply, arrival) => {
    const { model } = JSON.parse(String(await arrival.body)) as { model: string }
    awaited.get(model)?.(reply)
  })
  worker = await startWorker({
    gatewayUrl: gateway.url,
    records: { drains: drains.record, cancels: cancels.record },
  })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

function chunk(content: object): string {
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', ...content })}\n\n`
}
const word = chunk({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }], usage: null })
const usage = chunk({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 } })
const done = 'data: [DONE]\n\n'
const eventStream = { 'content-type': 'text/event-stream' }
const answerJson = JSON.stringify({
  model: 'gpt-4o-2024-08-06',
  choices: [],
  usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 },
})

/** The ways an answer takes through the Worker. */
const ways = {
  'quiet tap': {
    path: '/v1/chat/completions',
    body: { stream: true, stream_options: { include_usage: true } },
  },
  'hidden usage chunk': { path: '/v1/chat/completions', body: { stream: true } },
} as const

interface Started {
  client: RawRequest
  reply: Reply
  row: () => Promise<Row>
}

async function start(
  token: string,
  { path, body, of = 'gpt-4o' }: { path: string; body: object; of?: string },
): Promise<Started> {
  const model = `${of}-${randomUUID()}`
  const arrived = new Promise<Reply>((resolve) => awaited.set(model, resolve))
  const client = post(`${worker.url}${path}`, token, JSON.stringify({ model, ...body }), {
    'accept-encoding': 'identity',
  })
  return { client, reply: await arrived, row: () => rowOf(model) }
}

async function rowOf(model: string): Promise<Row> {
  const database = await worker.d1()
  for (let tries = 0; tries < 75; tries++) {
    const row = await database
      .prepare('SELECT * FROM requests WHERE model = ?')
      .bind(model)
      .all<Row>()
      .then(
        ({ results }) => results[0],
        () => undefined,
      )
    if (row) return row
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`no row for ${model}`)
}

function seen(row: Row): Partial<Row> {
  const { outcome, usage_source, status, input_tokens, output_tokens } = row
  return { outcome, usage_source, status, input_tokens, output_tokens }
}

/** A row with the usage that every answer here states. */
function known(outcome: Row['outcome'], usage_source: Row['usage_source']): Partial<Row> {
  return { outcome, usage_source, status: 200, input_tokens: 12, output_tokens: 34 }
}

/** A row of which the usage is not known. */
function unknown(outcome: Row['outcome'], status: number | null = 200): Partial<Row> {
  return { outcome, usage_source: 'none', status, input_tokens: null, output_tokens: null }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe.concurrent.each(Object.entries(ways))('%s', (_name, way) => {
  test('a client that leaves after the first byte is drained: the upstream runs on and its usage is in the row', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, eventStream)
    await reply.send(word)
    await client.received(1)
    client.leave()
    for (let sent = 0; sent < 100; sent++) {
      await reply.send(word)
      await pause(10)
    }
    await reply.send(usage)
    reply.end(done)
    expect(seen(await row())).toEqual(known('client_gone', 'drained'))
  })

  test('a client that leaves before the headers is drained too', async () => {
    const { client, reply, row } = await start(drains.token, way)
    client.leave()
    await pause(200)
    reply.head(200, eventStream)
    await reply.send(word)
    await reply.send(usage)
    reply.end(done)
    expect(seen(await row())).toEqual(known('client_gone', 'drained'))
  })

  test('with `cancel` the upstream connection closes at once, and the row says that nothing is known', async () => {
    const { client, reply, row } = await start(cancels.token, way)
    reply.head(200, eventStream)
    await reply.send(word)
    await client.received(1)
    client.leave()
    await reply.left
    expect(seen(await row())).toEqual(unknown('client_gone'))
  })

  test('with `cancel` before the headers likewise', async () => {
    const { client, reply, row } = await start(cancels.token, way)
    client.leave()
    await reply.left
    expect(seen(await row())).toEqual(unknown('client_gone', null))
  })

  test('an upstream that breaks off breaks the client off, and the row says upstream_error', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, eventStream)
    await reply.send(word)
    await client.received(1)
    reply.break()
    await expect(client.whole).rejects.toThrow()
    expect(seen(await row())).toEqual(unknown('upstream_error'))
  })

  test('an upstream that breaks off in the middle of an event gives the client what came, and no clean end', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, eventStream)
    await reply.send(word + word.slice(0, 20))
    await client.received(word.length)
    await pause(50)
    reply.break()
    await expect(client.whole).rejects.toThrow()
    expect((await row()).outcome).toBe('upstream_error')
  })

  test('a drained upstream that breaks off leaves a row without usage', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, eventStream)
    await reply.send(word)
    await client.received(1)
    client.leave()
    await pause(100)
    reply.break()
    expect(seen(await row())).toEqual(unknown('client_gone'))
  })

  test('a whole stream is complete, also when it takes longer than the tap pauses', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, eventStream)
    for (let sent = 0; sent < 15; sent++) {
      await reply.send(word)
      await pause(100)
    }
    await reply.send(usage)
    reply.end(done)
    const asked = 'stream_options' in way.body
    expect(String(await client.whole)).toBe(word.repeat(15) + (asked ? usage : '') + done)
    expect(seen(await row())).toEqual(known('complete', 'reported'))
  })
})

describe.concurrent('a small answer that is read whole', () => {
  const way = { path: '/v1/chat/completions', body: {} }
  const json = { 'content-type': 'application/json', 'content-length': String(answerJson.length) }

  test('a client that left before it came has its usage drained', async () => {
    const { client, reply, row } = await start(drains.token, way)
    client.leave()
    await pause(100)
    reply.answer(200, answerJson, json)
    expect(seen(await row())).toEqual(known('client_gone', 'drained'))
  })

  test('an upstream that breaks it off is a 502 that says so', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.head(200, json)
    await reply.send(answerJson.slice(0, 30))
    reply.break()
    const answer = await client.answered
    expect(answer.statusCode).toBe(502)
    expect(JSON.parse(String(await client.whole))).toMatchObject({ error: { code: 'upstream_error' } })
    expect(seen(await row())).toEqual(unknown('upstream_error'))
  })

  test('an upstream that closes without an answer is a 502 that says so', async () => {
    const { client, reply, row } = await start(drains.token, way)
    reply.break()
    expect((await client.answered).statusCode).toBe(502)
    expect(seen(await row())).toEqual(unknown('upstream_error', null))
  })
})

describe.concurrent('an answer whose headers came and nothing after them', () => {
  const way = { path: '/v1/chat/completions', body: {} }

  test.for([
    ['a whole one', 200, { 'content-type': 'application/json', 'content-length': '500' }, 'client_gone'],
    ['an error', 500, { 'content-type': 'application/json' }, 'upstream_error'],
    ['a stream', 200, eventStream, 'client_gone'],
  ] as const)(
    'of %s: `cancel` closes the upstream at once',
    async ([, status, headers, outcome], { expect }) => {
      const { client, reply, row } = await start(cancels.token, way)
      reply.head(status, headers)
      await pause(200)
      client.leave()
      await reply.left
      expect((await row()).outcome).toBe(outcome)
    },
  )
})

test.concurrent('an error of any length reaches the client whole, and has its row', async () => {
  const { client, reply, row } = await start(drains.token, { path: '/openai/chat/completions', body: {} })
  const text = JSON.stringify({ error: { message: 'x'.repeat(200_000) } })
  reply.answer(500, text, { 'content-type': 'application/json' })
  expect(String(await client.whole)).toBe(text)
  expect((await row()).outcome).toBe('upstream_error')
})

test.concurrent('usage is drained also where the client left a hidden stream in the middle of the usage chunk', async () => {
  const { client, reply, row } = await start(drains.token, ways['hidden usage chunk'])
  reply.head(200, eventStream)
  await reply.send(word)
  await client.received(1)
  client.leave()
  await pause(100)
  await reply.send(usage.slice(0, 60))
  await pause(100)
  await reply.send(usage.slice(60))
  await pause(50)
  reply.end(done)
  expect(seen(await row())).toEqual(known('client_gone', 'drained'))
})

test.concurrent('a long answer that is no stream keeps its length', async () => {
  const { client, reply } = await start(drains.token, { path: '/v1/chat/completions', body: {} })
  const text = JSON.stringify({ choices: ['x'.repeat(100_000)] })
  reply.answer(200, text, { 'content-type': 'application/json', 'content-length': String(text.length) })
  expect((await client.answered).headers['content-length']).toBe(String(text.length))
  expect(String(await client.whole)).toBe(text)
})

test.concurrent('an answer with nothing to meter closes its upstream when the client leaves', async () => {
  const way = { path: '/v1/messages/count_tokens', body: {}, of: 'claude' }
  const { client, reply, row } = await start(drains.token, way)
  reply.head(200, { 'content-type': 'application/json' })
  await reply.send('{"input')
  await client.received(1)
  client.leave()
  await reply.left
  expect(seen(await row())).toEqual(unknown('client_gone'))
})

test('every upstream connection is let go and nothing is left running', async () => {
  for (let tries = 0; tries < 60 && gateway.connections() > 0; tries++) await pause(100)
  const { results } = await (await worker.d1()).prepare(`SELECT * FROM requests WHERE outcome = 'lost'`).all()
  expect(results).toEqual([])
})
