import { connect } from 'node:net'
import { GoogleGenAI, type LiveServerMessage, Modality } from '@google/genai'
import OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { ResponsesWS } from 'openai/resources/responses/ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, pricedBy, rowsOf, wholeRow } from '../doors/keys-and-rows.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type SocketGateway, startSocketGateway } from '../support/socket-gateway.ts'

let gateway: SocketGateway
let worker: BuiltWorker

beforeAll(async () => {
  gateway = await startSocketGateway()
  worker = await startWorker({
    gatewayUrl: gateway.url,
    vars: { GOOGLE_AI_STUDIO_API_KEY: 'google-secret' },
  })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

const socketRow = { status: 101, stream: 1, usage_source: 'reported' }

describe.concurrent('an official client', () => {
  test('of the Realtime API talks, and its usage is in the row', async () => {
    const apiKey = await addKey(worker, 'openai-realtime')
    const client = new OpenAI({ apiKey, baseURL: `${worker.url}/v1` })
    // It insists on TLS, which the Worker has only where it is deployed.
    const createConnection = () => connect(Number(new URL(worker.url).port), '127.0.0.1')
    const session = new OpenAIRealtimeWS({ model: 'gpt-realtime', options: { createConnection } }, client)
    await new Promise((resolve, reject) => {
      session.socket.once('open', resolve)
      session.on('error', reject)
    })
    const upstream = await gateway.socketOf('openai-realtime')
    const heard = new Promise((resolve) => session.on('response.done', resolve))
    session.send({ type: 'response.create' })
    expect(await upstream.next()).toBe('{"type":"response.create"}')
    const usage = { total_tokens: 12, input_tokens: 9, output_tokens: 3 }
    const done = { type: 'response.done', event_id: 'e1', response: { id: 'r1', status: 'completed', usage } }
    upstream.send(done)
    expect(await heard).toEqual(done)
    session.close()
    await upstream.closed
    expect(await rowsOf(worker, 'openai-realtime', 1)).toEqual([
      wholeRow({
        ...socketRow,
        key_id: 'openai-realtime',
        door: 'openai',
        endpoint: 'realtime',
        provider: 'openai',
        model: 'gpt-realtime',
        input_tokens: 9,
        output_tokens: 3,
        ...pricedBy('openai/gpt-realtime', 84_000),
      }),
    ])
  })

  test('of the Responses API talks over a socket, and its usage is in the row', async () => {
    const apiKey = await addKey(worker, 'openai-responses')
    const session = new ResponsesWS(new OpenAI({ apiKey, baseURL: `${worker.url}/v1` }))
    const heard = new Promise((resolve) => session.on('response.completed', resolve))
    session.send({ type: 'response.create', model: 'gpt-5', input: 'Hi' })
    const upstream = await gateway.socketOf('openai-responses')
    expect(JSON.parse(String(await upstream.next()))).toEqual({
      type: 'response.create',
      model: 'gpt-5',
      input: 'Hi',
    })
    const usage = { input_tokens: 4, output_tokens: 2, total_tokens: 6 }
    const completed = { type: 'response.completed', response: { id: 'r1', model: 'gpt-5-2025', usage } }
    upstream.send(completed)
    expect(await heard).toEqual(completed)
    session.close()
    await upstream.closed
    expect(await rowsOf(worker, 'openai-responses', 1)).toEqual([
      wholeRow({
        ...socketRow,
        key_id: 'openai-responses',
        door: 'openai',
        endpoint: 'responses',
        provider: 'openai',
        model: 'gpt-5',
        served_model: 'gpt-5-2025',
        input_tokens: 4,
        output_tokens: 2,
        ...pricedBy('openai/gpt-5', 25_000),
      }),
    ])
  })

  test('of Gemini’s Live API talks, and the usage of its turns is summed in the row', async () => {
    const apiKey = await addKey(worker, 'google-live', { models: ['gemini-*'] })
    const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: worker.url } })
    const messages: LiveServerMessage[] = []
    let heardTwo = (): void => {}
    const two = new Promise<void>((resolve) => (heardTwo = resolve))
    const connecting = client.live.connect({
      model: 'gemini-live-2.5-flash',
      config: { responseModalities: [Modality.TEXT] },
      callbacks: {
        onmessage: (message) => {
          if (message.usageMetadata && messages.push(message) === 2) heardTwo()
        },
      },
    })
    const upstream = await gateway.socketOf('google-live')
    const setup: unknown = JSON.parse(String(await upstream.next()))
    // Google's server sends its JSON as bytes.
    const say = (message: object): void => upstream.send(Buffer.from(JSON.stringify(message)))
    say({ setupComplete: {} })
    const session = await connecting
    session.sendClientContent({ turns: 'Hi' })
    await upstream.next()
    for (const turn of [1, 2]) {
      say({
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 100 * turn,
          responseTokenCount: 20,
          totalTokenCount: 100 * turn + 20,
          responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 20 }],
        },
      })
    }
    await two
    session.close()
    await upstream.closed
    expect([setup, upstream.handshake.url, upstream.handshake.headers['x-goog-api-key']]).toEqual([
      { setup: expect.objectContaining({ model: 'models/gemini-live-2.5-flash' }) },
      '/v1/account/gateway/google?api_key=google-secret',
      undefined,
    ])
    expect(JSON.stringify(upstream.handshake)).not.toContain(apiKey)
    expect(await rowsOf(worker, 'google-live', 1)).toEqual([
      wholeRow({
        ...socketRow,
        key_id: 'google-live',
        door: 'gemini',
        endpoint: 'ws/google.ai.generativelanguage.v1.GenerativeService.BidiGenerateContent',
        provider: 'google-ai-studio',
        model: 'models/gemini-live-2.5-flash',
        input_tokens: 300,
        output_tokens: 40,
        details: '{"output_audio_tokens":40,"longest_input_tokens":200}',
        ...pricedBy('google/gemini-live-2.5-flash', 630_000),
      }),
    ])
  })
})
