import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import type { UsageDialectName } from '../../src/usage/dialect.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'

const { token, record } = makeKey('recorded')
const folder = join(import.meta.dirname, '../fixtures/answers')

/** A request whose answer is in each dialect; the OpenAI one asks for the usage chunk, so that nothing is taken out. */
const requests: Record<string, { path: string; body: object }> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    body: { stream: true, stream_options: { include_usage: true }, messages: [] },
  },
  'openai-responses': { path: '/v1/responses', body: { stream: true, input: 'x' } },
  'anthropic-messages': { path: '/v1/messages', body: { stream: true, messages: [], max_tokens: 1 } },
  'gemini-generate': { path: '/v1beta/models/MODEL:streamGenerateContent?alt=sse', body: { contents: [] } },
}

const recorded = Object.keys(requests).flatMap((dialect) =>
  readdirSync(join(folder, dialect))
    .filter((file) => file.endsWith('.sse'))
    .map((file) => ({ dialect: dialect as UsageDialectName, file })),
)

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
  worker = await startWorker({ gatewayUrl: gateway.url, records: { recorded: record } })
})
afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

test.concurrent.for(recorded)(
  '$dialect/$file passes byte for byte, in small pieces, and its row says what the answer says',
  async ({ dialect, file }, { expect }) => {
    const bytes = readFileSync(join(folder, dialect, file))
    const { path, body } = requests[dialect] ?? { path: '', body: {} }
    const model = `gpt-4o-${recorded.findIndex((answer) => answer.file === file && answer.dialect === dialect)}`
    const answer = await fetch(`${worker.url}${path.replace('MODEL', model)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
      body: JSON.stringify({ ...body, model }),
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)

    const { usage, failed, final } = readUsage(
      { contentType: 'text/event-stream', head: bytes, tail: new Uint8Array(), skipped: 0 },
      usageDialects[dialect],
    )
    const id = answer.headers.get('tollgate-request-id')
    await expect
      .poll(async () => (await worker.rows(0)).find((row) => row.id === id), {
        timeout: 15_000,
        interval: 100,
      })
      .toMatchObject({
        key_id: 'recorded',
        model,
        status: 200,
        stream: 1,
        outcome: failed ? 'upstream_error' : 'complete',
        usage_source: usage === undefined ? 'none' : final ? 'reported' : 'estimated',
        input_tokens: usage?.input ?? null,
        cache_read_tokens: usage?.cacheRead ?? null,
        output_tokens: usage?.output ?? null,
        reasoning_tokens: usage?.reasoning ?? null,
      })
  },
)
