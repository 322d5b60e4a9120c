import Anthropic, { APIError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { wholeRow } from '../doors/keys-and-rows.ts'
import { type Guest, type Stage, startStage } from '../doors/stage.ts'

vi.setConfig({ maxConcurrency: 40 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

function clientOf({ token }: Pick<Guest, 'token'>): Anthropic {
  return new Anthropic({ apiKey: token, baseURL: stage.url })
}

const said =
  'Hello from the stand-in! This answer came through Tollgate chunk by chunk, and its usage is now a row in D1.'
const ask = {
  model: 'claude-sonnet-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hello?' }],
}
const logId: unknown = expect.any(String)

function messageRow(key_id: string, more: object = {}) {
  return wholeRow({
    key_id,
    door: 'anthropic',
    endpoint: 'messages',
    provider: 'anthropic',
    model: 'claude-sonnet-5',
    served_model: 'claude-sonnet-5',
    usage_source: 'reported',
    input_tokens: 12,
    output_tokens: 26,
    gateway_log_id: logId,
    ...more,
  })
}

const nothingUsed = {
  served_model: null,
  usage_source: 'none',
  input_tokens: null,
  output_tokens: null,
  gateway_log_id: null,
}

/** One event as https://platform.claude.com/docs/en/build-with-claude/streaming has it. */
function event(data: { type: string; [member: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

const started = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-20260801',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: {
    input_tokens: 12,
    cache_read_input_tokens: 18000,
    cache_creation_input_tokens: 300,
    output_tokens: 1,
  },
}

describe.concurrent('the Anthropic SDK', () => {
  test('a message comes back whole, with its row', async () => {
    const guest = await stage.guest('message')
    const message = await clientOf(guest).messages.create(ask)
    expect(message.content).toEqual([{ type: 'text', text: said }])
    expect(message.usage).toEqual({ input_tokens: 12, output_tokens: 26 })
    expect(await guest.rows(1)).toEqual([messageRow('message')])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/anthropic/v1/messages')
    expect(arrival?.headers['anthropic-version']).toBe('2026-10-21')
    expect(String(await arrival?.body)).toBe(JSON.stringify(ask))
  })

  test('a stream through its helper', async () => {
    const guest = await stage.guest('stream')
    const stream = clientOf(guest).messages.stream(ask)
    expect(await stream.finalText()).toBe(said)
    expect((await stream.finalMessage()).usage).toEqual({ input_tokens: 12, output_tokens: 26 })
    expect(await guest.rows(1)).toEqual([messageRow('stream', { stream: 1 })])
  })

  test('input is counted with the cache, and the last figures of a stream are the answer’s', async () => {
    const guest = await stage.guest('stream-cache')
    guest.answerWith((reply) =>
      reply.stream([
        event({ type: 'message_start', message: started }),
        event({ type: 'ping' }),
        event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
        event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } }),
        event({ type: 'content_block_stop', index: 0 }),
        event({
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 420, output_tokens_details: { thinking_tokens: 250 } },
        }),
        event({ type: 'message_stop' }),
      ]),
    )
    expect(await clientOf(guest).messages.stream(ask).finalText()).toBe('Hi')
    expect(await guest.rows(1)).toEqual([
      messageRow('stream-cache', {
        stream: 1,
        served_model: 'claude-sonnet-5-20260801',
        input_tokens: 18312,
        cache_read_tokens: 18000,
        cache_write_tokens: 300,
        output_tokens: 420,
        reasoning_tokens: 250,
        gateway_log_id: null,
      }),
    ])
  })

  test('two tools called at once', async () => {
    const guest = await stage.guest('tools')
    stage.standIn.mock.prependFixture({
      match: { userMessage: 'Weather in Oslo and Rome?' },
      response: {
        toolCalls: [
          { id: 'toolu_1', name: 'weather', arguments: '{"city":"Oslo"}' },
          { id: 'toolu_2', name: 'weather', arguments: '{"city":"Rome"}' },
        ],
        usage: { input_tokens: 20, output_tokens: 9 },
      },
    })
    const asked = {
      ...ask,
      messages: [{ role: 'user' as const, content: 'Weather in Oslo and Rome?' }],
      tools: [{ name: 'weather', input_schema: { type: 'object' as const } }],
    }
    const { messages } = clientOf(guest)
    const calls = [
      { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } },
      { type: 'tool_use', id: 'toolu_2', name: 'weather', input: { city: 'Rome' } },
    ]
    expect((await messages.create(asked)).content).toEqual(calls)
    expect((await messages.stream(asked).finalMessage()).content).toEqual(calls)
    const row = messageRow('tools', { input_tokens: 20, output_tokens: 9 })
    expect(await guest.rows(2)).toEqual([row, { ...row, stream: 1 }])
  })

  test('a count of tokens is a row without usage', async () => {
    const guest = await stage.guest('count')
    guest.answerWith((reply) => reply.answer(200, { input_tokens: 2095 }))
    const { model, messages } = ask
    expect(await clientOf(guest).messages.countTokens({ model, messages })).toEqual({ input_tokens: 2095 })
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/anthropic/v1/messages/count_tokens')
    expect(await guest.rows(1)).toEqual([
      messageRow('count', { endpoint: 'messages/count_tokens', ...nothingUsed }),
    ])
  })

  test('the list of models is Anthropic’s', async () => {
    const guest = await stage.guest('models')
    const model = {
      type: 'model',
      id: 'claude-sonnet-5',
      display_name: 'Claude Sonnet 5',
      created_at: '2026-06-01',
    }
    guest.answerWith((reply) =>
      reply.answer(200, { data: [model], has_more: false, first_id: model.id, last_id: model.id }),
    )
    expect((await clientOf(guest).models.list()).data).toEqual([model])
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/anthropic/v1/models')
    expect(await guest.rows(1)).toEqual([
      messageRow('models', { endpoint: 'models', model: null, ...nothingUsed }),
    ])
  })

  test('the old SDKs’ `x-api-key` and no version at all', async () => {
    const guest = await stage.guest('old')
    const answer = await fetch(`${stage.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': guest.token, 'content-type': 'application/json' },
      body: JSON.stringify(ask),
    })
    expect(await answer.json()).toMatchObject({ content: [{ type: 'text', text: said }] })
    expect(guest.arrivals()[0]?.headers).toMatchObject({ 'anthropic-version': '2023-06-01' })
    expect(guest.arrivals()[0]?.headers['x-api-key']).toBeUndefined()
    expect(await guest.rows(1)).toEqual([messageRow('old')])
  })
})

async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const error = await Promise.resolve(call).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof APIError)) throw new Error(`no APIError: ${String(error)}`)
  const { status, type, apiMessage } = error
  return { name: error.constructor.name, status, type, message: apiMessage }
}

/** What was refused made no row and reached nobody: the next request's is the key's first. */
async function expectUntouched(guest: Guest, id: string): Promise<void> {
  expect(guest.arrivals()).toEqual([])
  await clientOf(guest).messages.create(ask)
  expect(guest.arrivals()).toHaveLength(1)
  expect(await guest.rows(1)).toEqual([messageRow(id)])
}

describe.concurrent('what the Anthropic SDK throws', () => {
  test('401 for a wrong key', async () => {
    const guest = await stage.guest('wrong-key')
    const wrong = { token: `${guest.token.slice(0, -1)}x` }
    expect(await failureOf(clientOf(wrong).messages.create(ask))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      type: 'authentication_error',
      message: expect.stringContaining('This key is not known here.'),
    })
    await expectUntouched(guest, 'wrong-key')
  })

  test('403 for a model that the key may not use', async () => {
    const guest = await stage.guest('no-model', { models: ['claude-*', '!claude-opus-*'] })
    expect(await failureOf(clientOf(guest).messages.create({ ...ask, model: 'claude-opus-5' }))).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      type: 'permission_error',
      message: 'This key may not use the model `claude-opus-5`.',
    })
    await expectUntouched(guest, 'no-model')
  })

  test('403 for what is stored in the account', async () => {
    const guest = await stage.guest('no-scope')
    expect(await failureOf(clientOf(guest).messages.batches.list())).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      type: 'permission_error',
      message: expect.stringContaining('`storage`'),
    })
    await expectUntouched(guest, 'no-scope')
  })

  test('a 529 of Anthropic is retried by the SDK and then thrown as it was', async () => {
    const guest = await stage.guest('overloaded')
    const error = { type: 'overloaded_error', message: 'Overloaded' }
    guest.answerWith((reply) =>
      reply.answer(529, { type: 'error', error, request_id: 'req_1' }, { 'retry-after-ms': '1' }),
    )
    expect(await failureOf(clientOf(guest).messages.create(ask))).toEqual({
      name: 'OverloadedError',
      status: 529,
      type: 'overloaded_error',
      message: 'Overloaded',
    })
    const row = messageRow('overloaded', { ...nothingUsed, status: 529, outcome: 'upstream_error' })
    expect(await guest.rows(3)).toEqual([row, row, row])
  })

  test('an error inside a stream is thrown, and its row keeps the input that was stated', async () => {
    const guest = await stage.guest('stream-error')
    const error = { type: 'overloaded_error', message: 'Overloaded' }
    guest.answerWith((reply) =>
      reply.stream([event({ type: 'message_start', message: started }), event({ type: 'error', error })]),
    )
    expect(await failureOf(clientOf(guest).messages.stream(ask).finalMessage())).toMatchObject({
      type: 'overloaded_error',
    })
    expect(await guest.rows(1)).toEqual([
      messageRow('stream-error', {
        stream: 1,
        outcome: 'upstream_error',
        usage_source: 'estimated',
        served_model: 'claude-sonnet-5-20260801',
        input_tokens: 18312,
        cache_read_tokens: 18000,
        cache_write_tokens: 300,
        output_tokens: null,
        gateway_log_id: null,
      }),
    ])
  })
})
