import { describe, expect, test } from 'vitest'
import { watchDeparture } from '../../src/upstream/departure.ts'
import type { Fetch } from '../../src/upstream/send.ts'
import { takeTurns, type Next, type Turn } from '../../src/upstream/turns.ts'

interface Named extends Turn {
  name: string
}

function turn(name: string, timeoutMs: number | null = null): Named {
  const outgoing = {
    url: new URL(`https://gateway.example/${name}`),
    method: 'POST',
    headers: new Headers(),
    body: new TextEncoder().encode(name),
  }
  return { name, outgoing, timeoutMs }
}

let clock = 0

type Act = (init: RequestInit) => Promise<Response>

const answer =
  (status: number, body: BodyInit | null = null): Act =>
  () =>
    Promise.resolve(new Response(body, { status }))
const refused: Act = () => Promise.reject(new TypeError('connection refused'))
const silent: Act = ({ signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

/** Takes turns at upstreams that act as said, in their order; `went` is what happened. */
async function take(
  acts: Record<string, Act>,
  timeoutMs: number | null = null,
  client = new AbortController(),
) {
  const went: string[] = []
  const fetch: Fetch = (url, init) => {
    const name = url.pathname.slice(1)
    went.push(`${name} gets ${Buffer.from(init.body as Uint8Array).toString()}`)
    return acts[name]?.(init) ?? Promise.reject(new Error('no such upstream'))
  }
  const [first = '', ...others] = Object.keys(acts)
  const next: Next<Named> = async (failed) => {
    went.push(`after ${failed.name}`)
    const name = others.shift()
    return name === undefined ? null : turn(name, timeoutMs)
  }
  const departure = watchDeparture(client.signal, 'drain')
  const started = (): void => void went.push('started')
  const {
    turn: last,
    sent,
    attempts,
    unsettled,
  } = await takeTurns(turn(first, timeoutMs), next, {
    departure,
    fetch,
    started,
    now: () => clock,
  })
  const how = sent.how === 'answered' ? sent.response.status : sent.how
  return { went, last: last.name, how, attempts, unsettled: unsettled.map(({ name }) => name) }
}

describe('an answer', () => {
  test.each([200, 204, 302, 399])('of %i is the last word', async (status) => {
    expect(await take({ a: answer(status === 204 ? 200 : status), b: answer(200) })).toEqual({
      went: ['a gets a', 'started'],
      last: 'a',
      how: status === 204 ? 200 : status,
      attempts: 1,
      unsettled: [],
    })
  })

  test('of an error is, where nothing is next', async () => {
    expect(await take({ a: answer(503) })).toEqual({
      went: ['a gets a', 'started', 'after a'],
      last: 'a',
      how: 503,
      attempts: 1,
      unsettled: [],
    })
  })
})

describe('the next way is gone, in order,', () => {
  test('after an error, a connection that fails, and a first byte that does not come in time', async () => {
    const acts = { a: answer(529), b: refused, c: silent, d: answer(200), e: answer(200) }
    expect(await take(acts, 20)).toEqual({
      went: ['a gets a', 'started', 'after a', 'b gets b', 'after b', 'c gets c', 'after c', 'd gets d'],
      last: 'd',
      how: 200,
      attempts: 4,
      unsettled: ['c'],
    })
  })

  test('and may cost something where a gateway gave up waiting, or the connection was lost late', async () => {
    const late: Act = () => {
      clock += 1_000
      return refused({})
    }
    const acts = { a: answer(504), b: late, c: refused, d: answer(503), e: answer(200) }
    expect((await take(acts)).unsettled).toEqual(['a', 'b'])
  })

  test('and the body of the failed answer is let go', async () => {
    let cancelled = false
    const body = new ReadableStream({ cancel: () => void (cancelled = true) })
    await take({ a: answer(500, body), b: answer(200) })
    expect(cancelled).toBe(true)
  })

  test('and the last failure is told where all fail', async () => {
    expect(await take({ a: answer(500), b: refused })).toMatchObject({
      last: 'b',
      how: 'failed',
      attempts: 2,
    })
  })
})

describe('for a client that has left', () => {
  test('nothing more is sent', async () => {
    const client = new AbortController()
    const leaving: Act = (init) => {
      client.abort()
      return answer(500)(init)
    }
    expect(await take({ a: leaving, b: answer(200) }, null, client)).toEqual({
      went: ['a gets a', 'started'],
      last: 'a',
      how: 500,
      attempts: 1,
      unsettled: [],
    })
  })

  test('not even if it left while the next way was looked for', async () => {
    const client = new AbortController()
    const departure = watchDeparture(client.signal, 'drain')
    const went: string[] = []
    const fetch: Fetch = (url) => {
      went.push(url.pathname)
      return Promise.resolve(new Response('full', { status: 500 }))
    }
    const next: Next<Named> = async () => {
      client.abort()
      return turn('b')
    }
    const { sent } = await takeTurns(turn('a'), next, { departure, fetch, started: () => {}, now: Date.now })
    expect(went).toEqual(['/a'])
    expect(sent.how === 'answered' && (await sent.response.text())).toBe('full')
  })
})
