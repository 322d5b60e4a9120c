import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startGateway, type Gateway } from './gateway.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

describe('the gateway of the tests', () => {
  test('records what arrived as it arrived', async () => {
    gateway.queue((reply) => reply.answer(201, { ok: true }, { 'x-seen': 'yes' }))
    const answer = await fetch(`${gateway.url}/a//b%2Fc?d`, { method: 'POST', body: 'héllo' })
    const arrival = gateway.arrivals.at(-1)
    expect([answer.status, answer.headers.get('x-seen'), await answer.json()]).toEqual([
      201,
      'yes',
      { ok: true },
    ])
    expect([arrival?.method, arrival?.url, (await arrival?.body)?.toString()]).toEqual([
      'POST',
      '/v1/a//b%2Fc?d',
      'héllo',
    ])
  })

  test('sends piece by piece and breaks on command', async () => {
    let broken = () => {}
    gateway.queue(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send('data: 1\n\n')
      broken = reply.break
    })
    const reader = (await fetch(gateway.url)).body?.getReader()
    expect((await reader?.read())?.value).toEqual(new TextEncoder().encode('data: 1\n\n'))
    broken()
    await expect(reader?.read()).rejects.toThrow('terminated')
  })

  test('notices that its client left', async () => {
    const leaving = new AbortController()
    const left = new Promise<string>((resolve) =>
      gateway.queue((reply) => {
        reply.head(200)
        void reply.left.then(() => resolve('left'))
      }),
    )
    await fetch(gateway.url, { signal: leaving.signal })
    leaving.abort()
    expect(await left).toBe('left')
  })

  test('answers 599 where the test said nothing', async () => {
    expect((await fetch(gateway.url)).status).toBe(599)
  })
})
