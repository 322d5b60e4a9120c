import { createAnthropic } from '@ai-sdk/anthropic'
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import AnthropicBefore from '@anthropic-ai/sdk-0'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { streamText } from 'ai'
import { describe, expect, test } from 'vitest'
import { translateCompletionText } from '../../../../src/translate/messages/answer/answer.ts'
import { chunk, context, counts, done, end, first, piece, sse, translated, usage } from './streams.ts'

const eventStream = { headers: { 'content-type': 'text/event-stream' } }
const json = { headers: { 'content-type': 'application/json' } }
const request = { model: 'fast', max_tokens: 99, messages: [{ role: 'user' as const, content: 'Hi' }] }

/** What Anthropic's SDK makes of the message that a chat stream becomes, without what only the SDK says. */
async function final(stream: string): Promise<unknown> {
  const fetch = async (): Promise<Response> => new Response(translated(stream).text, eventStream)
  const client = new Anthropic({ apiKey: 'sk-any', maxRetries: 0, fetch })
  const { parsed_output: _none, ...message } = await client.messages.stream(request).finalMessage()
  return JSON.parse(JSON.stringify(message))
}

/** The same of its last major version, which speaks for the older API. */
async function finalBefore(stream: string): Promise<unknown> {
  const fetch = async (): Promise<Response> => new Response(translated(stream).text, eventStream)
  const client = new AnthropicBefore({ apiKey: 'sk-any', maxRetries: 0, fetch })
  const { parsed_output: _none, ...message } = await client.messages.stream(request).finalMessage()
  return JSON.parse(JSON.stringify(message))
}

/** The whole message that a completion of the same words becomes. */
function whole(message: object, finish_reason: string): unknown {
  const completion = { model: 'model-1', choices: [{ message, finish_reason }], usage: counts }
  return JSON.parse(translateCompletionText(JSON.stringify(completion), context) ?? 'null')
}

function called(id: string, name: string, args: string): object {
  return { id, type: 'function', function: { name, arguments: args } }
}

const calls = [called('call_1', 'weather', '{"city":"Zürich"}'), called('call_2', 'clock', '')]
const rows: [string, string, object, string][] = [
  [
    'text',
    sse(first, chunk({ content: 'Hel' }), chunk({ content: 'lo 😀' })),
    { content: 'Hello 😀' },
    'stop',
  ],
  ['nothing', sse(first), { content: null }, 'stop'],
  [
    'thoughts, text and mixed calls',
    sse(
      first,
      chunk({ reasoning: 'Two ' }),
      chunk({ reasoning: 'and two' }),
      chunk({ content: 'Let me look.' }),
      piece(0, '', { id: 'call_1', name: 'weather' }),
      piece(1, '', { id: 'call_2', name: 'clock' }),
      piece(0, '{"city":'),
      ': keep-alive\n\n',
      piece(0, '"Zürich"}'),
    ),
    { reasoning: 'Two and two', content: 'Let me look.', tool_calls: calls },
    'tool_calls',
  ],
  [
    'arguments that are not JSON',
    sse(first, piece(0, '{"city": Zü', { id: 'call_1', name: 'weather' }), piece(0, 'rich}')),
    { content: null, tool_calls: [called('call_1', 'weather', '{"city": Zürich}')] },
    'tool_calls',
  ],
  ['a refusal', sse(first, chunk({ refusal: 'Not this.' })), { content: null, refusal: 'Not this.' }, 'stop'],
  ['a text that is cut', sse(first, chunk({ content: 'Hel' })), { content: 'Hel' }, 'length'],
]

describe('Anthropic’s SDK', () => {
  test.each(rows)(
    'reads of a chat stream of %s what the whole message says',
    async (_what, begun, message, how) => {
      const stream = sse(begun, end(how), usage(), done)
      const expected = whole(message, how)
      expect([await final(stream), await finalBefore(stream)]).toEqual([expected, expected])
    },
  )

  test('throws on an error in a chat stream with its type', async () => {
    const stream = sse(first, chunk({ content: 'Hi' }), { error: { message: 'Slow down', type: 'requests' } })
    const thrown: unknown = await final(stream).catch((reason: unknown) => reason)
    expect(thrown).toBeInstanceOf(APIError)
    const { status, type } = thrown as APIError
    expect({ status, type }).toEqual({ status: undefined, type: 'rate_limit_error' })
  })

  const asks = { content: 'Let me look.', tool_calls: [called('call_1', 'weather', '{"city":"Bern"}')] }
  const streamed = [
    sse(
      first,
      chunk({ content: 'Let me look.' }),
      piece(0, '{"city":', { id: 'call_1', name: 'weather' }),
      piece(0, '"Bern"}'),
      end('tool_calls'),
      usage(),
      done,
    ),
    sse(first, chunk({ content: 'Rain.' }), end('stop'), usage(), done),
  ]

  test.each([
    [
      'whole',
      false,
      [whole(asks, 'tool_calls'), whole({ content: 'Rain.' }, 'stop')].map(
        (message) => () => Response.json(message, json),
      ),
    ],
    ['streamed', true, streamed.map((stream) => () => new Response(translated(stream).text, eventStream))],
  ])(
    'runs a tool with its arguments to the end of a conversation that comes %s',
    async (_how, stream, answers) => {
      const { fetch, sent } = conversation(answers)
      const client = new Anthropic({ apiKey: 'sk-any', maxRetries: 0, fetch })
      const cities: string[] = []
      const weather = betaTool({
        name: 'weather',
        description: 'The weather',
        inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        run: ({ city }) => {
          cities.push(city)
          return 'rain'
        },
      })
      const runner = client.beta.messages.toolRunner({ ...request, tools: [weather], stream, thread: false })
      const { content } = await runner.runUntilDone()
      expect([content, cities]).toEqual([[{ type: 'text', text: 'Rain.', citations: null }], ['Bern']])
      expect(sent[1]).toEqual([
        ...request.messages,
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Let me look.', citations: null },
            {
              type: 'tool_use',
              id: 'call_1',
              name: 'weather',
              input: { city: 'Bern' },
              caller: { type: 'direct' },
            },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'rain' }] },
      ])
    },
  )
})

describe('the AI SDK for Anthropic', () => {
  test('reads thoughts, text and counts of a chat stream', async () => {
    const stream = sse(
      first,
      chunk({ reasoning: 'Hm' }),
      chunk({ content: 'Hi' }),
      end('stop'),
      usage(),
      done,
    )
    const { fetch } = conversation([() => new Response(translated(stream).text, eventStream)])
    const model = createAnthropic({ apiKey: 'sk-any', fetch })('fast')
    const result = streamText({ model, prompt: 'Hi', maxOutputTokens: 99, maxRetries: 0 })
    const { inputTokens, outputTokens } = await result.usage
    expect([
      await result.reasoningText,
      await result.text,
      inputTokens,
      outputTokens,
      await result.finishReason,
    ]).toEqual(['Hm', 'Hi', 1_200, 300, 'stop'])
  })
})

/** A fetch that gives these answers one after the other, and the messages that it was sent. */
function conversation(answers: readonly (() => Response)[]): {
  fetch: typeof globalThis.fetch
  sent: unknown[]
} {
  const sent: unknown[] = []
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    sent.push(JSON.parse(String(init?.body)).messages)
    return answers[sent.length - 1]?.() ?? new Response(null, { status: 404 })
  }
  return { fetch, sent }
}
