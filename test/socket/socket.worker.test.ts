import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { addKey, pricedBy, rowsOf, wholeRow } from '../doors/keys-and-rows.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type ClientSocket, openSocket, Refused } from '../support/socket-client.ts'
import { type SocketGateway, startSocketGateway, type UpstreamSocket } from '../support/socket-gateway.ts'

let gateway: SocketGateway
let worker: BuiltWorker

beforeAll(async () => {
  gateway = await startSocketGateway()
  worker = await startWorker({
    gatewayUrl: gateway.url,
    vars: { DEEPGRAM_API_KEY: 'deepgram-secret', CARTESIA_API_KEY: 'cartesia-secret' },
  })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

interface Joined {
  token: string
  client: ClientSocket
  upstream: UpstreamSocket
  row(): Promise<Row | undefined>
}

/** Opens a socket under a key of its own. */
async function join(id: string, path: string, more: object = {}): Promise<Joined> {
  const token = await addKey(worker, id, more)
  const client = openSocket(worker.url + path, { headers: { authorization: `Bearer ${token}` } })
  await client.opened
  const upstream = await gateway.socketOf(id)
  return { token, client, upstream, row: async () => (await rowsOf(worker, id, 1))[0] }
}

/** The status and the body with which a handshake is refused. */
async function refusalOf(path: string, headers: Record<string, string>): Promise<[number, unknown]> {
  const refused: unknown = await openSocket(worker.url + path, { headers }).opened.catch((error) => error)
  if (!(refused instanceof Refused)) throw new Error('It was not refused.')
  return [refused.status, JSON.parse(refused.body)]
}

function responseDone(input: number, output: number) {
  return {
    type: 'response.done',
    response: {
      status: 'completed',
      usage: {
        total_tokens: input + output,
        input_tokens: input,
        output_tokens: output,
        input_token_details: { text_tokens: 1, audio_tokens: input - 1, cached_tokens: 5 },
        output_token_details: { text_tokens: 2, audio_tokens: output - 2 },
      },
    },
  }
}

const realtime = '/v1/realtime?model=gpt-realtime'
const realtimeRow = {
  door: 'openai',
  endpoint: 'realtime',
  provider: 'openai',
  model: 'gpt-realtime',
  status: 101,
  stream: 1,
}

describe.concurrent('a realtime socket', () => {
  test('passes messages of both kinds in both directions, and its usage is summed in one row', async () => {
    const { client, upstream, row } = await join('both-ways', realtime)
    upstream.send({ type: 'session.created', session: { model: 'gpt-realtime-2026-08-28' } })
    const created = await client.next()
    client.send('{"type":"response.create"}')
    client.send(Uint8Array.of(0, 255, 7))
    const up = [await upstream.next(), await upstream.next()]
    upstream.send({ type: 'response.created' })
    upstream.send(responseDone(100, 30))
    upstream.send(Uint8Array.of(1, 2, 254))
    upstream.send({ type: 'response.created' })
    upstream.send(responseDone(200, 40))
    const down = []
    for (let count = 0; count < 5; count++) down.push(await client.next())
    client.close(1000, 'done')
    expect([created, up, down[2], await upstream.closed]).toEqual([
      '{"type":"session.created","session":{"model":"gpt-realtime-2026-08-28"}}',
      ['{"type":"response.create"}', Buffer.from([0, 255, 7])],
      Buffer.from([1, 2, 254]),
      { code: 1000, reason: 'done' },
    ])
    expect(await row()).toEqual(
      wholeRow({
        ...realtimeRow,
        key_id: 'both-ways',
        served_model: 'gpt-realtime-2026-08-28',
        usage_source: 'reported',
        input_tokens: 300,
        cache_read_tokens: 10,
        output_tokens: 70,
        details: '{"input_audio_tokens":298,"output_audio_tokens":66,"longest_input_tokens":200}',
      }),
    )
  })

  test('goes up with the gateway’s path, the gateway’s token and no trace of the key', async () => {
    const { token, client, upstream } = await join('clean', `${realtime}&x=1`)
    const { url, headers } = upstream.handshake
    expect([url, headers['authorization'], headers['cf-aig-authorization'], headers['cookie']]).toEqual([
      '/v1/account/gateway/openai?model=gpt-realtime&x=1',
      undefined,
      'Bearer gateway-token',
      undefined,
    ])
    expect(JSON.stringify([url, headers])).not.toContain(token)
    client.close()
  })

  test('with its key in a subprotocol is answered with `realtime`, and the key goes nowhere', async () => {
    const token = await addKey(worker, 'browser')
    const protocols = ['realtime', `openai-insecure-api-key.${token}`, 'openai-organization.org-mine']
    const socket = new WebSocket(worker.url.replace('http', 'ws') + realtime, protocols)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    const { handshake } = await gateway.socketOf('browser')
    expect([socket.protocol, handshake.headers['sec-websocket-protocol']]).toEqual(['realtime', 'realtime'])
    expect(JSON.stringify(handshake)).not.toMatch(`${token}|org-mine`)
    socket.close()
  })

  test('answers with the one subprotocol that the upstream chose', async () => {
    const token = await addKey(worker, 'choosing')
    const protocols = ['realtime', `openai-insecure-api-key.${token}`, 'openai-beta.realtime-v1']
    const client = openSocket(worker.url + realtime, { protocols })
    const { protocol, headers } = await client.opened
    expect([protocol, headers['sec-websocket-protocol']]).toEqual([
      'openai-beta.realtime-v1',
      'openai-beta.realtime-v1',
    ])
    expect(JSON.stringify(headers)).not.toContain(token)
    client.close()
  })

  test('that is closed by the upstream tells the client why', async () => {
    const { client, upstream, row } = await join('up-closes', realtime)
    upstream.close(3000, 'session expired')
    expect(await client.closed).toEqual({ code: 3000, reason: 'session expired' })
    expect(await row()).toEqual(wholeRow({ ...realtimeRow, key_id: 'up-closes' }))
  })

  test('that the upstream closes for a fault of its own is an upstream_error', async () => {
    const { client, upstream, row } = await join('up-fails', realtime)
    upstream.close(1011, 'internal')
    expect(await client.closed).toEqual({ code: 1011, reason: 'internal' })
    expect(await row()).toEqual(wholeRow({ ...realtimeRow, key_id: 'up-fails', outcome: 'upstream_error' }))
  })

  test('that is torn by the upstream is closed with 1011, and keeps what was stated', async () => {
    const { client, upstream, row } = await join('up-torn', realtime)
    upstream.send(responseDone(10, 4))
    await client.next()
    upstream.send({ type: 'response.created' })
    await client.next()
    upstream.tear()
    expect((await client.closed).code).toBe(1011)
    expect(await row()).toEqual(
      wholeRow({
        ...realtimeRow,
        key_id: 'up-torn',
        outcome: 'upstream_error',
        usage_source: 'estimated',
        input_tokens: 10,
        cache_read_tokens: 5,
        output_tokens: 4,
        details: '{"input_audio_tokens":9,"output_audio_tokens":2}',
      }),
    )
  })

  test('that is torn by the client is closed upstream, and is client_gone', async () => {
    const { client, upstream, row } = await join('client-torn', realtime)
    client.tear()
    expect((await upstream.closed).code).toBe(1011)
    expect(await row()).toEqual(wholeRow({ ...realtimeRow, key_id: 'client-torn', outcome: 'client_gone' }))
  })

  test('that the client leaves in mid-answer is heard to the answer’s end', async () => {
    const { client, upstream, row } = await join('drained', realtime)
    upstream.send({ type: 'response.created' })
    await client.next()
    client.tear()
    await new Promise((resolve) => setTimeout(resolve, 200))
    upstream.send({ type: 'response.output_audio.delta', delta: 'AAAA' })
    upstream.send(responseDone(50, 20))
    expect((await upstream.closed).code).toBe(1000)
    expect(await row()).toEqual(
      wholeRow({
        ...realtimeRow,
        key_id: 'drained',
        outcome: 'client_gone',
        usage_source: 'drained',
        input_tokens: 50,
        cache_read_tokens: 5,
        output_tokens: 20,
        details: '{"input_audio_tokens":49,"output_audio_tokens":18}',
      }),
    )
  })

  test('of a key with `cancel` closes its upstream at once', async () => {
    const { client, upstream, row } = await join('cancelled', realtime, { on_disconnect: 'cancel' })
    upstream.send({ type: 'response.created' })
    await client.next()
    client.tear()
    expect((await upstream.closed).code).toBe(1011)
    expect(await row()).toEqual(wholeRow({ ...realtimeRow, key_id: 'cancelled', outcome: 'client_gone' }))
  })

  test('is closed with 1008 where a message names a model that the key may not use', async () => {
    const { client, upstream, row } = await join('narrow', realtime, { models: ['gpt-realtime'] })
    client.send({ type: 'session.update', session: { instructions: 'Sing.' } })
    await upstream.next()
    client.send({ type: 'session.update', session: { model: 'gpt-realtime-max' } })
    expect(await client.closed).toEqual({
      code: 1008,
      reason: 'This key may not use the model `gpt-realtime-max`.',
    })
    await upstream.closed
    expect(upstream.messages).toHaveLength(1)
    expect(await row()).toEqual(wholeRow({ ...realtimeRow, key_id: 'narrow' }))
  })
})

describe.concurrent('a handshake', () => {
  test('that the upstream refuses is passed on as its answer, and is a row', async () => {
    const token = await addKey(worker, 'refused')
    const headers = { authorization: `Bearer ${token}` }
    expect(await refusalOf('/openai?model=refuse-403', headers)).toEqual([
      403,
      { error: { message: 'no socket for you', type: 'upstream_says' } },
    ])
    expect(await rowsOf(worker, 'refused', 1)).toEqual([
      wholeRow({
        ...realtimeRow,
        key_id: 'refused',
        door: 'provider',
        endpoint: '',
        model: 'refuse-403',
        status: 403,
        outcome: 'refused_upstream',
        cost_nano_usd: 0,
        price_id: 'free',
      }),
    ])
  })

  test('that the client leaves before its answer closes the upstream, and is client_gone', async () => {
    const token = await addKey(worker, 'left-early')
    const headers = { authorization: `Bearer ${token}` }
    const client = openSocket(`${worker.url}/openai?model=hold-600`, { headers })
    await expect.poll(() => gateway.handshakes.some(({ url }) => url.includes('hold-'))).toBe(true)
    client.tear()
    const upstream = await gateway.socketOf('left-early')
    await upstream.closed
    expect(await rowsOf(worker, 'left-early', 1)).toEqual([
      wholeRow({
        ...realtimeRow,
        key_id: 'left-early',
        door: 'provider',
        endpoint: '',
        model: 'hold-600',
        outcome: 'client_gone',
      }),
    ])
  })

  test('without a key, with a model outside the list, without one, and for no socket at all never goes up', async () => {
    const token = await addKey(worker, 'outside', { models: ['gpt-4o*'] })
    const headers = { authorization: `Bearer ${token}` }
    const codes: unknown[] = []
    for (const [path, sent] of [
      [realtime, {}],
      [realtime, headers],
      ['/v1/realtime', headers],
      ['/v1/chat/completions', headers],
      ['/mistral/v1/anything', headers],
      ['/openai/unknown', headers],
      ['/v1/live/sessions/s1/attach', headers],
    ] as const) {
      const [status, body] = await refusalOf(path, sent)
      const error = (body as { error: { code: string } }).error
      codes.push([path, status, error.code])
    }
    expect(codes).toEqual([
      [realtime, 401, 'invalid_api_key'],
      [realtime, 403, 'model_not_allowed'],
      ['/v1/realtime', 403, 'model_not_allowed'],
      ['/v1/chat/completions', 404, 'not_found'],
      ['/mistral/v1/anything', 404, 'not_found'],
      ['/openai/unknown', 403, 'scope_required'],
      ['/v1/live/sessions/s1/attach', 403, 'scope_required'],
    ])
    expect(gateway.handshakes.filter(({ headers }) => JSON.stringify(headers).includes('outside'))).toEqual(
      [],
    )
  })
})

describe.concurrent('the sockets of other APIs', () => {
  test('Responses: each answer of the socket adds up', async () => {
    const { client, upstream, row } = await join('responses', '/v1/responses')
    client.send({ type: 'response.create', model: 'gpt-5', input: 'Hi' })
    await upstream.next()
    for (const type of ['response.completed', 'response.incomplete']) {
      upstream.send({ type: 'response.created', response: { usage: null } })
      const usage = {
        input_tokens: 20,
        input_tokens_details: { cached_tokens: 8 },
        output_tokens: 6,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 26,
      }
      upstream.send({ type, response: { model: 'gpt-5-2025', usage } })
    }
    for (let count = 0; count < 4; count++) await client.next()
    client.close()
    await upstream.closed
    expect([upstream.handshake.url, await row()]).toEqual([
      '/v1/account/gateway/openai/responses',
      wholeRow({
        ...realtimeRow,
        key_id: 'responses',
        endpoint: 'responses',
        model: 'gpt-5',
        served_model: 'gpt-5-2025',
        usage_source: 'reported',
        input_tokens: 40,
        cache_read_tokens: 16,
        output_tokens: 12,
        reasoning_tokens: 4,
        details: '{"longest_input_tokens":20}',
        ...pricedBy('openai/gpt-5', 152_000),
      }),
    ])
  })

  test('seconds of speech of each channel, with the provider’s key where its API has it', async () => {
    const { client, upstream, row } = await join('speech', '/deepgram/v1/listen?model=nova-3')
    client.send(Uint8Array.of(1, 2, 3))
    expect(await upstream.next()).toEqual(Buffer.from([1, 2, 3]))
    upstream.send({ type: 'Metadata', duration: 2.5, channels: 2 })
    await client.next()
    upstream.close(1000)
    await client.closed
    expect([upstream.handshake.url, upstream.handshake.headers['authorization']]).toEqual([
      '/v1/account/gateway/deepgram/v1/listen?model=nova-3',
      'Token deepgram-secret',
    ])
    expect(await row()).toEqual(
      wholeRow({
        ...realtimeRow,
        key_id: 'speech',
        door: 'provider',
        endpoint: 'v1/listen',
        provider: 'deepgram',
        model: 'nova-3',
        usage_source: 'reported',
        units: 5,
        unit: 'second',
      }),
    )
  })

  test('characters that are to be spoken', async () => {
    const path = '/elevenlabs/v1/text-to-speech/v/stream-input?model_id=eleven_flash'
    const { client, upstream, row } = await join('spoken', path)
    const sent = ['{"text":" "}', '{"text":"Olá, "}', '{"text":"you"}', '{"text":""}']
    for (const message of sent) client.send(message)
    const up = []
    for (const _ of sent) up.push(await upstream.next())
    upstream.send({ audio: 'AAAA', isFinal: true })
    await client.next()
    upstream.close(1000)
    await client.closed
    expect([up, await row()]).toEqual([
      sent,
      wholeRow({
        ...realtimeRow,
        key_id: 'spoken',
        door: 'provider',
        endpoint: 'v1/text-to-speech/v/stream-input',
        provider: 'elevenlabs',
        model: 'eleven_flash',
        usage_source: 'reported',
        units: 8,
        unit: 'character',
      }),
    ])
  })

  test('models of messages go up by the name that the upstream knows', async () => {
    const { client, upstream, row } = await join('prefixed', '/v1/responses')
    client.send('{"type":"response.create", "model":"openai/gpt-5", "temperature":1.0}')
    const sent = await upstream.next()
    client.send('{"type":"response.create","model":"groq/gpt-5"}')
    expect([sent, await client.closed, await row()]).toEqual([
      '{"type":"response.create", "model":"gpt-5", "temperature":1.0}',
      { code: 1008, reason: expect.stringContaining('is not served on this socket') },
      wholeRow({ ...realtimeRow, key_id: 'prefixed', endpoint: 'responses', model: 'openai/gpt-5' }),
    ])
  })

  test('the client’s key in the query is replaced by the provider’s where the gateway wants it there', async () => {
    const token = await addKey(worker, 'cartesia')
    const query = `cartesia_version=2026-03-01&api_key=${token}`
    const client = openSocket(`${worker.url}/cartesia/tts/websocket?${query}`)
    await client.opened
    const { handshake } = await gateway.socketOf('cartesia')
    expect(handshake.url).toBe(
      '/v1/account/gateway/cartesia?cartesia_version=2026-03-01&api_key=cartesia-secret',
    )
    client.close()
  })
})
