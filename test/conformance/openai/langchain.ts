import { HumanMessage } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import { expect } from 'vitest'
import { collect, thrownBy } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { chatRow } from './client.ts'

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const weather = { type: 'function' as const, function: { name: 'weather', parameters } }

/** `@langchain/openai`, which brings an `openai` SDK of its own range. */
export function langchainFeatures({ feature, stage, url }: Conformance): void {
  const chatOf = ({ token }: { token: string }) =>
    new ChatOpenAI({
      model: 'gpt-4o-mini',
      apiKey: token,
      maxRetries: 0,
      configuration: { baseURL: `${url()}/v1` },
    })

  feature('langchain', 'text', 'an answer comes back whole', async (guest) => {
    const answer = await chatOf(guest).invoke('Hello?')
    expect(answer.content).toBe(said)
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 12, output_tokens: 26, total_tokens: 38 })
    expect(await guest.rows(1)).toEqual([chatRow(guest)])
  })

  feature('langchain', 'stream', 'it asks for the usage itself and gets it', async (guest) => {
    const chunks = await collect(await chatOf(guest).stream('Hello?'))
    expect(chunks.map(({ content }) => content).join('')).toBe(said)
    expect(chunks.at(-1)).toMatchObject({ usage_metadata: { total_tokens: 38 } })
    expect(await guest.rows(1)).toEqual([chatRow(guest, { stream: 1 })])
  })

  feature('langchain', 'tools', 'a tool is called', async (guest) => {
    stage().standIn.mock.prependFixture({
      match: { userMessage: 'LangChain, the weather in Oslo?' },
      response: { toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' }] },
    })
    const answer = await chatOf(guest).bindTools([weather]).invoke('LangChain, the weather in Oslo?')
    expect(answer.tool_calls).toEqual([
      { type: 'tool_call', id: 'call_1', name: 'weather', args: { city: 'Oslo' } },
    ])
  })

  feature('langchain', 'structured output', 'an answer is parsed', async (guest) => {
    stage().standIn.mock.prependFixture({
      match: { userMessage: 'LangChain, which city?' },
      response: { content: '{"city":"Oslo"}' },
    })
    const chat = chatOf(guest).withStructuredOutput(parameters, { name: 'place', method: 'jsonSchema' })
    expect(await chat.invoke('LangChain, which city?')).toEqual({ city: 'Oslo' })
  })

  feature('langchain', 'images in', 'a picture in a prompt goes up', async (guest) => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }
    expect((await chatOf(guest).invoke([new HumanMessage({ content: [image] })])).content).toBe(said)
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toMatchObject({
      messages: [{ role: 'user', content: [image] }],
    })
  })

  feature('langchain', 'errors', 'a wrong key is its own error', async () => {
    const error = await thrownBy(chatOf({ token: `sk-nobody-${'x'.repeat(40)}` }).invoke('Hello?'))
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' })
  })
}
