import { readFileSync } from 'node:fs'
import { AzureOpenAI } from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { chunkFrame, encodeFrames, eventFrame, exceptionFrame } from '../support/event-stream.ts'
import { exchange, jsonOf } from './exchange.ts'
import { pricedBy, wholeRow } from './keys-and-rows.ts'
import { type Stage, sharedStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

function recorded(path: string): string {
  return readFileSync(`${import.meta.dirname}/../fixtures/answers/${path}`, 'utf8')
}

const eventStream = 'application/vnd.amazon.eventstream'
const region = 'bedrock-runtime/us-east-1/model'
const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15, cacheReadInputTokens: 90 }
const started = [
  eventFrame('messageStart', { role: 'assistant', p: 'abc' }),
  eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'hé' }, p: 'ab' }),
]
const converse = encodeFrames([...started, eventFrame('metadata', { usage, metrics: { latencyMs: 7 } })])
const torn = encodeFrames([...started, exceptionFrame('throttlingException', 'slow down')])
const claude = encodeFrames([
  chunkFrame({
    type: 'message_start',
    message: { model: 'claude-x', usage: { input_tokens: 10, output_tokens: 1 } },
  }),
  chunkFrame({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': { inputTokenCount: 10, outputTokenCount: 5 },
  }),
])

interface Visit {
  what: string
  path: string
  body?: object
  answer: string | Uint8Array
  type: string
  headers?: Record<string, string>
  row: Partial<Record<keyof Row, unknown>>
}

const stated = { usage_source: 'reported', price_id: 'stated' } as const
const bedrockRow = { provider: 'aws-bedrock', usage_source: 'reported' } as const

const visits: readonly Visit[] = [
  {
    what: 'xAI’s cost in ticks',
    path: 'grok/v1/chat/completions',
    body: { model: 'grok-4' },
    answer: recorded('xai-chat/outside.json'),
    type: 'application/json',
    row: {
      ...stated,
      provider: 'grok',
      model: 'grok-4',
      served_model: 'grok-4-0709',
      input_tokens: 32,
      cache_read_tokens: 6,
      output_tokens: 208,
      reasoning_tokens: 199,
      details: '{"num_sources_used":3}',
      cost_nano_usd: 15_850_000,
    },
  },
  {
    what: 'OpenRouter’s cost, after its comments',
    path: 'openrouter/api/v1/chat/completions',
    body: { model: 'anthropic/claude-opus-5', stream: true },
    answer: recorded('openrouter-chat/text.sse'),
    type: 'text/event-stream',
    row: {
      ...stated,
      provider: 'openrouter',
      model: 'anthropic/claude-opus-5',
      served_model: 'anthropic/claude-opus-5',
      stream: 1,
      input_tokens: 194,
      cache_read_tokens: 0,
      cache_write_tokens: 100,
      output_tokens: 2,
      reasoning_tokens: 0,
      cost_nano_usd: 950_000,
    },
  },
  {
    what: 'Cohere’s lines',
    path: 'cohere/v1/chat',
    body: { model: 'command-r', message: 'hi', stream: true },
    answer: recorded('cohere-chat/v1.ndjson'),
    type: 'application/stream+json',
    row: {
      provider: 'cohere',
      model: 'command-r',
      stream: 1,
      usage_source: 'reported',
      input_tokens: 67,
      output_tokens: 10,
      units: 2,
      unit: 'search',
      details: '{"billed_input_tokens":4,"billed_output_tokens":9}',
    },
  },
  {
    what: 'Workers AI’s neurons of an image',
    path: 'workers-ai/@cf/black-forest-labs/flux-1-schnell',
    body: { prompt: 'x' },
    answer: Uint8Array.from({ length: 70_000 }, (_, index) => index % 251),
    type: 'image/png',
    headers: { 'cf-ai-neurons': '57.42' },
    row: {
      ...stated,
      provider: 'workers-ai',
      model: '@cf/black-forest-labs/flux-1-schnell',
      cost_nano_usd: 631_620,
    },
  },
  {
    what: 'the frames of Converse',
    path: `aws-bedrock/${region}/us.anthropic.claude-opus-5-v1:0/converse-stream`,
    body: { messages: [] },
    answer: converse,
    type: eventStream,
    row: {
      ...bedrockRow,
      model: 'us.anthropic.claude-opus-5-v1:0',
      stream: 1,
      input_tokens: 100,
      cache_read_tokens: 90,
      output_tokens: 5,
      ...pricedBy('aws/regional.anthropic.claude-opus-5', 242_000),
    },
  },
  {
    what: 'an exception among the frames',
    path: `aws-bedrock/${region}/m/converse-stream`,
    body: { messages: [] },
    answer: torn,
    type: eventStream,
    row: { ...bedrockRow, model: 'm', stream: 1, usage_source: 'none', outcome: 'upstream_error' },
  },
  {
    what: 'the frames of InvokeModel, its model an ARN',
    path: `aws-bedrock/${region}/arn:aws:bedrock:us-east-1:1:inference-profile%2Fx/invoke-with-response-stream`,
    body: { messages: [] },
    answer: claude,
    type: eventStream,
    row: {
      ...bedrockRow,
      model: 'arn:aws:bedrock:us-east-1:1:inference-profile/x',
      served_model: 'claude-x',
      stream: 1,
      input_tokens: 10,
      output_tokens: 5,
    },
  },
  {
    what: 'the headers of InvokeModel',
    path: `aws-bedrock/${region}/cohere.command-r-v1:0/invoke`,
    body: { message: 'hi' },
    answer: '{"text":"hi"}',
    type: 'application/json',
    headers: { 'x-amzn-bedrock-input-token-count': '3', 'x-amzn-bedrock-output-token-count': '2' },
    row: { ...bedrockRow, model: 'cohere.command-r-v1:0', input_tokens: 3, output_tokens: 2 },
  },
  {
    what: 'characters of speech',
    path: 'cartesia/tts/bytes',
    body: { model_id: 'sonic-3', transcript: 'héllo', voice: { mode: 'id', id: 'v' } },
    answer: new Uint8Array(1000).fill(7),
    type: 'audio/wav',
    row: { provider: 'cartesia', model: 'sonic-3', usage_source: 'reported', units: 5, unit: 'character' },
  },
]

describe.concurrent('a vendor’s own way to say what was consumed', () => {
  test.each(visits)('reaches the row: $what', async ({ path, body, answer, type, headers, row }) => {
    const id = `vendor-${visits.findIndex((visit) => visit.path === path)}`
    const guest = await stage.guest(id)
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': type, ...headers })
      const bytes = Buffer.from(answer)
      for (let at = 0; at < bytes.length; at += 997) await reply.send(bytes.subarray(at, at + 997))
      reply.end()
    })
    const answered = await exchange(stage.url, {
      path: `/${path}`,
      headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answered.status).toBe(200)
    expect(answered.body.equals(Buffer.from(answer))).toBe(true)
    const upstreamPath = path.replace('openrouter/api/', 'openrouter/')
    expect(guest.arrivals().map(({ url }) => url)).toEqual([`/v1/local/default/${upstreamPath}`])
    const [, ...below] = upstreamPath.split('/')
    const endpoint = decodeURIComponent(below.join('/'))
    expect(await guest.rows(1)).toEqual([wholeRow({ key_id: id, door: 'provider', endpoint, ...row })])
  })
})

describe.concurrent('fal’s target header', () => {
  const body = JSON.stringify({ prompt: 'x' })

  test('is what scope, model and row are found by, and goes up as it was read', async () => {
    const guest = await stage.guest('fal-target', { models: ['fal-ai/flux/*'] })
    guest.answerWith((reply) => reply.answer(200, { images: [] }, { 'x-fal-billable-units': '2' }))
    const ask = (target: string) =>
      exchange(stage.url, {
        path: '/fal',
        headers: { authorization: `Key ${guest.token}`, 'x-fal-target-url': target },
        body,
      })
    const answers = [
      await ask('https://FAL.run/fal-ai/flux/dev?a=1'),
      await ask('https://fal.run/other/model'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 403])
    expect(guest.arrivals().map(({ url, headers }) => [url, headers['x-fal-target-url']])).toEqual([
      ['/v1/local/default/fal/', 'https://fal.run/fal-ai/flux/dev?a=1'],
    ])
    expect(await guest.rows(1)).toEqual([
      wholeRow({
        key_id: 'fal-target',
        door: 'provider',
        endpoint: 'fal-ai/flux/dev',
        provider: 'fal',
        model: 'fal-ai/flux/dev',
        usage_source: 'reported',
        units: 2,
        unit: 'unit',
      }),
    ])
  })

  test.each([
    ['https://evil.example/fal-ai/flux/dev', 400, null],
    ['https://fal.run/fal-ai/%2e%2e/storage', 400, 'bad_path'],
    ['https://fal.run/storage/upload/initiate', 403, 'scope_required'],
    ['https://queue.fal.run/tokens/', 403, 'scope_required'],
  ])('of %s is refused with %d %s', async (target, status, code) => {
    const guest = await stage.guest(`fal-${status}-${target.length}`)
    const answer = await exchange(stage.url, {
      path: '/fal',
      headers: { authorization: `Key ${guest.token}`, 'x-fal-target-url': target },
      body,
    })
    expect([answer.status, jsonOf(answer)]).toMatchObject([status, { error: { code } }])
    expect(guest.arrivals()).toEqual([])
  })
})

describe.concurrent('AzureOpenAI of the `openai` package, with a resource for its endpoint', () => {
  test.each([
    ['azure-model', {}, 'my-deploy'],
    ['azure-deployment', { deployment: 'my-deploy' }, 'gpt-4o'],
  ])('reaches the deployment that it puts into the path: %s', async (id, more, model) => {
    const guest = await stage.guest(id)
    const client = new AzureOpenAI({
      endpoint: `${stage.url}/azure-openai/my-resource`,
      apiKey: guest.token,
      apiVersion: '2024-10-21',
      maxRetries: 0,
      ...more,
    })
    const answer = {
      model: 'gpt-4o-2024-08-06',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hello' } }],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
    }
    guest.answerWith((reply) => reply.answer(200, answer))
    const messages = [{ role: 'user' as const, content: 'hi' }]
    expect(await client.chat.completions.create({ model, messages })).toMatchObject(answer)
    expect(guest.arrivals().map(({ url, headers }) => [url, headers['api-key']])).toEqual([
      [
        '/v1/local/default/azure-openai/my-resource/my-deploy/chat/completions?api-version=2024-10-21',
        undefined,
      ],
    ])
    expect(await guest.rows(1)).toEqual([
      wholeRow({
        key_id: id,
        door: 'provider',
        provider: 'azure-openai',
        endpoint: 'my-resource/my-deploy/chat/completions',
        model: 'my-deploy',
        served_model: 'gpt-4o-2024-08-06',
        usage_source: 'reported',
        input_tokens: 7,
        output_tokens: 2,
        ...pricedBy('openai/gpt-4o', 37_500),
      }),
    ])
  })
})
