import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchHeap } from '../bench/heap.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { post } from '../support/raw-client.ts'
import { makeKey } from '../support/token.ts'

const { token, record } = makeKey('leaver', { on_disconnect: 'cancel' })
const kept = `data: {"id":"c","choices":[{"delta":{"content":"${'x'.repeat(20_000)}"}}]}\n\n`
const request = JSON.stringify({
  model: 'gpt-4o',
  messages: [],
  stream: true,
  stream_options: { include_usage: true },
})

let gateway: Gateway
let worker: BuiltWorker
let sent = 0

beforeAll(async () => {
  gateway = await startGateway()
  worker = await startWorker({ gatewayUrl: gateway.url, records: { leaver: record }, inspectorPort: 0 })
})

afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

/** Some answers one after the other, and the heap once all of them have their rows. */
async function heldAfter(answers: number, once: () => Promise<void>): Promise<number> {
  for (let left = answers; left > 0; left -= 1) await once()
  await worker.rows((sent += answers))
  const heap = await watchHeap(await worker.inspector(), 'tollgate')
  const wake = (): Promise<unknown> => fetch(`${worker.url}/health`).then((answer) => answer.text())
  return heap.heldMb(wake).finally(heap.stop)
}

const ask = (): ReturnType<typeof post> => post(`${worker.url}/v1/chat/completions`, token, request)

/** What a stream holds while it runs is some 150 KB: a hundred of them that stayed would be 15 MB. */
const mostMb = 3

test('streams that break off, or whose client leaves, leave nothing on the heap', async () => {
  gateway.handle(async (reply) => {
    reply.head(200, { 'content-type': 'text/event-stream' })
    await reply.send(kept)
    await reply.send(kept)
    await new Promise((resolve) => setTimeout(resolve, 20))
    reply.break()
  })
  const broken = async (): Promise<void> => {
    await expect(ask().whole).rejects.toThrow('aborted')
  }
  const warm = await heldAfter(20, broken)
  expect((await heldAfter(100, broken)) - warm).toBeLessThan(mostMb)

  gateway.handle(async (reply) => {
    reply.head(200, { 'content-type': 'text/event-stream' })
    await reply.send(kept)
    await reply.left
  })
  const left = await heldAfter(100, async () => {
    const { received, leave } = ask()
    await received(kept.length)
    leave()
  })
  expect(left - warm).toBeLessThan(mostMb)
}, 60_000)
