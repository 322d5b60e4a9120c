import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai-2'
import OpenAI from 'openai'
import Replicate from 'replicate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Handler } from '../support/gateway.ts'
import { exchange, jsonOf } from './exchange.ts'
import { pricedBy, wholeRow } from './keys-and-rows.ts'
import { type Guest, type Stage, startStage } from './stage.ts'

const config = {
  prices: {
    'fal/fal-ai/flux/dev': { usd: 0.025 },
    'google-ai-studio/veo-3.1-generate-preview': { usd: 0.4, unit: 'second' },
    'replicate/meta/llama-4': { usd: 0.001, unit: 'second' },
  },
}

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await (await stage.worker.kv()).put('@config', JSON.stringify(config))
})
afterAll(() => stage.stop())

/** Answers one after the other; the last one for all that come after it. */
function inTurn(...answers: readonly [body: unknown, headers?: Record<string, string>][]): Handler {
  let next = 0
  return async (reply, { body }) => {
    await body
    const [answer, headers = {}] = answers[Math.min(next++, answers.length - 1)] ?? [null]
    reply.answer(200, answer, headers)
  }
}

function openaiOf({ token }: Pick<Guest, 'token'>): OpenAI {
  return new OpenAI({ apiKey: token, baseURL: `${stage.url}/v1`, maxRetries: 0 })
}

/** Asks as curl would: the answer's JSON. */
async function ask(guest: Pick<Guest, 'token'>, line: string, body?: object): Promise<unknown> {
  const [method = '', path = ''] = line.split(' ')
  const headers = { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return jsonOf(await exchange(stage.url, { method, path, headers, ...sent }))
}

function response(status: string, more: object = {}) {
  const model = 'gpt-5-2025-08-07'
  return {
    id: 'resp_1',
    object: 'response',
    background: true,
    status,
    model,
    usage: null,
    output: [],
    ...more,
  }
}
const usage = {
  input_tokens: 1_000,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 100,
  output_tokens_details: { reasoning_tokens: 64 },
  total_tokens: 1_100,
}
const counts = {
  usage_source: 'reported',
  input_tokens: 1_000,
  cache_read_tokens: 0,
  output_tokens: 100,
  reasoning_tokens: 64,
}
const cost = 2_250_000

const free = { cost_nano_usd: 0, price_id: 'free' }
const openai = { door: 'openai', provider: 'openai' }

function begun(key_id: string, more: object = {}) {
  const said = {
    model: 'gpt-5',
    served_model: 'gpt-5-2025-08-07',
    ...counts,
    ...pricedBy('openai/gpt-5', cost),
  }
  return wholeRow({ key_id, ...openai, endpoint: 'responses', ...said, ...more })
}

function read(key_id: string, more: object = {}) {
  return wholeRow({ key_id, ...openai, endpoint: 'responses/resp_1', ...free, ...more })
}

describe.concurrent('a response in the background', () => {
  test('is one priced row, by whoever of its key reads its end first; every other reading is free', async () => {
    const guest = await stage.guest('background')
    guest.answerWith(
      inTurn([response('queued')], [response('in_progress')], [response('completed', { usage })]),
    )
    const client = openaiOf(guest)
    const states: unknown[] = []
    let answer = await client.responses.create({ model: 'gpt-5', input: 'Hi', background: true })
    while (answer.status === 'queued' || answer.status === 'in_progress') {
      states.push(answer.status)
      answer = await client.responses.retrieve(answer.id)
    }
    const again = await client.responses.retrieve(answer.id)
    expect([...states, answer.status, again.usage?.total_tokens]).toEqual([
      'queued',
      'in_progress',
      'completed',
      1_100,
    ])
    expect(await guest.rows(4)).toEqual([begun('background'), ...Array(3).fill(read('background'))])
  })

  test('that another key reads stays unpaid until its own key does', async () => {
    const [mine, other] = [await stage.guest('owner'), await stage.guest('stranger')]
    mine.answerWith(inTurn([response('queued')], [response('completed', { usage })]))
    other.answerWith(inTurn([response('completed', { usage })]))
    await openaiOf(mine).responses.create({ model: 'gpt-5', input: 'Hi', background: true })
    await openaiOf(other).responses.retrieve('resp_1')
    expect(await other.rows(1)).toEqual([read('stranger')])
    await openaiOf(mine).responses.retrieve('resp_1')
    expect(await mine.rows(2)).toEqual([begun('owner'), read('owner')])
  })

  test('whose stream broke off is paid when the rest of the stream is read', async () => {
    const guest = await stage.guest('resumed')
    const event = (type: string, of: object, number: number): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number, response: of })}\n\n`
    guest.answerWith(async (reply, { method, body }) => {
      await body
      if (method === 'GET')
        return reply.stream([event('response.completed', response('completed', { usage }), 2)])
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send(event('response.created', response('queued'), 0))
      await reply.send(event('response.in_progress', response('in_progress'), 1))
      return reply.break()
    })
    const client = openaiOf(guest)
    const stream = await client.responses.create({
      model: 'gpt-5',
      input: 'Hi',
      background: true,
      stream: true,
    })
    const types: string[] = []
    await expect(async () => {
      for await (const { type } of stream) types.push(type)
    }).rejects.toThrow()
    for await (const { type } of await client.responses.retrieve('resp_1', {
      stream: true,
      starting_after: 1,
    }))
      types.push(type)
    expect(types).toEqual(['response.created', 'response.in_progress', 'response.completed'])
    expect(await guest.rows(2)).toEqual([begun('resumed', { stream: 1 }), read('resumed', { stream: 1 })])
  })

  test('that failed costs nothing', async () => {
    const guest = await stage.guest('failing')
    guest.answerWith(inTurn([response('queued')], [response('failed', { error: { code: 'server_error' } })]))
    await openaiOf(guest).responses.create({ model: 'gpt-5', input: 'Hi', background: true })
    await openaiOf(guest).responses.retrieve('resp_1')
    const nothing = {
      usage_source: 'none',
      input_tokens: null,
      cache_read_tokens: null,
      output_tokens: null,
      reasoning_tokens: null,
    }
    expect(await guest.rows(2)).toEqual([
      begun('failing', { ...nothing, ...free, outcome: 'upstream_error' }),
      read('failing'),
    ])
  })

  test('stays charged at its worst case to a key with a budget, until its end is read', async () => {
    const guest = await stage.guest('saver', { budget: { usd: 1, per: 'month' } })
    guest.answerWith(inTurn([response('queued')], [response('completed', { usage })]))
    const money = async () => {
      const { budget } = (await ask(guest, 'GET /api/key')) as {
        budget: { spent_usd: number; reserved_usd: number }
      }
      return [budget.spent_usd, budget.reserved_usd]
    }
    const asked = { model: 'gpt-5', input: 'Hi', background: true, max_output_tokens: 1_000 }
    await openaiOf(guest).responses.create(asked)
    const [spent = 1, reserved = 0] = await money()
    expect([spent, reserved > 0.01]).toEqual([0, true])
    await openaiOf(guest).responses.retrieve('resp_1')
    expect(await guest.rows(2)).toEqual([begun('saver'), read('saver')])
    expect(await money()).toEqual([0.00225, 0])
  })
})

describe.concurrent('the jobs of other APIs', () => {
  test('OpenAI: a batch is paid at its price, once its sum is read', async () => {
    const guest = await stage.guest('batcher', { scopes: ['inference', 'storage'] })
    const batch = { id: 'batch_1', object: 'batch', endpoint: '/v1/responses', input_file_id: 'file-1' }
    guest.answerWith(
      inTurn(
        [{ ...batch, status: 'validating' }],
        [{ ...batch, status: 'in_progress' }],
        [{ ...batch, status: 'completed', model: 'gpt-5-2025-08-07', usage }],
      ),
    )
    const client = openaiOf(guest)
    const asked = { input_file_id: 'file-1', endpoint: '/v1/responses', completion_window: '24h' } as const
    await client.batches.create(asked)
    await client.batches.retrieve('batch_1')
    await client.batches.retrieve('batch_1')
    const look = wholeRow({ key_id: 'batcher', ...openai, endpoint: 'batches/batch_1', ...free })
    const details = '{"service_tier":"batch"}'
    const paid = { ...pricedBy('openai/gpt-5', cost / 2), details }
    expect(await guest.rows(3)).toEqual([
      begun('batcher', { endpoint: 'batches', model: null, ...paid }),
      look,
      look,
    ])
  })

  test('Anthropic: a batch is paid at its price, once its results are read, which are asked of Tollgate', async () => {
    const guest = await stage.guest('message-batcher', { scopes: ['inference', 'storage'] })
    const batch = { id: 'msgbatch_1', type: 'message_batch', processing_status: 'in_progress' }
    const results_url = 'https://api.anthropic.com/v1/messages/batches/msgbatch_1/results'
    const ended = { ...batch, processing_status: 'ended', request_counts: { succeeded: 2 }, results_url }
    const model = 'claude-haiku-4-5-20251001'
    const lines = [
      ...[1_000, 3_000].map((input_tokens) => {
        const usage = { input_tokens, output_tokens: 100, service_tier: 'batch' }
        return { type: 'succeeded', message: { id: 'msg_1', type: 'message', model, content: [], usage } }
      }),
      { type: 'errored', error: { type: 'error', error: { type: 'api_error', message: 'no' } } },
    ].map((result, index) => ({ custom_id: `request-${index}`, result }))
    guest.answerWith(async (reply, { method, url, body }) => {
      await body
      if (method === 'POST') return reply.answer(200, { ...batch, results_url: null })
      if (!url.endsWith('/results')) return reply.answer(200, ended)
      reply.head(200, { 'content-type': 'application/x-jsonl' })
      for (const line of lines) await reply.send(`${JSON.stringify(line)}\n`)
      return reply.end()
    })
    const hosts = new Set<string>()
    const watched: typeof fetch = (input, init) => {
      hosts.add(new URL(input instanceof Request ? input.url : input).origin)
      return fetch(input, init)
    }
    const told: unknown[] = []
    for (const door of ['', '/anthropic']) {
      const baseURL = `${stage.url}${door}`
      const client = new Anthropic({ apiKey: guest.token, baseURL, maxRetries: 0, fetch: watched })
      const { batches } = client.messages
      if (door === '') {
        const params = { model: 'claude-haiku-4-5', max_tokens: 100, messages: [] }
        await batches.create({ requests: [{ custom_id: 'request-0', params }] })
      }
      const { results_url: address } = await batches.retrieve('msgbatch_1')
      expect(address).toBe(`${baseURL}/v1/messages/batches/msgbatch_1/results`)
      for await (const line of await batches.results('msgbatch_1')) told.push(line)
    }
    expect([told, [...hosts]]).toEqual([[...lines, ...lines], [stage.url]])
    const look = (door: string, endpoint: string) =>
      wholeRow({ key_id: 'message-batcher', door, provider: 'anthropic', endpoint, ...free })
    const at = 'messages/batches/msgbatch_1'
    const looks = (door: string, path: string) => [
      look(door, path),
      look(door, path),
      look(door, `${path}/results`),
    ]
    expect(await guest.rows(7)).toEqual([
      wholeRow({
        key_id: 'message-batcher',
        door: 'anthropic',
        provider: 'anthropic',
        endpoint: 'messages/batches',
        served_model: model,
        usage_source: 'reported',
        input_tokens: 4_000,
        output_tokens: 200,
        details: '{"service_tier":"batch","longest_input_tokens":3000}',
        ...pricedBy('anthropic/claude-haiku-4-5', (4_000 * 1_000 + 200 * 5_000) / 2),
      }),
      ...looks('anthropic', at),
      ...looks('provider', `v1/${at}`),
    ])
  })

  test('fal: a queued request is paid by the units that its result says, at its model’s price', async () => {
    const guest = await stage.guest('fal-queue')
    const at = 'https://queue.fal.run/fal-ai/flux/requests/f1'
    const queued = { status: 'IN_QUEUE', request_id: 'f1', response_url: at, status_url: `${at}/status` }
    guest.answerWith(
      inTurn(
        [queued],
        [{ ...queued, status: 'IN_PROGRESS' }],
        [{ ...queued, status: 'COMPLETED' }],
        [{ images: [] }, { 'x-fal-billable-units': '2' }],
      ),
    )
    const headers = { authorization: `Key ${guest.token}`, 'content-type': 'application/json' }
    const fal = (method: string, target: string) =>
      exchange(stage.url, {
        method,
        path: '/fal',
        headers: { ...headers, 'x-fal-target-url': target },
        ...(method === 'POST' && { body: '{"prompt":"x"}' }),
      })
    await fal('POST', 'https://queue.fal.run/fal-ai/flux/dev')
    await fal('GET', `${at}/status`)
    await fal('GET', `${at}/status`)
    await fal('GET', at)
    await fal('GET', at)
    const said = { key_id: 'fal-queue', door: 'provider', provider: 'fal' }
    const path = 'fal-ai/flux/requests/f1'
    const look = (endpoint: string) => wholeRow({ ...said, endpoint, model: 'fal-ai/flux', ...free })
    expect(await guest.rows(5)).toEqual([
      wholeRow({
        ...said,
        endpoint: 'fal-ai/flux/dev',
        model: 'fal-ai/flux/dev',
        usage_source: 'reported',
        units: 2,
        unit: 'unit',
        cost_nano_usd: 50_000_000,
        price_id: 'config/fal/fal-ai/flux/dev',
      }),
      look(`${path}/status`),
      look(`${path}/status`),
      look(path),
      look(path),
    ])
  })

  test('Replicate: a prediction is paid by the time that it took', async () => {
    const guest = await stage.guest('replicate-job')
    const prediction = { id: 'p1', model: 'meta/llama-4', version: 'v', input: {}, urls: {}, metrics: {} }
    guest.answerWith(
      inTurn(
        [{ ...prediction, status: 'starting' }],
        [{ ...prediction, status: 'processing' }],
        [{ ...prediction, status: 'succeeded', output: 'Hi', metrics: { predict_time: 2.5 } }],
      ),
    )
    const client = new Replicate({
      auth: guest.token,
      baseUrl: `${stage.url}/replicate/v1`,
      useFileOutput: false,
    })
    const started = await client.predictions.create({ model: 'meta/llama-4', input: {} })
    const ended = await client.wait(started, { interval: 20 })
    expect(ended.status).toBe('succeeded')
    const said = { key_id: 'replicate-job', door: 'provider', provider: 'replicate' }
    expect(await guest.rows(3)).toEqual([
      wholeRow({
        ...said,
        endpoint: 'models/meta/llama-4/predictions',
        model: 'meta/llama-4',
        served_model: 'meta/llama-4',
        usage_source: 'reported',
        units: 2.5,
        unit: 'second',
        cost_nano_usd: 2_500_000,
        price_id: 'config/replicate/meta/llama-4',
      }),
      ...Array(2).fill(wholeRow({ ...said, endpoint: 'predictions/p1', ...free })),
    ])
  })

  test('Veo: videos are paid by the seconds that were asked for, once they are there', async () => {
    const guest = await stage.guest('veo')
    const model = 'veo-3.1-generate-preview'
    const name = `models/${model}/operations/o1`
    const made = { generateVideoResponse: { generatedSamples: [{ video: { uri: 'https://v.example' } }] } }
    guest.answerWith(inTurn([{ name }], [{ name }], [{ name, done: true, response: made }]))
    const client = new GoogleGenAI({ apiKey: guest.token, httpOptions: { baseUrl: stage.url } })
    let operation = await client.models.generateVideos({
      model,
      source: { prompt: 'A pond' },
      config: { durationSeconds: 6, numberOfVideos: 1 },
    })
    while (!operation.done) operation = await client.operations.getVideosOperation({ operation })
    expect(operation.response?.generatedVideos?.length).toBe(1)
    const said = { key_id: 'veo', door: 'gemini', provider: 'google-ai-studio', model }
    expect(await guest.rows(3)).toEqual([
      wholeRow({
        ...said,
        endpoint: `models/${model}:predictLongRunning`,
        usage_source: 'estimated',
        units: 6,
        unit: 'second',
        cost_nano_usd: 2_400_000_000,
        price_id: `config/google-ai-studio/${model}`,
      }),
      ...Array(2).fill(wholeRow({ ...said, endpoint: name, ...free })),
    ])
  })
})
