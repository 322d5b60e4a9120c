import { expect, test } from 'vitest'
import { watchDeparture } from '../../src/upstream/departure.ts'
import type { Outgoing } from '../../src/rewrite/rewrite.ts'
import { type Fetch, send } from '../../src/upstream/send.ts'

const outgoing: Outgoing = {
  url: new URL('https://gateway.example/v1/a/g/openai/chat/completions'),
  method: 'POST',
  headers: new Headers({ 'content-type': 'application/json' }),
  body: new TextEncoder().encode('{}'),
}

/** An upstream that never answers; it fails when its connection is closed. */
const silent: Fetch = (_url, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

test('an answer is handed on, and redirects are left to the client', async () => {
  const asked: unknown[] = []
  const response = new Response('yes')
  const fetch: Fetch = (url, { method, body, redirect }) => {
    asked.push({ url: url.href, method, body, redirect })
    return Promise.resolve(response)
  }
  const sent = await send(outgoing, watchDeparture(new AbortController().signal, 'drain'), fetch)
  expect(sent).toEqual({ how: 'answered', response })
  expect(asked).toEqual([{ url: outgoing.url.href, method: 'POST', body: outgoing.body, redirect: 'manual' }])
})

test('a connection that fails is a 502 that can be tried again', async () => {
  const refused: Fetch = () => Promise.reject(new TypeError('connection refused at 10.0.0.1'))
  const sent = await send(outgoing, watchDeparture(new AbortController().signal, 'drain'), refused)
  expect(sent).toEqual({
    how: 'failed',
    refused: {
      ok: false,
      refusal: {
        reason: 'upstream_error',
        message:
          'AI Gateway could not be reached, or closed the connection without an answer. Try again in a moment.',
      },
    },
  })
})

test('an upstream that never begins to answer is given up, and its connection closed', async () => {
  const departure = watchDeparture(new AbortController().signal, 'drain')
  let signal: AbortSignal | null | undefined
  const listening: Fetch = (url, init) => ((signal = init.signal), silent(url, init))
  const sent = await send(outgoing, departure, listening, 20)
  expect(sent).toEqual({
    how: 'failed',
    refused: {
      ok: false,
      refusal: { reason: 'timeout', message: 'The provider did not begin to answer in time.' },
    },
  })
  expect([signal?.aborted, departure.upstream.aborted]).toEqual([true, false])
})

test('with `cancel` a client that leaves closes the upstream connection at once', async () => {
  const client = new AbortController()
  const departure = watchDeparture(client.signal, 'cancel')
  const sending = send(outgoing, departure, silent)
  client.abort()
  expect(await sending).toEqual({ how: 'client_gone' })
  expect(departure.upstream.aborted).toBe(true)
})

test('with `drain` a client that leaves does not, and the answer still comes', async () => {
  const client = new AbortController()
  const departure = watchDeparture(client.signal, 'drain')
  const { promise, resolve } = Promise.withResolvers<Response>()
  const sending = send(outgoing, departure, () => promise)
  client.abort()
  const response = new Response('late')
  resolve(response)
  expect(await sending).toEqual({ how: 'answered', response })
  expect(departure.upstream.aborted).toBe(false)
})
