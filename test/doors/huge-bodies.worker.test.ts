import { type ClientRequest, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Arrival, Reply } from '../support/gateway.ts'
import { exchange } from './exchange.ts'
import { type Stage, startStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

const mega = 1024 * 1024
const ceiling = 48 * mega
const start = '{"model":"gpt-4o-mini","messages":[],"user":"'
const end = '"}'

interface Upload {
  outgoing: ClientRequest
  /** Status and error code; `closed` if the connection broke first. */
  answer: Promise<readonly [status: number | undefined, code: unknown, retryAfter: unknown] | 'closed'>
}

function upload(token: string, headers: Record<string, string>): Upload {
  const { hostname, port } = new URL(stage.url)
  const outgoing = request({
    hostname,
    port,
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { ...headers, authorization: `Bearer ${token}` },
    agent: false,
  })
  const answer = new Promise<Awaited<Upload['answer']>>((resolve) => {
    outgoing.once('response', (incoming) => {
      incoming.toArray().then(
        (chunks: Buffer[]) => {
          const text = Buffer.concat(chunks).toString()
          const { error } = JSON.parse(text || '{}') as { error?: { code: unknown } }
          resolve([incoming.statusCode, error?.code ?? null, incoming.headers['retry-after'] ?? null])
        },
        () => resolve('closed'),
      )
    })
    outgoing.on('error', () => resolve('closed'))
  })
  return { outgoing, answer }
}

/** A body of this length, of which only the beginning is sent. */
function held(token: string, length: number): Upload {
  const sending = upload(token, { 'content-length': String(length) })
  sending.outgoing.write(start)
  return sending
}

/** The mock of the providers takes no bodies of this size. */
async function takeWhole(reply: Reply, { body }: Arrival): Promise<void> {
  await body
  reply.answer(200, {})
}

function finish({ outgoing }: Upload, length: number): void {
  outgoing.end('x'.repeat(length - start.length - end.length) + end)
}

test('a body over 48 MB is refused before it is sent, and one of no stated length once it is over', async () => {
  const guest = await stage.guest('too-large')
  const stated = held(guest.token, ceiling + 1)
  expect(await stated.answer).toEqual([413, 'request_too_large', null])
  stated.outgoing.destroy()

  const endless = upload(guest.token, { 'transfer-encoding': 'chunked' })
  const piece = Buffer.alloc(mega, 'x')
  let sent = 0
  const pour = (): void => {
    while (sent < 200 && !endless.outgoing.destroyed) {
      sent += 1
      if (!endless.outgoing.write(piece)) {
        endless.outgoing.once('drain', pour)
        return
      }
    }
  }
  endless.outgoing.write(start)
  pour()
  expect(await endless.answer).toEqual([413, 'request_too_large', null])
  endless.outgoing.destroy()
  expect(sent).toBeLessThan(200)
  expect(guest.arrivals()).toEqual([])
})

test('bodies that do not fit together are told to come again, and the others are served', async () => {
  const guest = await stage.guest('too-many')
  guest.answerWith(takeWhole)
  const length = 20 * mega
  const uploads = [held(guest.token, length), held(guest.token, length), held(guest.token, length)]
  const firstAnswer = await Promise.race(uploads.map(({ answer }) => answer))
  expect(firstAnswer).toEqual([503, 'overloaded', '1'])
  for (const sending of uploads) finish(sending, length)
  const answers = await Promise.all(uploads.map(({ answer }) => answer))
  expect(answers.map((answer) => answer[0]).sort()).toEqual([200, 200, 503])
  expect(await guest.rows(2)).toHaveLength(2)
  const sizes = await Promise.all(guest.arrivals().map(async ({ body }) => (await body).length))
  expect(sizes).toEqual([length, length])
})

test('the room of uploads that were served or given up is free again', async () => {
  const guest = await stage.guest('room')
  guest.answerWith(takeWhole)
  const length = 24 * mega
  const uploads = [held(guest.token, length), held(guest.token, length)]
  await new Promise((resolve) => setTimeout(resolve, 200))
  for (const { outgoing } of uploads) outgoing.destroy()
  const body = `${start}${'x'.repeat(ceiling - start.length - end.length)}${end}`
  const ask = async (): Promise<number> =>
    (
      await exchange(stage.url, {
        path: '/v1/chat/completions',
        headers: { authorization: `Bearer ${guest.token}` },
        body,
      })
    ).status
  // The runtime tells of a client that left when it next looks at the connection.
  await expect.poll(ask, { timeout: 15_000, interval: 250 }).toBe(200)
  expect(await guest.rows(1)).toHaveLength(1)
})
