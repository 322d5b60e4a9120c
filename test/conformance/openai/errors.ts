import { APIError } from 'openai'
import { expect, test } from 'vitest'
import { free, unpriced } from '../../doors/keys-and-rows.ts'
import { collect, thrownBy } from '../calls.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { chatChunks, event } from './answers.ts'
import { ask, chatRow, openaiClients } from './client.ts'

/** What the `openai` SDK throws. */
export function errorFeatures({ feature, url, visitor }: Conformance): void {
  const clientOf = openaiClients(url)

  feature('openai', 'errors', '401 for a wrong key', async (guest) => {
    const wrong = { token: `${guest.token.slice(0, -1)}x` }
    expect(await failureOf(clientOf(wrong).chat.completions.create(ask))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      code: 'invalid_api_key',
      type: 'invalid_request_error',
      param: null,
      message: expect.stringContaining('This key is not known here.'),
    })
    await expectUntouched(guest)
  })

  test('403 without the scope, naming it', async () => {
    const guest = await visitor('no-scope')
    expect(await failureOf(collect(clientOf(guest).files.list()))).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      code: 'scope_required',
      type: 'invalid_request_error',
      param: null,
      message: expect.stringContaining('`storage`'),
    })
    await expectUntouched(guest)
  })

  test('404 for a model that leads nowhere, naming the form that works', async () => {
    const guest = await visitor('no-model')
    expect(await failureOf(clientOf(guest).chat.completions.create({ ...ask, model: 'mystery-9' }))).toEqual({
      name: 'NotFoundError',
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
      param: 'model',
      message: expect.stringContaining('provider/model'),
    })
    await expectUntouched(guest)
  })

  test('400 for Claude on the Responses API, naming the doors that work', async () => {
    const guest = await visitor('claude-openai')
    const asked = { model: 'claude-sonnet-5', input: 'Hello?' }
    expect(await failureOf(clientOf(guest).responses.create(asked))).toEqual({
      name: 'BadRequestError',
      status: 400,
      code: 'wrong_door',
      type: 'invalid_request_error',
      param: 'model',
      message: expect.stringMatching(/\/v1\/chat\/completions.*\/v1\/messages/),
    })
    await expectUntouched(guest)
  })

  feature(
    'openai',
    'errors',
    'a 429 of the provider is retried by the SDK and then thrown as it was, each try a row',
    async (guest) => {
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
      const row = chatRow(guest, {
        status: 429,
        outcome: 'refused_upstream',
        usage_source: 'none',
        served_model: null,
        input_tokens: null,
        output_tokens: null,
        ...free,
        gateway_log_id: null,
      })
      expect(await guest.rows(3)).toEqual([row, row, row])
      expect(guest.arrivals().map(({ headers }) => headers['x-stainless-retry-count'])).toEqual([
        '0',
        '1',
        '2',
      ])
    },
  )

  feature(
    'openai',
    'errors',
    'a 500 that a retry mends is one failed row and one good one',
    async (guest) => {
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
    },
  )

  feature(
    'openai',
    'errors',
    'an error inside a stream is thrown, and the row says that it failed',
    async (guest) => {
      const error = { message: 'The server had an error', type: 'server_error', param: null, code: 'boom' }
      guest.answerWith((reply) => reply.stream([chatChunks[0] ?? '', event({ error })]))
      const stream = await clientOf(guest).chat.completions.create({ ...ask, stream: true })
      expect(await failureOf(collect(stream))).toMatchObject({ code: 'boom', type: 'server_error' })
      expect(await guest.rows(1)).toEqual([
        chatRow(guest, {
          stream: 1,
          served_model: 'gpt-4o-mini-2024-07-18',
          outcome: 'upstream_error',
          usage_source: 'none',
          input_tokens: null,
          output_tokens: null,
          ...unpriced,
          gateway_log_id: null,
        }),
      ])
    },
  )

  /** What was refused made no row and reached nobody: the next request's is the key's first. */
  async function expectUntouched(guest: Visitor): Promise<void> {
    expect(guest.arrivals()).toEqual([])
    await clientOf(guest).chat.completions.create(ask)
    expect(guest.arrivals()).toHaveLength(1)
    expect(await guest.rows(1)).toEqual([chatRow(guest)])
  }
}

async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const error = await thrownBy(call)
  if (!(error instanceof APIError)) throw new Error(`no APIError: ${String(error)}`)
  const { status, code, type, param, message } = error
  return { name: error.constructor.name, status, code, type, param, message }
}
