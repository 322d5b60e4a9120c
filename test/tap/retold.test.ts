import { expect, test } from 'vitest'
import { retellWhole } from '../../src/tap/retold.ts'
import { watchDeparture } from '../../src/upstream/departure.ts'

const untold = {
  stream: () => ({ push: () => null, rest: () => null }),
  answer: () => null,
  error: () => null,
}

test('an answer that cannot be told is a 502 that says who was asked, and how long that took', async () => {
  const upstream = new Response('<html>')
  const body = upstream.body ?? new ReadableStream<Uint8Array>()
  const { response, ended } = await retellWhole(upstream, body, untold, {
    requestId: 'r1',
    gatewayPlace: 'https://gateway.test/v1/',
    serverTiming: 'key;dur=1',
    more: [['tollgate-target', 'anthropic/claude-opus-5']],
    dialect: 'openai',
    departure: watchDeparture(new AbortController().signal, 'drain'),
  })
  expect([response.status, (await ended).how]).toEqual([502, 'broken'])
  expect(
    ['tollgate-request-id', 'tollgate-target', 'server-timing'].map((name) => response.headers.get(name)),
  ).toEqual(['r1', 'anthropic/claude-opus-5', 'key;dur=1'])
})
