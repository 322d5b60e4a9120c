import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchHeap } from '../bench/heap.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { limitHeaps } from '../support/heap-limit.ts'
import { makeKey } from '../support/token.ts'

const mega = 1024 * 1024
const { token, record } = makeKey('held', {})
let gateway: Gateway
let worker: BuiltWorker
/** What the answers wait for. */
let answers: Promise<void> = Promise.resolve()
let arrived = 0
let lastBody = Buffer.alloc(0)

beforeAll(async () => {
  gateway = await startGateway(async (reply, { body }) => {
    lastBody = await body
    arrived += 1
    await answers
    reply.answer(200, {})
  })
  const restore = limitHeaps()
  const records = { held: record, '@config': { models: { pictures: 'openai/gpt-4o' } } }
  worker = await startWorker({ gatewayUrl: gateway.url, records, inspectorPort: 0 }).finally(restore)
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

function post(body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return fetch(`${worker.url}/v1/chat/completions`, { method: 'POST', headers, body })
}

/** A chat with a picture of so many bytes. */
function chat(model: string, bytes: number): string {
  const url = `data:image/png;base64,${'iVBORw0KGgoAAAAN'.repeat(bytes / 16)}`
  const content = [
    { type: 'text', text: 'What’s this? 🙂' },
    { type: 'image_url', image_url: { url } },
  ]
  return JSON.stringify({ model, messages: [{ role: 'user', content }] })
}

function digest(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test('an isolate of 128 MB takes a body of 47 MB with letters of every script, and sends it as it came', async () => {
  const body = chat('gpt-4o', 47 * mega)
  const { status } = await post(body)
  expect([status, lastBody.length, digest(lastBody)]).toEqual([200, Buffer.byteLength(body), digest(body)])
})

test('another model is written into such a body, and every other byte is kept', async () => {
  const { status } = await post(chat('pictures', 40 * mega))
  expect([status, digest(lastBody)]).toEqual([200, digest(chat('gpt-4o', 40 * mega))])
})

test('a large picture reaches Claude whole in the words of its own API', async () => {
  await post(chat('anthropic/claude-sonnet-4-5', 30 * mega))
  const { messages } = JSON.parse(lastBody.toString()) as { messages: unknown }
  const data = 'iVBORw0KGgoAAAAN'.repeat((30 * mega) / 16)
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
  expect(digest(JSON.stringify(messages))).toBe(
    digest(JSON.stringify([{ role: 'user', content: [{ type: 'text', text: 'What’s this? 🙂' }, image] }])),
  )
})

test.each(['gpt-4o', 'pictures'])(
  'requests that wait for their answer hold their bodies once, whatever letters are in them: %s',
  async (model) => {
    const heap = await watchHeap(await worker.inspector(), 'tollgate')
    const held = () => heap.heldMb(() => fetch(`${worker.url}/health`).then((answer) => answer.text()))
    const body = JSON.stringify({
      model,
      messages: [{ role: 'user', content: `🙂${'So many words. '.repeat(mega / 15)}` }],
    })
    const before = await held()
    const { promise, resolve } = Promise.withResolvers<void>()
    answers = promise
    arrived = 0
    const asked = Promise.all(Array.from({ length: 20 }, () => post(body)))
    await expect.poll(() => arrived, { timeout: 30_000 }).toBe(20)
    const while20Wait = (await held()) - before
    resolve()
    const statuses = (await asked).map(({ status }) => status)
    heap.stop()
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(while20Wait).toBeGreaterThan(19)
    expect(while20Wait).toBeLessThan(30)
  },
)
