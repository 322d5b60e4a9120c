import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chunk, first, piece, sse } from '../translate/messages/answer/streams.ts'
import {
  anthropicOf,
  ask,
  callsOf,
  chatRow,
  completes,
  interleaved,
  model,
  streamOf,
  streamsChat,
  told,
  words,
} from './chat.ts'
import { bodiesOf, inTurn } from './claude.ts'
import { exchange, jsonOf } from './exchange.ts'
import { pricedBy } from './keys-and-rows.ts'
import { type Stage, startStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

const config = {
  models: {
    clever: ['openai/gpt-4.1'],
    quick: ['groq/llama-3.3-70b-versatile'],
    either: ['anthropic/claude-sonnet-4-5', 'openai/gpt-4.1'],
  },
}

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await (await stage.worker.kv()).put('@config', JSON.stringify(config))
})
afterAll(() => stage.stop())

const hi = { role: 'user', content: 'Weather?' }
const sun = [{ type: 'text', text: 'Sun.' }]

describe.concurrent('a message to a model of another provider', () => {
  test.each(['gpt-4.1', 'openai/gpt-4.1', 'clever'])(
    'as %s comes back whole, with its counts, its headers and its row',
    async (name) => {
      const id = `chat-${name.replaceAll(/[./]/g, '-')}`
      const guest = await stage.guest(id)
      guest.answerWith(completes({ content: 'Sun.' }))
      const headers = { 'anthropic-beta': 'context-management-2025-06-27', 'content-type': 'text/plain' }
      const system = [
        { type: 'text' as const, text: 'Be brief.', cache_control: { type: 'ephemeral' as const } },
      ]
      const { data, response } = await anthropicOf(guest, stage.url)
        .messages.create({ ...ask, model: name, system }, { headers, query: { beta: 'true' } })
        .withResponse()
      const requestId = response.headers.get('tollgate-request-id')
      expect(data).toMatchObject({
        id: `msg_${requestId}`,
        type: 'message',
        role: 'assistant',
        model,
        content: sun,
        stop_reason: 'end_turn',
        usage: told,
      })
      const shown = ['content-type', 'request-id', 'tollgate-dropped', 'tollgate-target']
      expect(shown.map((header) => response.headers.get(header))).toEqual([
        'application/json',
        requestId,
        'cache_control',
        'openai/gpt-4.1',
      ])
      const [arrival] = guest.arrivals()
      const names = ['content-type', 'anthropic-version', 'anthropic-beta', 'x-api-key']
      expect([arrival?.url, ...names.map((header) => arrival?.headers[header])]).toEqual([
        '/v1/local/default/openai/chat/completions',
        'application/json',
        undefined,
        undefined,
        undefined,
      ])
      const messages = [{ role: 'system', content: 'Be brief.' }, hi]
      expect(await bodiesOf(guest)).toEqual([{ model, messages, max_completion_tokens: 1_000 }])
      expect(await guest.rows(1)).toEqual([chatRow(id, { model: name })])
    },
  )

  test('streams, with the counts that were asked for on its behalf', async () => {
    const guest = await stage.guest('chat-stream')
    guest.answerWith(streamsChat(words('Sun', '.')))
    const stream = anthropicOf(guest, stage.url).messages.stream(ask)
    const events: string[] = []
    stream.on('streamEvent', ({ type }) => events.push(type))
    expect(await stream.finalMessage()).toMatchObject({ content: sun, stop_reason: 'end_turn', usage: told })
    expect([events.slice(0, 2), events.slice(-3)]).toEqual([
      ['message_start', 'content_block_start'],
      ['content_block_stop', 'message_delta', 'message_stop'],
    ])
    expect(await bodiesOf(guest)).toMatchObject([{ stream: true, stream_options: { include_usage: true } }])
    expect(await guest.rows(1)).toEqual([chatRow('chat-stream', { stream: 1 })])
  })

  test('streams from a provider that may not be asked for counts, and tells them all the same', async () => {
    const guest = await stage.guest('chat-groq')
    const counts = { prompt_tokens: 1_200, completion_tokens: 300, total_tokens: 1_500 }
    const last = { ...chunk({}, 'stop'), x_groq: { id: 'req_1', usage: counts } }
    const served = 'llama-3.3-70b-versatile'
    const sent = sse(first, ...words('Sun.'), last).replaceAll('model-1', served)
    guest.answerWith((reply) => reply.stream([sent, 'data: [DONE]\n\n']))
    const message = await anthropicOf(guest, stage.url)
      .messages.stream({ ...ask, model: 'quick', top_k: 5, stop_sequences: ['END'] })
      .finalMessage()
    expect([message.content, message.usage]).toMatchObject([sun, { input_tokens: 1_200, output_tokens: 300 }])
    expect(await bodiesOf(guest)).toEqual([
      { model: served, messages: [hi], max_tokens: 1_000, stop: ['END'], stream: true },
    ])
    const row = chatRow('chat-groq', {
      provider: 'groq',
      model: 'quick',
      served_model: served,
      cache_read_tokens: null,
      stream: 1,
    })
    // 1,200 × 0.59 and 300 × 0.79 µUSD
    expect(await guest.rows(1)).toEqual([{ ...row, ...pricedBy(`groq/${served}`, 945_000) }])
  })

  test('is the second of a chain whose first is Claude', async () => {
    const guest = await stage.guest('chat-chain')
    guest.answerWith(
      inTurn(
        (reply) =>
          reply.answer(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
        completes({ content: 'Sun.' }),
      ),
    )
    const { data, response } = await anthropicOf(guest, stage.url)
      .messages.create({ ...ask, model: 'either' })
      .withResponse()
    expect([data.content, response.headers.get('tollgate-target')]).toEqual([
      [expect.objectContaining(sun[0] ?? {})],
      'openai/gpt-4.1',
    ])
    expect(guest.arrivals().map(({ url }) => url)).toEqual([
      '/v1/local/default/anthropic/v1/messages',
      '/v1/local/default/openai/chat/completions',
    ])
    expect(await guest.rows(1)).toMatchObject([{ provider: 'openai', attempts: 2 }])
  })

  test('is held to what its key has left', async () => {
    const guest = await stage.guest('chat-budget', { budget: { usd: 0.05, per: 'total' } })
    guest.answerWith(completes({ content: 'Sun.' }))
    const response = await exchange(stage.url, {
      path: '/v1/messages',
      headers: { 'x-api-key': guest.token, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: ask.messages }),
    })
    const [sent] = (await bodiesOf(guest)) as { max_completion_tokens: number }[]
    expect(response.headers['tollgate-clamped']).toBe(`max_completion_tokens=${sent?.max_completion_tokens}`)
    expect(sent?.max_completion_tokens).toBeLessThan(6_250)
    expect(await guest.rows(1)).toEqual([chatRow('chat-budget')])
  })
})

describe.concurrent('a loop of parallel tools with another provider’s model', () => {
  const cities = [
    ['call_1', 'Oslo'],
    ['call_2', 'Rome'],
  ] as const
  const whole = () =>
    inTurn(
      completes({ content: 'Let me see.', tool_calls: callsOf(...cities) }, 'tool_calls'),
      completes({ content: 'Sun in both.' }),
    )
  const streamed = () =>
    inTurn(
      streamsChat([...words('Let me ', 'see.'), ...interleaved], 'tool_calls'),
      streamsChat(words('Sun in ', 'both.')),
    )

  test.each([
    ['whole', false],
    ['streamed', true],
  ] as const)('comes to its end with the runner of `@anthropic-ai/sdk`, %s', async (how, stream) => {
    const guest = await stage.guest(`loop-${how}`)
    guest.answerWith((stream ? streamed : whole)())
    const weather = betaTool({
      name: 'weather',
      description: '',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      run: ({ city }) => `Sun in ${city}.`,
    })
    const runner = anthropicOf(guest, stage.url).beta.messages.toolRunner({
      ...ask,
      tools: [weather],
      stream,
    })
    const last = await runner.runUntilDone()
    expect(last.content).toMatchObject([{ type: 'text', text: 'Sun in both.' }])
    const loop = [
      hi,
      { role: 'assistant', content: 'Let me see.', tool_calls: callsOf(...cities) },
      ...cities.map(([id, city]) => ({ role: 'tool', tool_call_id: id, content: `Sun in ${city}.` })),
    ]
    const bodies = (await bodiesOf(guest)) as { messages: unknown }[]
    expect(bodies.map(({ messages }) => messages)).toEqual([[hi], loop])
    const row = chatRow(`loop-${how}`, { stream: stream ? 1 : 0 })
    expect(await guest.rows(2)).toEqual([row, row])
  })

  test('has its long names back', async () => {
    const guest = await stage.guest('loop-names')
    const name = `mcp__${'server'.repeat(12)}__weather`
    guest.answerWith(async (reply, arrival) => {
      const { tools } = JSON.parse(String(await arrival.body)) as { tools: { function: { name: string } }[] }
      const said = tools[0]?.function.name ?? ''
      await reply.stream([
        streamOf([piece(0, '{"city":"Oslo"}', { id: 'call_1', name: said })], 'tool_calls'),
      ])
    })
    const tools = [{ name, input_schema: { type: 'object' as const } }]
    const message = await anthropicOf(guest, stage.url)
      .messages.stream({ ...ask, tools })
      .finalMessage()
    expect([message.stop_reason, message.content]).toMatchObject([
      'tool_use',
      [{ type: 'tool_use', id: 'call_1', name, input: { city: 'Oslo' } }],
    ])
  })

  test('keeps every digit of what was called with', async () => {
    const guest = await stage.guest('loop-digits')
    guest.answerWith(completes({ content: 'Sun.' }))
    const messages = `[{"role":"user","content":"Hi"},
      {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"id":12345678901234567890}}]},
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]`
    const answered = await exchange(stage.url, {
      path: '/v1/messages',
      headers: { 'x-api-key': guest.token, 'content-type': 'application/json' },
      body: `{"model":"gpt-4.1","max_tokens":9,"messages":${messages}}`,
    })
    expect(answered.status).toBe(200)
    expect(await bodiesOf(guest)).toMatchObject([
      { messages: [{}, { tool_calls: [{ function: { arguments: '{"id":12345678901234567890}' } }] }, {}] },
    ])
  })
})

describe.concurrent('what another provider’s model cannot be asked', () => {
  test.each<[string, object, string]>([
    ['a search at Anthropic', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'tools[0]'],
    ['a place', { inference_geo: 'eu' }, 'inference_geo'],
    ['a server', { mcp_servers: [{ type: 'url', url: 'https://a', name: 'a' }] }, 'mcp_servers'],
    ['nothing', { messages: [] }, 'messages'],
    [
      'a PDF’s address',
      {
        messages: [
          { role: 'user', content: [{ type: 'document', source: { type: 'url', url: 'https://a' } }] },
        ],
      },
      'messages[0].content[0].source',
    ],
  ])('is a 400 by name, without a row: %s', async (name, more, param) => {
    const guest = await stage.guest(`cannot-${name.toLowerCase().replaceAll(/\W/g, '-')}`)
    guest.answerWith(completes({ content: 'Sun.' }))
    const asked = (body: object) =>
      exchange(stage.url, {
        path: '/v1/messages?beta=true',
        headers: { 'x-api-key': guest.token, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const refused = await asked({ ...ask, ...more })
    expect([refused.status, jsonOf(refused)]).toMatchObject([
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: expect.stringContaining(`\`${param}\``) },
      },
    ])
    expect(guest.arrivals()).toEqual([])
    expect((await asked(ask)).status).toBe(200)
    expect(await guest.rows(1)).toHaveLength(1)
  })
})

describe.concurrent('a count of tokens that nobody makes', () => {
  test.each(['gpt-4.1', 'quick'])('is an estimate that says so, without a row: %s', async (name) => {
    const guest = await stage.guest(`count-${name.replace('.', '-')}`)
    guest.answerWith(completes({ content: 'Sun.' }))
    const client = anthropicOf(guest, stage.url)
    const messages = [{ role: 'user' as const, content: 'The weather of today. '.repeat(100) }]
    const { data, response } = await client.messages.countTokens({ model: name, messages }).withResponse()
    expect([data.input_tokens, response.headers.get('tollgate-estimate')]).toEqual([637, 'true'])
    expect(guest.arrivals()).toEqual([])
    await client.messages.create({ ...ask, model: name })
    expect(await guest.rows(1)).toHaveLength(1)
  })

  test('is Anthropic’s own where the chain begins there', async () => {
    const guest = await stage.guest('count-either')
    guest.answerWith((reply) => reply.answer(200, { input_tokens: 7 }))
    const { messages } = ask
    const asked = anthropicOf(guest, stage.url).messages.countTokens({ model: 'either', messages })
    const { data, response } = await asked.withResponse()
    expect([data, response.headers.get('tollgate-estimate')]).toEqual([{ input_tokens: 7 }, null])
  })

  test('of what could not be sent is a 400', async () => {
    const guest = await stage.guest('count-bad')
    const asked = anthropicOf(guest, stage.url).messages.countTokens({ model: 'quick', messages: [] })
    await expect(asked).rejects.toMatchObject({ status: 400 })
  })

  test('is for those who may use the model', async () => {
    const guest = await stage.guest('count-other', { models: ['claude-*'] })
    const { messages } = ask
    const asked = anthropicOf(guest, stage.url).messages.countTokens({ model: 'gpt-4.1', messages })
    await expect(asked).rejects.toMatchObject({ status: 403 })
  })
})

describe.concurrent('an error of another provider', () => {
  test.each<[number, object, string]>([
    [
      401,
      { message: 'Bad key', type: 'invalid_request_error', code: 'invalid_api_key' },
      'authentication_error',
    ],
    [429, { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' }, 'rate_limit_error'],
    [500, { message: 'Oh', type: 'server_error', code: null }, 'api_error'],
    [400, { message: 'No such field', type: 'invalid_request_error', code: null }, 'invalid_request_error'],
  ])('of %i is told in Anthropic’s words', async (status, error, type) => {
    const guest = await stage.guest(`chat-error-${status}`)
    guest.answerWith((reply) => reply.answer(status, { error }))
    const asked = anthropicOf(guest, stage.url).messages.create(ask)
    const thrown: unknown = await asked.then(
      () => null,
      (reason: unknown) => reason,
    )
    // Our own key for the provider is no business of the client's.
    expect(thrown).toMatchObject(status === 401 ? { status: 502 } : { status, type })
    expect(await guest.rows(1)).toMatchObject([
      { provider: 'openai', usage_source: 'none', output_tokens: null },
    ])
  })

  test('that is too long to be told keeps its status, in the words of Anthropic', async () => {
    const guest = await stage.guest('chat-error-long')
    guest.answerWith((reply) =>
      reply.answer(429, { error: { message: 'x'.repeat(100_000), type: 'requests' } }),
    )
    const asked = anthropicOf(guest, stage.url).messages.create(ask)
    await expect(asked).rejects.toMatchObject({
      status: 429,
      error: {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: 'upstream answered 429, with an error too long to be put into the words of this API',
        },
      },
    })
    expect(await guest.rows(1)).toMatchObject([{ status: 429, outcome: 'refused_upstream' }])
  })

  test('in mid-stream ends it with an error, and the row says that it failed', async () => {
    const guest = await stage.guest('chat-error-stream')
    const error = { error: { message: 'Overloaded', type: 'server_error', code: 'overloaded' } }
    guest.answerWith((reply) => reply.stream([sse(first, ...words('Sun'), error)]))
    const asked = anthropicOf(guest, stage.url).messages.stream(ask).finalMessage()
    await expect(asked).rejects.toThrow('Overloaded')
    expect(await guest.rows(1)).toMatchObject([{ status: 200, outcome: 'upstream_error', stream: 1 }])
  })

  test.each<[string, string]>([
    ['is empty', ''],
    ['ends in mid-tool', sse(first, piece(0, '{"city":', { id: 'call_1', name: 'weather' }))],
    ['ends without a reason', sse(first, ...words('Sun'))],
  ])('that is a stream which %s breaks the client’s', async (name, sent) => {
    const guest = await stage.guest(`chat-torn-${name.replaceAll(' ', '-')}`)
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send(`${sent}: over\n\n`)
      reply.end()
    })
    const asked = anthropicOf(guest, stage.url).messages.stream(ask).finalMessage()
    await expect(asked).rejects.toThrow()
    expect(await guest.rows(1)).toMatchObject([{ status: 200, outcome: 'upstream_error', stream: 1 }])
  })
})
