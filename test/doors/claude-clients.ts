import { createOpenAI } from '@ai-sdk/openai'
import { ChatOpenAI } from '@langchain/openai'
import { generateObject, generateText, jsonSchema, stepCountIs, streamText } from 'ai'
import { describe, expect, test } from 'vitest'
import { call, text, toolUse } from '../translate/answer/streams.ts'
import { bodiesOf, chat, claudeRow, inTurn, model, openaiOf, says, streams, textBlock } from './claude.ts'
import type { Guest, Stage } from './stage.ts'

const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
}
const schema = jsonSchema<{ city: string }>(parameters)
const cities = [
  ['toolu_1', 'Oslo'],
  ['toolu_2', 'Rome'],
] as const

/** Two calls at once, and words when their results are there. */
const whole = () =>
  inTurn(
    says(
      [textBlock('Let me see.'), ...cities.map(([id, city]) => toolUse(id, 'weather', { city }))],
      'tool_use',
    ),
    says([textBlock('Sun in both.')]),
  )
const streamed = () =>
  inTurn(
    streams(
      [
        ...text(0, 'Let me ', 'see.'),
        ...cities.flatMap(([id, city], index) => call(index + 1, id, 'weather', '{"city":', `"${city}"}`)),
      ],
      'tool_use',
    ),
    streams(text(0, 'Sun in ', 'both.')),
  )

/** The messages of the request after the calls. */
const loop = [
  { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'Let me see.' },
      ...cities.map(([id, city]) => ({ type: 'tool_use', id, name: 'weather', input: { city } })),
    ],
  },
  {
    role: 'user',
    content: cities.map(([id, city]) => ({
      type: 'tool_result',
      tool_use_id: id,
      content: [{ type: 'text', text: `Sun in ${city}.` }],
    })),
  },
]

/** A loop of tools to its end, as three clients drive it: whole and streamed. */
export function clientTests(stage: () => Stage): void {
  const modelOf = ({ token }: Guest) =>
    createOpenAI({ apiKey: token, baseURL: `${stage().url}/v1` }).chat(model)
  const chatOf = ({ token }: Guest) =>
    new ChatOpenAI({ model, apiKey: token, maxRetries: 0, configuration: { baseURL: `${stage().url}/v1` } })

  async function expectLoop(guest: Guest, id: string, stream: 0 | 1): Promise<void> {
    const bodies = (await bodiesOf(guest)) as { messages: unknown }[]
    expect(bodies.map(({ messages }) => messages)).toEqual([loop.slice(0, 1), loop])
    const row = claudeRow(id, { stream })
    expect(await guest.rows(2)).toEqual([row, row])
  }

  describe.concurrent('a loop of parallel tools comes to its end', () => {
    const weather = ({ city }: { city: string }) => `Sun in ${city}.`

    test.each([
      ['whole', false],
      ['streamed', true],
    ] as const)('with the runner of `openai`, %s', async (how, stream) => {
      const guest = await stage().guest(`openai-${how}`)
      guest.answerWith((stream ? streamed : whole)())
      const tool = { name: 'weather', parameters, description: '', function: weather, parse: JSON.parse }
      const tools = [{ type: 'function' as const, function: tool }]
      const { completions } = openaiOf(guest, stage().url).chat
      const runner = stream
        ? completions.runTools({ ...chat, tools, stream })
        : completions.runTools({ ...chat, tools })
      expect(await runner.finalContent()).toBe('Sun in both.')
      await expectLoop(guest, `openai-${how}`, stream ? 1 : 0)
    })

    const tools = { weather: { inputSchema: schema, execute: weather } }
    const prompt = 'Weather?'
    const stopWhen = stepCountIs(5)

    test('with `ai`, whole', async () => {
      const guest = await stage().guest('ai-whole')
      guest.answerWith(whole())
      const answer = await generateText({ model: modelOf(guest), prompt, tools, stopWhen })
      expect([answer.text, answer.finishReason, answer.usage]).toMatchObject([
        'Sun in both.',
        'stop',
        { inputTokens: 2 * 18_312, outputTokens: 2 * 420 },
      ])
      await expectLoop(guest, 'ai-whole', 0)
    })

    test('with `ai`, streamed', async () => {
      const guest = await stage().guest('ai-streamed')
      guest.answerWith(streamed())
      const answer = streamText({ model: modelOf(guest), prompt, tools, stopWhen })
      expect([await answer.text, await answer.finishReason]).toEqual(['Sun in both.', 'stop'])
      await expectLoop(guest, 'ai-streamed', 1)
    })

    test.each(['invoke', 'stream'] as const)('with LangChain, by `%s`', async (by) => {
      const guest = await stage().guest(`langchain-${by}`)
      guest.answerWith((by === 'stream' ? streamed : whole)())
      const bound = chatOf(guest).bindTools([{ type: 'function', function: { name: 'weather', parameters } }])
      const ask = async (messages: Parameters<typeof bound.invoke>[0]) => {
        if (by === 'invoke') return bound.invoke(messages)
        let all: Awaited<ReturnType<typeof bound.invoke>> | undefined
        for await (const chunk of await bound.stream(messages)) all = all ? all.concat(chunk) : chunk
        if (!all) throw new Error('an empty stream')
        return all
      }
      const first = await ask('Weather?')
      const results = (first.tool_calls ?? []).map(({ id = '', args }) => ({
        role: 'tool' as const,
        tool_call_id: id,
        content: `Sun in ${String(args['city'])}.`,
      }))
      const last = await ask([{ role: 'user', content: 'Weather?' }, first, ...results])
      expect([last.content, last.usage_metadata]).toMatchObject([
        'Sun in both.',
        { input_tokens: 18_312, output_tokens: 420, input_token_details: { cache_read: 18_000 } },
      ])
      await expectLoop(guest, `langchain-${by}`, by === 'stream' ? 1 : 0)
    })
  })

  describe.concurrent('an answer of a given form', () => {
    const format = { type: 'json_schema' as const, json_schema: { name: 'place', schema: parameters } }
    const exact = { format: { type: 'json_schema', schema: parameters } }

    test('is parsed by `openai`', async () => {
      const guest = await stage().guest('form-openai')
      guest.answerWith(says([textBlock('{"city":"Oslo"}')]))
      const answer = await openaiOf(guest, stage().url).chat.completions.parse({
        ...chat,
        response_format: format,
      })
      expect(answer.choices[0]?.message.parsed).toEqual({ city: 'Oslo' })
      expect(await bodiesOf(guest)).toMatchObject([{ output_config: exact }])
    })

    test('is parsed by `openai`, from a model that has to call a tool for it', async () => {
      const guest = await stage().guest('form-tool')
      guest.answerWith(streams(call(0, 'toolu_1', 'answer', '{"city":', '"Oslo"}'), 'tool_use'))
      const asked = { ...chat, model: 'claude-sonnet-4-0', response_format: format }
      const answer = await openaiOf(guest, stage().url).chat.completions.stream(asked).finalChatCompletion()
      expect(answer.choices[0]).toMatchObject({
        finish_reason: 'stop',
        message: { content: '{"city":"Oslo"}', parsed: { city: 'Oslo' } },
      })
      expect(await bodiesOf(guest)).toMatchObject([
        { tools: [{ name: 'answer' }], tool_choice: { type: 'tool', name: 'answer' } },
      ])
    })

    test('is parsed by `ai`', async () => {
      const guest = await stage().guest('form-ai')
      guest.answerWith(says([textBlock('{"city":"Oslo"}')]))
      const { object } = await generateObject({ model: modelOf(guest), schema, prompt: 'Where?' })
      expect(object).toEqual({ city: 'Oslo' })
      expect(await bodiesOf(guest)).toMatchObject([{ output_config: exact }])
    })

    test('is parsed by LangChain', async () => {
      const guest = await stage().guest('form-langchain')
      guest.answerWith(says([textBlock('{"city":"Oslo"}')]))
      const structured = chatOf(guest).withStructuredOutput(parameters, {
        name: 'place',
        method: 'jsonSchema',
      })
      expect(await structured.invoke('Where?')).toEqual({ city: 'Oslo' })
      expect(await bodiesOf(guest)).toMatchObject([{ output_config: exact }])
    })
  })
}
