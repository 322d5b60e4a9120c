import { expect, test } from 'vitest'
import { free, pricedBy } from '../../doors/keys-and-rows.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { event, started } from './answers.ts'
import { type AnthropicClient, ask, messageRow, nothingUsed } from './client.ts'

/** Messages as Anthropic's SDK asks for them. */
export function messageFeatures(
  { client, clientOf, version }: AnthropicClient,
  { feature, stage, url, visitor }: Conformance,
): void {
  feature(client, 'text', 'a message comes back whole, with its row', async (guest) => {
    const message = await clientOf(guest).messages.create(ask)
    expect(message.content).toEqual([{ type: 'text', text: said }])
    expect(message.usage).toEqual({ input_tokens: 12, output_tokens: 26 })
    expect(await guest.rows(1)).toEqual([messageRow(guest)])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/anthropic/v1/messages')
    expect(arrival?.headers['anthropic-version']).toBe(version)
    expect(String(await arrival?.body)).toBe(JSON.stringify(ask))
  })

  feature(client, 'stream', 'a stream through its helper', async (guest) => {
    const stream = clientOf(guest).messages.stream(ask)
    expect(await stream.finalText()).toBe(said)
    expect((await stream.finalMessage()).usage).toEqual({ input_tokens: 12, output_tokens: 26 })
    expect(await guest.rows(1)).toEqual([messageRow(guest, { stream: 1 })])
  })

  feature(
    client,
    'stream',
    'input is counted with the cache, and the last figures of a stream are the answer’s',
    async (guest) => {
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
        messageRow(guest, {
          stream: 1,
          served_model: 'claude-sonnet-5-20260801',
          input_tokens: 18312,
          cache_read_tokens: 18000,
          cache_write_tokens: 300,
          output_tokens: 420,
          reasoning_tokens: 250,
          // A cache is read for a tenth of the input's price and written for five quarters of it.
          ...pricedBy('anthropic/claude-sonnet-5', 12 * 2000 + 18_000 * 200 + 300 * 2500 + 420 * 10_000),
          gateway_log_id: null,
        }),
      ])
    },
  )

  feature(client, 'tools', 'two tools called at once', async (guest) => {
    stage().standIn.mock.prependFixture({
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
    const row = messageRow(guest, {
      input_tokens: 20,
      output_tokens: 9,
      ...pricedBy('anthropic/claude-sonnet-5', 20 * 2000 + 9 * 10_000),
    })
    expect(await guest.rows(2)).toEqual([row, { ...row, stream: 1 }])
  })

  test(`${client}: a count of tokens is a row without usage, and free`, async () => {
    const guest = await visitor(`count-${client}`)
    guest.answerWith((reply) => reply.answer(200, { input_tokens: 2095 }))
    const { model, messages } = ask
    expect(await clientOf(guest).messages.countTokens({ model, messages })).toEqual({ input_tokens: 2095 })
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/anthropic/v1/messages/count_tokens')
    expect(await guest.rows(1)).toEqual([
      messageRow(guest, { endpoint: 'messages/count_tokens', ...nothingUsed, ...free }),
    ])
  })

  test(`${client}: the list of models is what the key may use`, async () => {
    const guest = await visitor(`models-${client}`, { models: ['anthropic/claude-opus-4-7'] })
    const model = {
      type: 'model',
      id: 'claude-opus-4-7',
      display_name: 'claude-opus-4-7',
      created_at: '1970-01-01T00:00:00Z',
      capabilities: null,
      max_input_tokens: null,
      max_tokens: null,
    }
    expect((await clientOf(guest).models.list()).data).toEqual([model])
    expect(await clientOf(guest).models.retrieve(model.id)).toEqual(expect.objectContaining(model))
    expect(guest.arrivals()).toEqual([])
  })

  test(`${client}: the old SDKs’ \`x-api-key\` and no version at all`, async () => {
    const guest = await visitor(`old-${client}`)
    const answer = await fetch(`${url()}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': guest.token, 'content-type': 'application/json' },
      body: JSON.stringify(ask),
    })
    expect(await answer.json()).toMatchObject({ content: [{ type: 'text', text: said }] })
    expect(guest.arrivals()[0]?.headers).toMatchObject({ 'anthropic-version': '2023-06-01' })
    expect(guest.arrivals()[0]?.headers['x-api-key']).toBeUndefined()
    expect(await guest.rows(1)).toEqual([messageRow(guest)])
  })
}
