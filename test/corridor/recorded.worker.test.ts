import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, test, vi } from 'vitest'
import type { UsageDialectName } from '../../src/usage/dialect.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { rowsOf } from '../doors/keys-and-rows.ts'

vi.setConfig({ maxConcurrency: 80 })

const folder = join(import.meta.dirname, '../fixtures/answers')

interface Asking {
  path: string
  body: object
  /** The model's name up to its number, by which the gateway knows which answer is wanted. */
  model?: string
}

const chat = { stream: true, messages: [] }
/** It asks for the usage chunk, so that nothing is taken out. */
const chatWithUsage = { ...chat, stream_options: { include_usage: true } }
const input = { stream: true, input: 'x' }
const prompt = { stream: true, prompt: 'x' }

/** A request whose answer is in each dialect. */
const requests: Record<string, Asking> = {
  'openai-chat': { path: '/v1/chat/completions', body: chatWithUsage },
  'openai-responses': { path: '/v1/responses', body: input },
  'openai-images': { path: '/v1/images/generations', body: { ...prompt, n: 1 } },
  'openai-speech': { path: '/v1/audio/speech', body: { input: 'x', stream_format: 'sse' } },
  'anthropic-messages': { path: '/v1/messages', body: { ...chat, max_tokens: 1 }, model: 'claude' },
  'gemini-generate': { path: '/v1beta/models/MODEL:streamGenerateContent?alt=sse', body: { contents: [] } },
  'gemini-interactions': { path: '/v1beta/interactions', body: input, model: 'gemini' },
  'gemini-openai-chat': { path: '/google-ai-studio/v1beta/openai/chat/completions', body: chatWithUsage },
  'groq-chat': { path: '/groq/chat/completions', body: chat },
  'mistral-chat': { path: '/mistral/v1/chat/completions', body: chat },
  'xai-chat': { path: '/grok/chat/completions', body: chatWithUsage },
  'xai-responses': { path: '/grok/v1/responses', body: input },
  'perplexity-chat': { path: '/perplexity-ai/chat/completions', body: chat },
  'perplexity-responses': { path: '/perplexity-ai/v1/responses', body: input },
  'cohere-chat': { path: '/cohere/v2/chat', body: chat },
  'openrouter-chat': { path: '/openrouter/chat/completions', body: chat },
  'openrouter-responses': { path: '/openrouter/v1/responses', body: input },
  'openrouter-messages': { path: '/openrouter/v1/messages', body: chat },
  'openrouter-images': { path: '/openrouter/v1/images', body: prompt },
  'workers-ai-run': { path: '/workers-ai/MODEL', body: prompt, model: '@cf/a/b' },
  'text-generation': { path: '/huggingface/MODEL', body: { inputs: 'x' }, model: 'a/b' },
}

const recorded = Object.keys(requests).flatMap((dialect) =>
  readdirSync(join(folder, dialect))
    .filter((file) => file.endsWith('.sse'))
    .map((file) => ({ dialect: dialect as UsageDialectName, file })),
)
/** A key for each, by which its row is found. */
const keys = recorded.map((_, index) => makeKey(`recorded-${index}`))

let gateway: Gateway
let worker: BuiltWorker

beforeAll(async () => {
  gateway = await startGateway(async (reply, arrival) => {
    const { model } = JSON.parse(String(await arrival.body)) as { model: string }
    const index = Number(model.split('-').at(-1))
    const { dialect, file } = recorded[index] ?? { dialect: '', file: '' }
    const bytes = readFileSync(join(folder, dialect, file))
    const pieces = Array.from({ length: Math.ceil(bytes.length / 29) }, (_, piece) =>
      bytes.subarray(piece * 29, (piece + 1) * 29),
    )
    await reply.stream(pieces)
  })
  const records = Object.fromEntries(keys.map(({ record }, index) => [`recorded-${index}`, record]))
  worker = await startWorker({ gatewayUrl: gateway.url, records })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

test.concurrent.for(recorded)(
  '$dialect/$file passes byte for byte, in small pieces, and its row says what the answer says',
  async ({ dialect, file }, { expect }) => {
    const bytes = readFileSync(join(folder, dialect, file))
    const { path, body, model: named = 'gpt-4o' } = requests[dialect] ?? { path: '', body: {} }
    const index = recorded.findIndex((answer) => answer.file === file && answer.dialect === dialect)
    const model = `${named}-${index}`
    const answer = await fetch(`${worker.url}${path.replace('MODEL', model)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys[index]?.token}`, 'accept-encoding': 'identity' },
      body: JSON.stringify({ ...body, model }),
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)

    const { usage, failed, final } = readUsage(
      { contentType: 'text/event-stream', head: bytes, tail: new Uint8Array(), skipped: 0 },
      usageDialects[dialect],
    )
    expect(await rowsOf(worker, `recorded-${index}`, 1)).toMatchObject([
      {
        id: answer.headers.get('tollgate-request-id'),
        key_id: `recorded-${index}`,
        model,
        status: 200,
        stream: 1,
        outcome: failed ? 'upstream_error' : 'complete',
        usage_source: usage === undefined ? 'none' : final ? 'reported' : 'estimated',
        input_tokens: usage?.input ?? null,
        cache_read_tokens: usage?.cacheRead ?? null,
        output_tokens: usage?.output ?? null,
        reasoning_tokens: usage?.reasoning ?? null,
        units: usage?.units ?? null,
        ...(usage?.statedCost !== undefined && { cost_nano_usd: usage.statedCost, price_id: 'stated' }),
      },
    ])
  },
)
