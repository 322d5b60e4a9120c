import Anthropic from '@anthropic-ai/sdk'
import OpenAI, { APIError, RateLimitError } from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { translateAnswer } from '../../../src/translate/answer/answer.ts'
import { translateError } from '../../../src/translate/answer/errors.ts'
import { block, call, context, end, error, ping, sse, start, text, toolUse, translated } from './streams.ts'

const eventStream = { headers: { 'content-type': 'text/event-stream' } }
const json = { headers: { 'content-type': 'application/json' } }
const asked = { ...context, includeUsage: true }
const request = { model: 'claude', messages: [{ role: 'user' as const, content: 'Hi' }] }

function openai(answer: () => Response): OpenAI {
  return new OpenAI({ apiKey: 'sk-any', maxRetries: 0, fetch: async () => answer() })
}

/** What OpenAI's SDK makes of the translated stream. */
function completed(stream: string, how = asked): Promise<OpenAI.ChatCompletion> {
  const client = openai(() => new Response(translated(stream, how).text, eventStream))
  return client.chat.completions.stream(request).finalChatCompletion()
}

/** What Anthropic's own SDK makes of the stream itself. */
function original(stream: string): Promise<Anthropic.Message> {
  const fetch = async (): Promise<Response> => new Response(stream, eventStream)
  const client = new Anthropic({ apiKey: 'sk-any', maxRetries: 0, fetch })
  return client.messages.stream({ ...request, max_tokens: 9 }).finalMessage()
}

const thinking = block(
  0,
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'thinking_delta', thinking: 'Two and two' },
  { type: 'signature_delta', signature: 'EqQB' },
)
const streams: [string, string][] = [
  ['text', sse([start(), ping, ...text(0, 'Hel', 'lo'), ...text(1, ' 😀'), ...end('stop_sequence')])],
  ['nothing', sse([start(), ...end('end_turn')])],
  [
    'parallel tools after text and thinking',
    sse([
      start(),
      ...thinking,
      ...text(1, 'Let me look.'),
      ...call(2, 'toolu_1', 'weather', '{"city":', '"Zürich"}'),
      ...call(3, 'toolu_2', 'clock'),
      ...end('tool_use'),
    ]),
  ],
  ['a text that is cut', sse([start(), ...text(0, 'Hel'), ...end('max_tokens')])],
  [
    'a refusal',
    sse([
      start(),
      ...text(0, 'I'),
      ...end('refusal', { type: 'refusal', category: null, explanation: 'Not this.' }),
    ]),
  ],
]

describe('OpenAI’s SDK', () => {
  test.each(streams)('reads of a stream of %s what the whole message says', async (_name, stream) => {
    const whole = JSON.parse(JSON.stringify(translateAnswer(await original(stream), asked)))
    const streamed = JSON.parse(JSON.stringify(await completed(stream)))
    const { choices, ...rest } = streamed
    const { content, reasoning_content: _last, ...message } = choices[0].message
    const { content: wholeContent, reasoning_content: _text, ...wholeMessage } = whole.choices[0].message
    // The SDK keeps the last piece of a member that it does not know, and joins no content to "".
    expect(content ?? '').toBe(wholeContent ?? '')
    const { parsed: _none, ...known } = message
    expect(known).toEqual(wholeMessage)
    expect({ ...rest, object: 'chat.completion', finish: choices[0].finish_reason }).toEqual({
      ...whole,
      choices: undefined,
      finish: whole.choices[0].finish_reason,
    })
  })

  test.each([
    ['at the start', [error('overloaded_error', 'Overloaded')]],
    ['in a text', [start(), ...text(0, 'Hi'), error('overloaded_error', 'Overloaded')]],
    [
      'in a tool call',
      [start(), ...call(0, 'toolu_1', 'a', '{"b').slice(0, -1), error('overloaded_error', 'Overloaded')],
    ],
    ['before the end', [start(), ...end('end_turn').slice(0, 1), error('overloaded_error', 'Overloaded')]],
  ])('throws on an error %s', async (_where, events) => {
    const thrown: unknown = await completed(sse(events)).catch((reason: unknown) => reason)
    expect(thrown).toBeInstanceOf(APIError)
    const { status, type, code, param, message } = thrown as APIError
    expect({ status, type, code, param, message }).toEqual({
      status: undefined,
      type: 'server_error',
      code: 'overloaded',
      param: null,
      message: 'Overloaded',
    })
  })

  test('throws on an error answer with its status, type and code', async () => {
    const refused = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } }
    const { status, body } = translateError(429, refused, 'req-1')
    const client = openai(() => new Response(body, { ...json, status }))
    const thrown: unknown = await client.chat.completions.create(request).catch((reason: unknown) => reason)
    const { constructor: kind, status: told, type, code, message } = thrown as APIError
    expect({ kind, told, type, code, message }).toEqual({
      kind: RateLimitError,
      told: 429,
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: '429 Slow down',
    })
  })

  const sum = z.object({ sum: z.number() })
  const format = {
    ...request,
    messages: [...request.messages],
    response_format: zodResponseFormat(sum, 'sum'),
  }
  const how = { ...context, answerTool: 'sum' }

  test('parses an answer that was a tool’s input, whole and streamed', async () => {
    const content = [toolUse('toolu_1', 'sum', { sum: 4 })]
    const whole = openai(() => Response.json(translateAnswer({ content, stop_reason: 'tool_use' }, how)))
    const stream = sse([start(), ...call(0, 'toolu_1', 'sum', '{"sum"', ':4}'), ...end('tool_use')])
    const streamed = openai(() => new Response(translated(stream, how).text, eventStream))
    const { choices } = await whole.chat.completions.parse(format)
    const final = await streamed.chat.completions.stream(format).finalChatCompletion()
    expect([choices[0]?.message.parsed, final.choices[0]?.message.parsed]).toEqual([{ sum: 4 }, { sum: 4 }])
  })

  const asksWeather = {
    content: [
      { type: 'thinking', thinking: 'Two and two', signature: 'EqQB' },
      toolUse('toolu_1', 'weather', { city: 'Bern' }),
    ],
    stop_reason: 'tool_use',
  }
  const tellsWeather = { content: [{ type: 'text', text: 'Rain.' }], stop_reason: 'end_turn' }
  const rain = { role: 'tool' as const, tool_call_id: 'toolu_1', content: 'rain' }
  const toolCalls = [
    { id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
  ]

  test('runs a tool with its arguments to the end of the conversation', async () => {
    const answers = [asksWeather, tellsWeather].map((answer) => translateAnswer(answer, context))
    const { client, sent } = conversation(answers.map((answer) => () => Response.json(answer)))
    const { tool, cities } = weather()
    const runner = client.chat.completions.runTools({ ...request, tools: [tool] })
    expect([await runner.finalContent(), cities]).toEqual(['Rain.', ['Bern']])
    const assistant = { role: 'assistant', content: null, tool_calls: toolCalls }
    expect(sent[1]).toEqual([...request.messages, assistant, rain])
  })

  test('runs a tool of a stream likewise', async () => {
    const answers = [
      sse([
        start(),
        ...thinking,
        ...call(1, 'toolu_1', 'weather', '{"city":', '"Bern"}'),
        ...end('tool_use'),
      ]),
      sse([start(), ...text(0, 'Rain.'), ...end('end_turn')]),
    ].map((stream) => translated(stream).text)
    const { client, sent } = conversation(answers.map((answer) => () => new Response(answer, eventStream)))
    const { tool, cities } = weather()
    const runner = client.chat.completions.runTools({ ...request, stream: true, tools: [tool] })
    expect([await runner.finalContent(), cities]).toEqual(['Rain.', ['Bern']])
    const assistant = { role: 'assistant', content: '', tool_calls: toolCalls }
    expect(sent[1]).toEqual([...request.messages, assistant, rain])
  })

  test('keeps thinking for a loop that sends messages back as they came', async () => {
    const answers = [asksWeather, tellsWeather].map((answer) => translateAnswer(answer, context))
    const { client, sent } = conversation(answers.map((answer) => () => Response.json(answer)))
    const { choices } = await client.chat.completions.create(request)
    const messages = [...request.messages, ...choices.map(({ message }) => message), rain]
    await client.chat.completions.create({ ...request, messages })
    const assistant = {
      role: 'assistant',
      content: null,
      refusal: null,
      reasoning_content: 'Two and two',
      thinking_blocks: [{ type: 'thinking', thinking: 'Two and two', signature: 'EqQB' }],
      tool_calls: toolCalls,
    }
    expect(sent[1]).toEqual([...request.messages, assistant, rain])
  })
})

/** A client whose requests get these answers, and the messages that it sends. */
function conversation(answers: (() => Response)[]): { client: OpenAI; sent: unknown[] } {
  const sent: unknown[] = []
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    sent.push(JSON.parse(String(init?.body)).messages)
    return answers[sent.length - 1]?.() ?? new Response(null, { status: 404 })
  }
  return { client: new OpenAI({ apiKey: 'sk-any', maxRetries: 0, fetch }), sent }
}

function weather() {
  const cities: string[] = []
  const tool = {
    type: 'function' as const,
    function: {
      name: 'weather',
      description: '',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
      parse: JSON.parse as (input: string) => { city: string },
      function: ({ city }: { city: string }) => {
        cities.push(city)
        return 'rain'
      },
    },
  }
  return { tool, cities }
}
