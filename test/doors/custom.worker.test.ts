import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange, jsonOf } from './exchange.ts'
import { free, wholeRow } from './keys-and-rows.ts'
import { type Guest, type Stage, startStage } from './stage.ts'

const config = {
  providers: {
    mj: {
      gateway: 'custom-midjourney',
      prefix: 'mj',
      units: { 'POST /mj/submit/*': { unit: 'image', usd: 0.04 } },
    },
    suno: {
      gateway: 'custom-suno',
      prefix: 'suno',
      units: { 'POST /suno/submit/*': { unit: 'song', usd: 0.05 } },
    },
    lab: { gateway: 'custom-vllm', dialect: 'openai', prefix: 'v1' },
  },
}

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ MJ_API_KEY: 'operators-own-mj' })
  await (await stage.worker.kv()).put('@config', JSON.stringify(config))
})
afterAll(() => stage.stop())

const root = '/v1/local/default'

/** Asks as curl would: the answer's status and JSON. */
async function ask(guest: Pick<Guest, 'token'>, line: string, body?: object): Promise<unknown> {
  const [method = '', path = ''] = line.split(' ')
  const headers = { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await exchange(stage.url, { method, path, headers, ...sent })
  return [answer.status, jsonOf(answer)]
}

describe.concurrent('a custom provider of jobs', () => {
  test('Midjourney: an image is ordered and polled for, and one row has its price', async () => {
    const guest = await stage.guest('midjourney')
    guest.answerWith((reply, { method }) =>
      method === 'POST'
        ? reply.answer(200, { code: 1, description: 'Submit success', result: '17' })
        : reply.answer(200, { id: '17', status: 'SUCCESS', imageUrl: 'https://cdn.example/17.png' }),
    )
    const order = { prompt: 'a cat --v 7', botType: 'MID_JOURNEY' }
    expect(await ask(guest, 'POST /mj/submit/imagine?notify=1', order)).toEqual([
      200,
      { code: 1, description: 'Submit success', result: '17' },
    ])
    const done = { id: '17', status: 'SUCCESS', imageUrl: 'https://cdn.example/17.png' }
    expect(await ask(guest, 'GET /mj/task/17/fetch')).toEqual([200, done])
    expect(await ask(guest, 'GET /mj/task/17/fetch')).toEqual([200, done])

    const arrivals = guest.arrivals()
    expect(arrivals.map(({ method, url, headers }) => [method, url, headers['authorization']])).toEqual([
      ['POST', `${root}/custom-midjourney/mj/submit/imagine?notify=1`, 'Bearer operators-own-mj'],
      ['GET', `${root}/custom-midjourney/mj/task/17/fetch`, 'Bearer operators-own-mj'],
      ['GET', `${root}/custom-midjourney/mj/task/17/fetch`, 'Bearer operators-own-mj'],
    ])
    expect(JSON.parse(String(await arrivals[0]?.body))).toEqual(order)

    const common = { key_id: 'midjourney', door: 'provider', provider: 'mj', price_id: 'config' }
    const poll = wholeRow({ ...common, endpoint: 'task/17/fetch', cost_nano_usd: 0 })
    expect(await guest.rows(3)).toEqual([
      wholeRow({
        ...common,
        endpoint: 'submit/imagine',
        usage_source: 'reported',
        units: 1,
        unit: 'image',
        cost_nano_usd: 40_000_000,
      }),
      poll,
      poll,
    ])
  })

  test('Suno: what was refused or broke costs nothing, a song and its poll do not differ by the way in', async () => {
    const guest = await stage.guest('suno')
    const statuses = [400, 503, 200, 200]
    guest.answerWith((reply) => reply.answer(statuses.shift() ?? 599, { code: 'success', data: 'task-1' }))
    const song = { prompt: 'a song of two streams', mv: 'chirp-v5' }
    await ask(guest, 'POST /suno/submit/music', song)
    await ask(guest, 'POST /suno/submit/music', song)
    expect(await ask(guest, `POST ${root}/custom-suno/suno/submit/music`, song)).toEqual([
      200,
      { code: 'success', data: 'task-1' },
    ])
    await ask(guest, 'GET /suno/fetch/task-1')
    expect(guest.arrivals().map(({ url }) => url)).toEqual([
      `${root}/custom-suno/suno/submit/music`,
      `${root}/custom-suno/suno/submit/music`,
      `${root}/custom-suno/suno/submit/music`,
      `${root}/custom-suno/suno/fetch/task-1`,
    ])
    const common = { key_id: 'suno', door: 'provider', provider: 'suno', endpoint: 'submit/music' }
    expect(await guest.rows(4)).toEqual([
      wholeRow({ ...common, ...free, status: 400, outcome: 'refused_upstream' }),
      wholeRow({ ...common, ...free, status: 503, outcome: 'upstream_error' }),
      wholeRow({
        ...common,
        usage_source: 'reported',
        units: 1,
        unit: 'song',
        cost_nano_usd: 50_000_000,
        price_id: 'config',
      }),
      wholeRow({ ...common, endpoint: 'fetch/task-1', cost_nano_usd: 0, price_id: 'config' }),
    ])
  })
})

describe.concurrent('ordered work', () => {
  const order = { prompt: 'a cat --v 7' }
  const job = { door: 'provider', provider: 'mj', endpoint: 'submit/imagine' }

  test('that a 200 says was not begun, or was begun before, is not charged', async () => {
    const guest = await stage.guest('rejected')
    const answers = [
      { code: 24, description: 'may contain sensitive words', properties: { bannedWord: 'x' } },
      { code: 22, description: 'In queue, there are 1 tasks ahead', result: '18' },
      { code: 21, description: 'Task already exists', result: '18', properties: { status: 'SUCCESS' } },
    ]
    guest.answerWith((reply) => reply.answer(200, answers[guest.arrivals().length - 1]))
    expect(await ask(guest, 'POST /mj/submit/imagine', order)).toEqual([200, answers[0]])
    expect(await ask(guest, 'POST /mj/submit/imagine', order)).toEqual([200, answers[1]])
    expect(await ask(guest, 'POST /mj/submit/imagine', order)).toEqual([200, answers[2]])
    expect(await guest.rows(3)).toEqual([
      wholeRow({
        ...job,
        key_id: 'rejected',
        outcome: 'upstream_error',
        cost_nano_usd: 0,
        price_id: 'config',
      }),
      wholeRow({
        ...job,
        key_id: 'rejected',
        usage_source: 'reported',
        units: 1,
        unit: 'image',
        cost_nano_usd: 40_000_000,
        price_id: 'config',
      }),
      wholeRow({
        ...job,
        key_id: 'rejected',
        usage_source: 'reported',
        units: 0,
        unit: 'image',
        cost_nano_usd: 0,
        price_id: 'config',
      }),
    ])
  })

  test('whose answer breaks off may have been begun: it is charged, and said to be estimated', async () => {
    const guest = await stage.guest('broken-off')
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'application/json', 'content-length': '100' })
      await reply.send('{"code": 1, "descr')
      reply.break()
    })
    expect(await ask(guest, 'POST /mj/submit/imagine', order)).toMatchObject([
      502,
      { error: { code: 'upstream_error' } },
    ])
    expect(await guest.rows(1)).toEqual([
      wholeRow({
        ...job,
        key_id: 'broken-off',
        outcome: 'upstream_error',
        usage_source: 'estimated',
        units: 1,
        unit: 'image',
        cost_nano_usd: 40_000_000,
        price_id: 'config',
      }),
    ])
  })
})

describe.concurrent('a custom provider that speaks OpenAI', () => {
  const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 }
  const messages = [{ role: 'user' as const, content: 'hi' }]
  const metered = {
    usage_source: 'reported',
    input_tokens: 7,
    output_tokens: 2,
    endpoint: 'chat/completions',
  }

  test('answers the OpenAI SDK under its name, whole and streamed', async () => {
    const guest = await stage.guest('lab')
    const client = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/v1`, maxRetries: 0 })
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hello' } }
    guest.answerWith((reply) => reply.answer(200, { model: 'llama-4', choices: [choice], usage }))
    const whole = await client.chat.completions.create({ model: 'lab/llama-4', messages })
    expect(whole.choices[0]?.message.content).toBe('hello')

    guest.answerWith((reply) =>
      reply.stream([
        'data: {"model":"llama-4","choices":[{"index":0,"delta":{"content":"hello"}}]}\n\n',
        `data: {"model":"llama-4","choices":[],"usage":${JSON.stringify(usage)}}\n\n`,
        'data: [DONE]\n\n',
      ]),
    )
    const stream = await client.chat.completions.create({ model: 'lab/llama-4', messages, stream: true })
    const words: unknown[] = []
    for await (const chunk of stream) words.push(chunk.choices[0]?.delta.content)
    expect(words).toEqual(['hello'])

    const sent = await Promise.all(
      guest.arrivals().map(async ({ url, body }) => [url, JSON.parse(String(await body)) as unknown]),
    )
    const path = `${root}/custom-vllm/v1/chat/completions`
    expect(sent).toEqual([
      [path, { model: 'llama-4', messages }],
      [path, { model: 'llama-4', messages, stream: true, stream_options: { include_usage: true } }],
    ])
    const row = {
      ...metered,
      key_id: 'lab',
      door: 'openai',
      provider: 'lab',
      model: 'lab/llama-4',
      served_model: 'llama-4',
    }
    expect(await guest.rows(2)).toEqual([wholeRow(row), wholeRow({ ...row, stream: 1 })])
  })

  test('answers at its own door too, on paths that nobody listed', async () => {
    const guest = await stage.guest('lab-own', { models: ['lab/llama-*'] })
    guest.answerWith((reply) => reply.answer(200, { model: 'llama-4', usage }))
    expect(await ask(guest, 'POST /lab/chat/completions', { model: 'llama-4', messages })).toMatchObject([
      200,
      {},
    ])
    expect(await ask(guest, 'GET /lab/metrics')).toMatchObject([200, {}])
    expect(await ask(guest, 'POST /lab/tokenize', { prompt: 'x' })).toMatchObject([
      403,
      { error: { code: 'model_not_allowed' } },
    ])
    expect(guest.arrivals().map(({ url }) => url)).toEqual([
      `${root}/custom-vllm/v1/chat/completions`,
      `${root}/custom-vllm/v1/metrics`,
    ])
    const row = { key_id: 'lab-own', door: 'provider', provider: 'lab' }
    expect(await guest.rows(2)).toEqual([
      wholeRow({ ...row, ...metered, model: 'llama-4', served_model: 'llama-4' }),
      wholeRow({ ...row, endpoint: 'metrics' }),
    ])
  })
})

describe.concurrent('a custom slug that is not mounted', () => {
  test('is 404 to whoever has a key, by whatever way', async () => {
    const guest = await stage.guest('unmounted')
    for (const path of [
      '/custom-midjourney/mj/submit/imagine',
      '/custom-other/x',
      '/nothing/x',
      `${root}/custom-other/x`,
      `${root}/custom-midjourney/elsewhere/submit/imagine`,
      `${root}/mj/submit/imagine`,
    ]) {
      expect([path, await ask(guest, `POST ${path}`, {})]).toMatchObject([
        path,
        [404, { error: { code: 'not_found' } }],
      ])
    }
    expect(guest.arrivals()).toEqual([])
  })

  test('is no model’s provider', async () => {
    const guest = await stage.guest('unmounted-model')
    const body = { model: 'custom-vllm/llama-4', messages: [] }
    expect(await ask(guest, 'POST /v1/chat/completions', body)).toMatchObject([
      404,
      { error: { code: 'model_not_found' } },
    ])
  })

  test('and one that is mounted look the same to whoever has no key', async () => {
    const [mounted, other] = await Promise.all(
      ['/mj/submit/imagine', '/custom-other/x'].map((path) => exchange(stage.url, { path })),
    )
    const told = (answer: typeof mounted): unknown =>
      answer && { ...(jsonOf(answer) as object), request_id: '' }
    expect([mounted?.status, other?.status]).toEqual([401, 401])
    expect(told(mounted)).toEqual(told(other))
  })
})
