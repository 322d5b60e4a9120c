import type { ChatCompletionTool } from 'openai/resources/chat/completions'
import { expect, test } from 'vitest'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { chatChunks } from './answers.ts'
import { ask, chatRow, openaiClients } from './client.ts'

/** Chat completions as the `openai` SDK asks for them. */
export function chatFeatures({ feature, stage, url, visitor }: Conformance): void {
  const clientOf = openaiClients(url)

  feature('openai', 'text', 'a chat completion comes back whole, with its row', async (guest) => {
    const answer = await clientOf(guest).chat.completions.create(ask)
    expect(answer.choices[0]?.message.content).toBe(said)
    expect(answer.usage).toEqual({ prompt_tokens: 12, completion_tokens: 26, total_tokens: 38 })
    expect(await guest.rows(1)).toEqual([chatRow(guest)])
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/openai/chat/completions')
  })

  feature(
    'openai',
    'stream',
    'a stream that did not ask for usage gets none, and its row has it',
    async (guest) => {
      const chunks = await collect(await clientOf(guest).chat.completions.create({ ...ask, stream: true }))
      expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(said)
      expect(chunks.filter((chunk) => chunk.choices.length === 0)).toEqual([])
      expect(await guest.rows(1)).toEqual([chatRow(guest, { stream: 1 })])
    },
  )

  feature('openai', 'stream', 'a stream that asked for usage gets it as its last chunk', async (guest) => {
    const asked = { ...ask, stream: true as const, stream_options: { include_usage: true } }
    const chunks = await collect(await clientOf(guest).chat.completions.create(asked))
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 12, completion_tokens: 26, total_tokens: 38 },
    })
    expect(await guest.rows(1)).toEqual([chatRow(guest, { stream: 1 })])
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toEqual(asked)
  })

  test('a key that says `show` passes the usage chunk on', async () => {
    const guest = await visitor('chat-show', { usage_chunk: 'show' })
    const chunks = await collect(await clientOf(guest).chat.completions.create({ ...ask, stream: true }))
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 38 } })
    expect(await guest.rows(1)).toEqual([chatRow(guest, { stream: 1 })])
  })

  test('cached, reasoning and predicted tokens, the tier and the served model are in the row', async () => {
    const guest = await visitor('chat-details', { tags: { team: 'research' } })
    guest.answerWith((reply) => reply.stream(chatChunks))
    const stream = clientOf(guest).chat.completions.stream(ask)
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('Hi')
    expect(await guest.rows(1)).toEqual([
      chatRow(guest, {
        stream: 1,
        served_model: 'gpt-4o-mini-2024-07-18',
        input_tokens: 1200,
        cache_read_tokens: 1024,
        cache_write_tokens: 0,
        output_tokens: 300,
        reasoning_tokens: 256,
        details: JSON.stringify({ rejected_prediction_tokens: 7, service_tier: 'default' }),
        // What the cache gave is half the price; what was predicted wrongly is in the output.
        ...pricedBy('openai/gpt-4o-mini', 176 * 150 + 1024 * 75 + 300 * 600),
        gateway_log_id: null,
        tags: JSON.stringify({ team: 'research' }),
      }),
    ])
  })

  feature('openai', 'tools', 'tools called in parallel come back, streamed and not', async (guest) => {
    const tools: ChatCompletionTool[] = [
      { type: 'function', function: { name: 'weather', parameters: { type: 'object' } } },
    ]
    stage().standIn.mock.prependFixture({
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
    const row = chatRow(guest, {
      input_tokens: 20,
      output_tokens: 9,
      ...pricedBy('openai/gpt-4o-mini', 20 * 150 + 9 * 600),
    })
    expect(await guest.rows(2)).toEqual([row, { ...row, stream: 1 }])
  })

  feature(
    'openai',
    'structured output',
    'a JSON schema goes up unchanged and its answer is parsed',
    async (guest) => {
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
        chatRow(guest, {
          input_tokens: 30,
          output_tokens: 6,
          ...pricedBy('openai/gpt-4o-mini', 30 * 150 + 6 * 600),
          gateway_log_id: null,
        }),
      ])
    },
  )

  test('a model is asked of the provider that its name leads to, under the name it has there', async () => {
    const guest = await visitor('chat-groq')
    await clientOf(guest).chat.completions.create({ ...ask, model: 'groq/llama-3.3-70b-versatile' })
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/groq/chat/completions')
    expect(String(await arrival?.body)).toBe(JSON.stringify({ ...ask, model: 'llama-3.3-70b-versatile' }))
    expect(await guest.rows(1)).toEqual([
      chatRow(guest, {
        provider: 'groq',
        model: 'groq/llama-3.3-70b-versatile',
        served_model: 'llama-3.3-70b-versatile',
        ...pricedBy('groq/llama-3.3-70b-versatile', 12 * 590 + 26 * 790),
      }),
    ])
  })
}
