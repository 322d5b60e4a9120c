import { expect, test } from 'vitest'
import { free, unpriced } from '../../doors/keys-and-rows.ts'
import { thrownBy } from '../calls.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { event, started } from './answers.ts'
import { type AnthropicClient, ask, messageRow, nothingUsed } from './client.ts'

/** What Anthropic's SDK throws. */
export function errorFeatures(
  { client, clientOf, overloaded }: AnthropicClient,
  { feature, visitor }: Conformance,
): void {
  feature(client, 'errors', '401 for a wrong key', async (guest) => {
    const wrong = { token: `${guest.token.slice(0, -1)}x` }
    expect(await failureOf(clientOf(wrong).messages.create(ask))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      type: 'authentication_error',
      message: expect.stringContaining('This key is not known here.'),
    })
    await expectUntouched(guest)
  })

  test(`${client}: 403 for a model that the key may not use`, async () => {
    const guest = await visitor(`no-model-${client}`, { models: ['claude-*', '!claude-opus-*'] })
    expect(await failureOf(clientOf(guest).messages.create({ ...ask, model: 'claude-opus-5' }))).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      type: 'permission_error',
      message: 'This key may not use the model `claude-opus-5`.',
    })
    await expectUntouched(guest)
  })

  test(`${client}: 403 for what is stored in the account`, async () => {
    const guest = await visitor(`no-scope-${client}`)
    expect(await failureOf(clientOf(guest).messages.batches.list())).toEqual({
      name: 'PermissionDeniedError',
      status: 403,
      type: 'permission_error',
      message: expect.stringContaining('`storage`'),
    })
    await expectUntouched(guest)
  })

  feature(
    client,
    'errors',
    'a 529 of Anthropic is retried by the SDK and then thrown as it was',
    async (guest) => {
      const error = { type: 'overloaded_error', message: 'Overloaded' }
      guest.answerWith((reply) =>
        reply.answer(529, { type: 'error', error, request_id: 'req_1' }, { 'retry-after-ms': '1' }),
      )
      expect(await failureOf(clientOf(guest).messages.create(ask))).toEqual({
        name: overloaded,
        status: 529,
        type: 'overloaded_error',
        message: 'Overloaded',
      })
      const row = messageRow(guest, { ...nothingUsed, ...free, status: 529, outcome: 'upstream_error' })
      expect(await guest.rows(3)).toEqual([row, row, row])
    },
  )

  feature(
    client,
    'errors',
    'an error inside a stream is thrown, and its row keeps the input that was stated',
    async (guest) => {
      const error = { type: 'overloaded_error', message: 'Overloaded' }
      guest.answerWith((reply) =>
        reply.stream([event({ type: 'message_start', message: started }), event({ type: 'error', error })]),
      )
      expect(await failureOf(clientOf(guest).messages.stream(ask).finalMessage())).toMatchObject({
        type: 'overloaded_error',
      })
      expect(await guest.rows(1)).toEqual([
        messageRow(guest, {
          stream: 1,
          outcome: 'upstream_error',
          usage_source: 'estimated',
          served_model: 'claude-sonnet-5-20260801',
          input_tokens: 18312,
          cache_read_tokens: 18000,
          cache_write_tokens: 300,
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
    await clientOf(guest).messages.create(ask)
    expect(guest.arrivals()).toHaveLength(1)
    expect(await guest.rows(1)).toEqual([messageRow(guest)])
  }
}

async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const { constructor, status, error } = (await thrownBy(call)) as {
    constructor: { name: string }
    status: number
    error: { error: { type: string; message: string } }
  }
  return { name: constructor.name, status, type: error.error.type, message: error.error.message }
}
