import OpenAI, { APIError } from 'openai'
import type { ChatCompletionTool } from 'openai/resources/chat/completions'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { wholeRow } from '../doors/keys-and-rows.ts'
import { type Guest, type Stage, startStage } from '../doors/stage.ts'
import { chatChunks, event } from './openai-answers.ts'

vi.setConfig({ maxConcurrency: 40 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

function clientOf({ token }: Pick<Guest, 'token'>): OpenAI {
  return new OpenAI({ apiKey: token, baseURL: `${stage.url}/v1` })
}

const said =
  'Hello from the stand-in! This answer came through Tollgate chunk by chunk, and its usage is now a row in D1.'
const ask = { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content: 'Hello?' }] }
const logId: unknown = expect.any(String)

function chatRow(key_id: string, more: object = {}) {
  return wholeRow({
    key_id,
    door: 'openai',
    endpoint: 'chat/completions',
    provider: 'openai',
    model: 'gpt-4o-mini',
    served_model: 'gpt-4o-mini',
    usage_source: 'reported',
    input_tokens: 12,
    output_tokens: 26,
    gateway_log_id: logId,
    ...more,
  })
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

describe.concurrent('the openai SDK', () => {
  test('a chat completion comes back whole, with its row', async () => {
    const guest = await stage.guest('chat-plain')
    const answer = await clientOf(guest).chat.completions.create(ask)
    expect(answer.choices[0]?.message.content).toBe(said)
    expect(answer.usage).toEqual({ prompt_tokens: 12, completion_tokens: 26, total_tokens: 38 })
    expect(await guest.rows(1)).toEqual([chatRow('chat-plain')])
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/openai/chat/completions')
  })

  test('a stream that did not ask for usage gets none, and its row has it', async () => {
    const guest = await stage.guest('chat-stream')
    const chunks = await collect(await clientOf(guest).chat.completions.create({ ...ask, stream: true }))
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(said)
    expect(chunks.filter((chunk) => chunk.choices.length === 0)).toEqual([])
    expect(await guest.rows(1)).toEqual([chatRow('chat-stream', { stream: 1 })])
  })

  test('a stream that asked for usage gets it as its last chunk', async () => {
    const guest = await stage.guest('chat-usage')
    const asked = { ...ask, stream: true as const, stream_options: { include_usage: true } }
    const chunks = await collect(await clientOf(guest).chat.completions.create(asked))
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 12, completion_tokens: 26, total_tokens: 38 },
    })
    expect(await guest.rows(1)).toEqual([chatRow('chat-usage', { stream: 1 })])
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toEqual(asked)
  })

  test('a key that says `show` passes the usage chunk on', async () => {
    const guest = await stage.guest('chat-show', { usage_chunk: 'show' })
    const chunks = await collect(await clientOf(guest).chat.completions.create({ ...ask, stream: true }))
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 38 } })
    expect(await guest.rows(1)).toEqual([chatRow('chat-show', { stream: 1 })])
  })

  test('cached, reasoning and predicted tokens, the tier and the served model are in the row', async () => {
    const guest = await stage.guest('chat-details', { tags: { team: 'research' } })
    guest.answerWith((reply) => reply.stream(chatChunks))
    const stream = clientOf(guest).chat.completions.stream(ask)
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('Hi')
    expect(await guest.rows(1)).toEqual([
      chatRow('chat-details', {
        stream: 1,
        served_model: 'gpt-4o-mini-2024-07-18',
        input_tokens: 1200,
        cache_read_tokens: 1024,
        cache_write_tokens: 0,
        output_tokens: 300,
        reasoning_tokens: 256,
        details: JSON.stringify({ rejected_prediction_tokens: 7, service_tier: 'default' }),
        gateway_log_id: null,
        tags: JSON.stringify({ team: 'research' }),
      }),
    ])
  })

  test('tools called in parallel come back, streamed and not', async () => {
    const guest = await stage.guest('chat-tools')
    const tools: ChatCompletionTool[] = [
      { type: 'function', function: { name: 'weather', parameters: { type: 'object' } } },
    ]
    stage.standIn.mock.prependFixture({
      match: { userMessage: 'Weather in Oslo and Rome?' },
      response: {
        toolCalls: [
          { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
          { id: 'call_2', name: 'weather', arguments: '{"city":"Rome"}' },
        ],
        usage: { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 },
      },
    })
    const messages = [{ role: 'user' as const, content: 'Weather in Oslo and Rome?' }]
    const asked = { ...ask, messages, tools, parallel_tool_calls: true }
    const { completions } = clientOf(guest).chat
    const calls = [
      { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
      { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
    ]
    expect((await completions.create(asked)).choices[0]?.message.tool_calls).toEqual(calls)
    const streamed = (await completions.stream(asked).finalChatCompletion()).choices[0]?.message.tool_calls
    expect(streamed?.map((call) => ('function' in call ? [call.id, call.function.arguments] : null))).toEqual(
      [
        ['call_1', '{"city":"Oslo"}'],
        ['call_2', '{"city":"Rome"}'],
      ],
    )
    const counts = { input_tokens: 20, output_tokens: 9 }
    expect(await guest.rows(2)).toEqual([
      chatRow('chat-tools', counts),
      chatRow('chat-tools', { ...counts, stream: 1 }),
    ])
  })

  test('a JSON schema goes up unchanged and its answer is parsed', async () => {
    const guest = await stage.guest('chat-schema')
    guest.answerWith((reply) =>
      reply.answer(200, {
        id: 'c1',
        object: 'chat.completion',
        created: 1,
        model: 'gpt-4o-mini',
        choices: [
          { index: 0, message: { role: 'assistant', content: '{"city":"Oslo"}' }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: 30, completion_tokens: 6, total_tokens: 36 },
      }),
    )
    // A schema can have members with the names that Tollgate reads.
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, model: { type: 'string' }, usage: { type: 'number' } },
    }
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'place', schema } }
    const answer = await clientOf(guest).chat.completions.parse({ ...ask, response_format })
    expect(answer.choices[0]?.message.parsed).toEqual({ city: 'Oslo' })
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toEqual({ ...ask, response_format })
    expect(await guest.rows(1)).toEqual([
      chatRow('chat-schema', { input_tokens: 30, output_tokens: 6, gateway_log_id: null }),
    ])
  })

  test('a model is asked of the provider that its name leads to, under the name it has there', async () => {
    const guest = await stage.guest('chat-groq')
    await clientOf(guest).chat.completions.create({ ...ask, model: 'groq/llama-3.3-70b-versatile' })
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/groq/chat/completions')
    expect(String(await arrival?.body)).toBe(JSON.stringify({ ...ask, model: 'llama-3.3-70b-versatile' }))
    expect(await guest.rows(1)).toEqual([
      chatRow('chat-groq', {
        provider: 'groq',
        model: 'groq/llama-3.3-70b-versatile',
        served_model: 'llama-3.3-70b-versatile',
      }),
    ])
  })

  test('legacy completions, streamed', async () => {
    const guest = await stage.guest('completions')
    guest.answerWith((reply) =>
      reply.stream([
        event({
          id: 'c',
          object: 'text_completion',
          model: 'davinci-002',
          choices: [{ index: 0, text: 'Hi' }],
        }),
        event({
          id: 'c',
          object: 'text_completion',
          model: 'davinci-002',
          choices: [],
          usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
        }),
        'data: [DONE]\n\n',
      ]),
    )
    const asked = { model: 'davinci-002', prompt: 'Hello', stream: true as const }
    const chunks = await collect(await clientOf(guest).completions.create(asked))
    expect(chunks.map(({ choices }) => choices[0]?.text)).toEqual(['Hi'])
    expect(await guest.rows(1)).toEqual([
      chatRow('completions', {
        endpoint: 'completions',
        model: 'davinci-002',
        served_model: 'davinci-002',
        stream: 1,
        input_tokens: 3,
        output_tokens: 1,
        gateway_log_id: null,
      }),
    ])
  })

  test('responses, plain and streamed, whose body is never touched', async () => {
    const guest = await stage.guest('responses')
    const client = clientOf(guest)
    expect((await client.responses.create({ model: 'gpt-5', input: 'Hello' })).output_text).toBe(said)
    const events = await collect(
      await client.responses.create({ model: 'gpt-5', input: 'Hello', stream: true }),
    )
    expect(
      events.map((sent) => (sent.type === 'response.output_text.delta' ? sent.delta : '')).join(''),
    ).toBe(said)
    expect(events.at(-1)?.type).toBe('response.completed')
    expect(await Promise.all(guest.arrivals().map(async ({ body }) => String(await body)))).toEqual([
      '{"model":"gpt-5","input":"Hello"}',
      '{"model":"gpt-5","input":"Hello","stream":true}',
    ])
    const row = chatRow('responses', { endpoint: 'responses', model: 'gpt-5', served_model: 'gpt-5' })
    expect(await guest.rows(2)).toEqual([row, { ...row, stream: 1 }])
  })

  test('embeddings', async () => {
    const guest = await stage.guest('embeddings')
    guest.answerWith((reply) =>
      reply.answer(200, {
        object: 'list',
        model: 'text-embedding-3-small',
        data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }],
        usage: { prompt_tokens: 8, total_tokens: 8 },
      }),
    )
    const asked = { model: 'text-embedding-3-small', input: 'Hello', encoding_format: 'float' as const }
    expect((await clientOf(guest).embeddings.create(asked)).data[0]?.embedding).toEqual([0.5, -0.25])
    expect(await guest.rows(1)).toEqual([
      chatRow('embeddings', {
        endpoint: 'embeddings',
        model: 'text-embedding-3-small',
        served_model: 'text-embedding-3-small',
        input_tokens: 8,
        output_tokens: null,
        gateway_log_id: null,
      }),
    ])
  })

  test('the list of models, and a row without usage', async () => {
    const guest = await stage.guest('models')
    const models = await collect(await clientOf(guest).models.list())
    expect(models.map(({ id }) => id)).toContain('gpt-4o')
    expect(await guest.rows(1)).toEqual([
      chatRow('models', {
        endpoint: 'models',
        model: null,
        served_model: null,
        usage_source: 'none',
        input_tokens: null,
        output_tokens: null,
      }),
    ])
  })
})

async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const error = await Promise.resolve(call).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof APIError)) throw new Error(`no APIError: ${String(error)}`)
  const { status, code, type, param, message } = error
  return { name: error.constructor.name, status, code, type, param, message }
}

/** What was refused made no row and reached nobody: the next request's is the key's first. */
async function expectUntouched(guest: Guest, id: string): Promise<void> {
  expect(guest.arrivals()).toEqual([])
  await clientOf(guest).chat.completions.create(ask)
  expect(guest.arrivals()).toHaveLength(1)
  expect(await guest.rows(1)).toEqual([chatRow(id)])
}

describe.concurrent('what the openai SDK throws', () => {
  test('401 for a wrong key', async () => {
    const guest = await stage.guest('wrong-key')
    const wrong = { token: `${guest.token.slice(0, -1)}x` }
    expect(await failureOf(clientOf(wrong).chat.completions.create(ask))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      code: 'invalid_api_key',
      type: 'invalid_request_error',
      param: null,
      message: expect.stringContaining('This key is not known here.'),
    })
    await expectUntouched(guest, 'wrong-key')
  })

  test('403 without the scope, naming it', async () => {
    const guest = await stage.guest('no-scope')
    expect(await failureOf(collect(clientOf(guest).files.list()))).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      code: 'scope_required',
      type: 'invalid_request_error',
      param: null,
      message: expect.stringContaining('`storage`'),
    })
    await expectUntouched(guest, 'no-scope')
  })

  test('404 for a model that leads nowhere, naming the form that works', async () => {
    const guest = await stage.guest('no-model')
    expect(await failureOf(clientOf(guest).chat.completions.create({ ...ask, model: 'mystery-9' }))).toEqual({
      name: 'NotFoundError',
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
      param: 'model',
      message: expect.stringContaining('provider/model'),
    })
    await expectUntouched(guest, 'no-model')
  })

  test('400 for Claude, pointing to the door that works', async () => {
    const guest = await stage.guest('claude-openai')
    const asked = { ...ask, model: 'claude-sonnet-5' }
    expect(await failureOf(clientOf(guest).chat.completions.create(asked))).toEqual({
      name: 'BadRequestError',
      status: 400,
      code: 'wrong_door',
      type: 'invalid_request_error',
      param: 'model',
      message: expect.stringContaining('/v1/messages'),
    })
    await expectUntouched(guest, 'claude-openai')
  })

  test('a 429 of the provider is retried by the SDK and then thrown as it was, each try a row', async () => {
    const guest = await stage.guest('upstream-429')
    const error = { message: 'Slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' }
    guest.answerWith((reply) => reply.answer(429, { error }, { 'retry-after-ms': '1' }))
    expect(await failureOf(clientOf(guest).chat.completions.create(ask))).toEqual({
      name: 'RateLimitError',
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'requests',
      param: null,
      message: '429 Slow down',
    })
    const row = chatRow('upstream-429', {
      status: 429,
      outcome: 'refused_upstream',
      usage_source: 'none',
      served_model: null,
      input_tokens: null,
      output_tokens: null,
      gateway_log_id: null,
    })
    expect(await guest.rows(3)).toEqual([row, row, row])
    expect(guest.arrivals().map(({ headers }) => headers['x-stainless-retry-count'])).toEqual(['0', '1', '2'])
  })

  test('a 500 that a retry mends is one failed row and one good one', async () => {
    const guest = await stage.guest('upstream-500')
    guest.answerWith((reply) => {
      guest.answerWith((second) => second.stream(chatChunks))
      reply.answer(500, { error: { message: 'Oops', type: 'server_error' } }, { 'retry-after-ms': '1' })
    })
    const stream = clientOf(guest).chat.completions.stream(ask)
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('Hi')
    expect((await guest.rows(2)).map(({ status, outcome }) => [status, outcome])).toEqual([
      [500, 'upstream_error'],
      [200, 'complete'],
    ])
  })

  test('an error inside a stream is thrown, and the row says that it failed', async () => {
    const guest = await stage.guest('stream-error')
    const error = { message: 'The server had an error', type: 'server_error', param: null, code: 'boom' }
    guest.answerWith((reply) => reply.stream([chatChunks[0] ?? '', event({ error })]))
    const stream = await clientOf(guest).chat.completions.create({ ...ask, stream: true })
    expect(await failureOf(collect(stream))).toMatchObject({ code: 'boom', type: 'server_error' })
    expect(await guest.rows(1)).toEqual([
      chatRow('stream-error', {
        stream: 1,
        served_model: 'gpt-4o-mini-2024-07-18',
        outcome: 'upstream_error',
        usage_source: 'none',
        input_tokens: null,
        output_tokens: null,
        gateway_log_id: null,
      }),
    ])
  })
})
