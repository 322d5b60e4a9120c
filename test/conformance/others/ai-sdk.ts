import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { APICallError, generateText, jsonSchema, type LanguageModel, Output, streamText } from 'ai'
import { expect } from 'vitest'
import type { Client } from '../clients.ts'
import { collect, thrownBy } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'

const place = jsonSchema<{ city: string }>({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
})
const usage = { inputTokens: 12, outputTokens: 26 }

/** The AI SDK with each of its three providers, each at the door that its base URL leads to. */
export function aiSdkFeatures(suite: Conformance): void {
  const { feature, url } = suite
  modelFeatures(suite, 'ai-openai', 'openai', ({ token }) =>
    createOpenAI({ apiKey: token, baseURL: `${url()}/v1` })('gpt-5'),
  )
  modelFeatures(suite, 'ai-anthropic', 'anthropic', ({ token }) =>
    createAnthropic({ apiKey: token, baseURL: `${url()}/v1` })('claude-sonnet-5'),
  )
  modelFeatures(suite, 'ai-google', 'google-ai-studio', ({ token }) =>
    createGoogle({ apiKey: token, baseURL: `${url()}/v1beta` })('gemini-2.5-flash'),
  )

  feature('ai-openai', 'Claude as a chat', 'an answer streams, with its usage at the end', async (guest) => {
    const model = createOpenAI({ apiKey: guest.token, baseURL: `${url()}/v1` }).chat('claude-sonnet-4-5')
    const answer = streamText({ model, prompt: 'Hello?' })
    expect((await collect(answer.textStream)).join('')).toBe(said)
    expect(await answer.usage).toMatchObject(usage)
    expect(await guest.rows(1)).toMatchObject([
      { provider: 'anthropic', outcome: 'complete', input_tokens: 12 },
    ])
  })
}

function modelFeatures(
  { feature, stage }: Conformance,
  client: Client,
  provider: string,
  modelOf: (key: { token: string }) => LanguageModel,
): void {
  const row = { provider, status: 200, outcome: 'complete', input_tokens: 12, output_tokens: 26 }

  feature(client, 'text', 'an answer comes back whole', async (guest) => {
    const answer = await generateText({ model: modelOf(guest), prompt: 'Hello?' })
    expect([answer.text, answer.usage]).toMatchObject([said, usage])
    expect(await guest.rows(1)).toMatchObject([{ ...row, stream: 0 }])
  })

  feature(client, 'stream', 'an answer streams, with its usage at the end', async (guest) => {
    const answer = streamText({ model: modelOf(guest), prompt: 'Hello?' })
    expect((await collect(answer.textStream)).join('')).toBe(said)
    expect(await answer.usage).toMatchObject(usage)
    expect(await guest.rows(1)).toMatchObject([{ ...row, stream: 1 }])
  })

  feature(client, 'tools', 'a tool is called', async (guest) => {
    const prompt = `${client}, the weather in Oslo?`
    stage().standIn.mock.prependFixture({
      match: { userMessage: prompt },
      response: { toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' }] },
    })
    const tools = { weather: { inputSchema: place } }
    const { toolCalls } = await generateText({ model: modelOf(guest), prompt, tools })
    expect(toolCalls).toMatchObject([{ toolName: 'weather', input: { city: 'Oslo' } }])
  })

  feature(client, 'structured output', 'an answer is parsed by its schema', async (guest) => {
    const prompt = `${client}, which city?`
    stage().standIn.mock.prependFixture({
      match: { userMessage: prompt },
      response: { content: '{"city":"Oslo"}' },
    })
    const model = modelOf(guest)
    const { output } = await generateText({ model, prompt, output: Output.object({ schema: place }) })
    expect(output).toEqual({ city: 'Oslo' })
  })

  feature(client, 'images in', 'a picture goes up', async (guest) => {
    const image = { type: 'file' as const, data: 'iVBORw0KGgo=', mediaType: 'image/png' }
    const messages = [{ role: 'user' as const, content: [image] }]
    expect((await generateText({ model: modelOf(guest), messages })).text).toBe(said)
    expect(String(await guest.arrivals()[0]?.body)).toContain('iVBORw0KGgo=')
  })

  feature(client, 'errors', 'a wrong key is an error that is not tried again', async () => {
    const model = modelOf({ token: `sk-nobody-${'x'.repeat(40)}` })
    const error = await thrownBy(generateText({ model, prompt: 'Hello?' }))
    if (!APICallError.isInstance(error)) throw error
    const { statusCode, isRetryable, message } = error
    expect({ statusCode, isRetryable, message }).toEqual({
      statusCode: 401,
      isRetryable: false,
      message: expect.stringContaining('This key is not known here.'),
    })
  })
}
