import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mockPath } from '../../src/cli/stand-in-paths.ts'
import { standInVars, startStandIn, type StandIn } from '../../src/cli/stand-in.ts'

let standIn: StandIn
let gateway = ''
const headers = { 'cf-aig-authorization': `Bearer ${standInVars.CF_AIG_TOKEN}` }
const hello = /^Hello from the stand-in!/

beforeAll(async () => {
  standIn = await startStandIn()
  gateway = `${standIn.url}/${standInVars.ACCOUNT_ID}/${standInVars.GATEWAY_ID}`
})
afterAll(() => standIn.stop())

test.each([
  ['openai', 'chat/completions', '/v1/chat/completions'],
  ['groq', 'chat/completions', '/v1/chat/completions'],
  ['mistral', 'v1/chat/completions', '/v1/chat/completions'],
  ['custom-lab', 'v1/embeddings', '/v1/embeddings'],
  ['compat', 'chat/completions', '/v1/chat/completions'],
  ['anthropic', 'v1/messages', '/v1/messages'],
  ['google-ai-studio', 'v1beta/openai/chat/completions', '/v1/chat/completions'],
  ['google-ai-studio', 'v1/models/gemini-x:generateContent', '/v1beta/models/gemini-x:generateContent'],
  ['google-vertex-ai', 'v1/projects/p/locations/r/endpoints/openapi/embeddings', '/v1/embeddings'],
  ['azure-openai', 'resource/deployment/chat/completions', '/openai/deployments/deployment/chat/completions'],
  ['aws-bedrock', 'bedrock-runtime/us-east-1/model/m/converse', '/model/m/converse'],
  ['cohere', 'v2/chat', '/v2/chat'],
  ['cohere', 'compatibility/v1/chat/completions', '/v1/chat/completions'],
  ['openrouter', 'v1/chat/completions', '/api/v1/chat/completions'],
])('a gateway path %s/%s is the mock’s %s', (slug, rest, path) => {
  expect(mockPath(slug, rest)).toBe(path)
})

describe('the stand-in refuses as the gateway does', () => {
  const refusal = (code: number, message: string) => ({
    success: false,
    result: [],
    messages: [],
    error: [{ code, message }],
  })

  test.each([
    ['no gateway token', '/local/default/openai/models', {}, 401, refusal(2009, 'Unauthorized')],
    [
      'a wrong gateway token',
      '/local/default/openai/models',
      { 'cf-aig-authorization': 'Bearer x' },
      401,
      refusal(2009, 'Unauthorized'),
    ],
    [
      'another gateway',
      '/local/other/openai/models',
      headers,
      400,
      refusal(2001, 'Please configure AI Gateway in the Cloudflare dashboard'),
    ],
    ['no provider', '/local/default', headers, 404, refusal(7000, 'No route for that URI')],
    ['no path', '/local/default/openai', headers, 404, refusal(7000, 'No route for that URI')],
  ])('%s', async (_, path, sent, status, body) => {
    const answer = await fetch(`${standIn.url}${path}`, { headers: sent })
    expect([answer.status, await answer.json()]).toEqual([status, body])
  })
})

describe('the stand-in answers everybody, with the counts that it states', () => {
  const messages = [{ role: 'user' as const, content: 'Tell me.' }]

  test('OpenAI chat, streamed, with the headers that the gateway adds', async () => {
    const client = new OpenAI({ baseURL: `${gateway}/openai`, apiKey: 'any', defaultHeaders: headers })
    const { data, response } = await client.chat.completions
      .create({ model: 'gpt-4o', messages, stream: true, stream_options: { include_usage: true } })
      .withResponse()
    const chunks = await Array.fromAsync(data)
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toMatch(hello)
    expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 12, completion_tokens: 26, total_tokens: 38 })
    expect(response.headers.get('cf-aig-log-id')).toMatch(/^[\da-f-]{36}$/)
    expect(response.headers.get('cf-aig-cache-status')).toBe('MISS')
  })

  test('OpenAI responses and embeddings', async () => {
    const client = new OpenAI({ baseURL: `${gateway}/openai`, apiKey: 'any', defaultHeaders: headers })
    const answer = await client.responses.create({ model: 'gpt-4o', input: 'Tell me.' })
    expect(answer.output_text).toMatch(hello)
    expect(answer.usage).toEqual({ input_tokens: 12, output_tokens: 26, total_tokens: 38 })
    const { data } = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['a', 'b'],
      encoding_format: 'float',
    })
    expect(data.map(({ embedding }) => embedding)).toEqual([
      [0.25, -0.5, 0.75],
      [0.25, -0.5, 0.75],
    ])
  })

  test('Anthropic messages', async () => {
    const client = new Anthropic({ baseURL: `${gateway}/anthropic`, apiKey: 'any', defaultHeaders: headers })
    const answer = await client.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 99, messages })
    expect(answer.content).toEqual([{ type: 'text', text: expect.stringMatching(hello) }])
    expect(answer.usage).toEqual({ input_tokens: 12, output_tokens: 26 })
  })

  test('Gemini, streamed', async () => {
    const httpOptions = { baseUrl: `${gateway}/google-ai-studio`, headers }
    const client = new GoogleGenAI({ apiKey: 'any', httpOptions })
    const stream = await client.models.generateContentStream({
      model: 'gemini-2.5-flash',
      contents: 'Tell me.',
    })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map((chunk) => chunk.text ?? '').join('')).toMatch(hello)
    expect(chunks.at(-1)?.usageMetadata).toEqual({
      promptTokenCount: 12,
      candidatesTokenCount: 26,
      totalTokenCount: 38,
    })
  })
})

test('the stand-in passes a stream on chunk by chunk', async () => {
  const slow = await startStandIn({ pace: { ttft: 0, tps: 1 } })
  const answer = await fetch(`${slow.url}/local/default/openai/chat/completions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
  })
  // The whole would take longer than this test may.
  const first = await answer.body?.getReader().read()
  await slow.stop()
  expect(new TextDecoder().decode(first?.value)).toMatch(/^data: \{"id":"chatcmpl-/)
})
