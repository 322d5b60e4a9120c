import { ApiError, GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { wholeRow } from '../doors/keys-and-rows.ts'
import { type Guest, type Stage, startStage } from '../doors/stage.ts'

vi.setConfig({ maxConcurrency: 40 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

const versions = ['v1', 'v1beta'] as const

function clientOf({ token }: Pick<Guest, 'token'>, apiVersion: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey: token, apiVersion, httpOptions: { baseUrl: stage.url } })
}

const said =
  'Hello from the stand-in! This answer came through Tollgate chunk by chunk, and its usage is now a row in D1.'
const model = 'gemini-2.5-flash'
const ask = { model, contents: 'Hello?' }
const logId: unknown = expect.any(String)

function contentRow(key_id: string, more: object = {}) {
  return wholeRow({
    key_id,
    door: 'gemini',
    endpoint: `models/${model}:generateContent`,
    provider: 'google-ai-studio',
    model,
    usage_source: 'reported',
    input_tokens: 12,
    output_tokens: 26,
    gateway_log_id: logId,
    ...more,
  })
}

const nothingUsed = { usage_source: 'none', input_tokens: null, output_tokens: null, gateway_log_id: null }

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** What was refused made no row and reached nobody: the next request's is the key's first. */
async function expectUntouched(guest: Guest, id: string): Promise<void> {
  expect(guest.arrivals()).toEqual([])
  await clientOf(guest, 'v1').models.generateContent(ask)
  expect(guest.arrivals()).toHaveLength(1)
  expect(await guest.rows(1)).toEqual([contentRow(id)])
}

describe.concurrent.each(versions)('the Google SDK with %s', (version) => {
  const upstream = `/v1/local/default/google-ai-studio/${version}/models`

  test('an answer comes back whole, with its row', async () => {
    const id = `content-${version}`
    const guest = await stage.guest(id)
    const answer = await clientOf(guest, version).models.generateContent(ask)
    expect(answer.text).toBe(said)
    expect(answer.usageMetadata).toEqual({
      promptTokenCount: 12,
      candidatesTokenCount: 26,
      totalTokenCount: 38,
    })
    expect(await guest.rows(1)).toEqual([contentRow(id)])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe(`${upstream}/${model}:generateContent`)
    expect(arrival?.headers['x-goog-api-key']).toBeUndefined()
  })

  test('a stream of events', async () => {
    const id = `events-${version}`
    const guest = await stage.guest(id)
    const chunks = await collect(await clientOf(guest, version).models.generateContentStream(ask))
    expect(chunks.map(({ text }) => text ?? '').join('')).toBe(said)
    expect(await guest.rows(1)).toEqual([
      contentRow(id, { endpoint: `models/${model}:streamGenerateContent`, stream: 1 }),
    ])
    expect(guest.arrivals()[0]?.url).toBe(`${upstream}/${model}:streamGenerateContent?alt=sse`)
  })

  test('a stream as one JSON array, for `?key=`, which does not go up', async () => {
    const id = `array-${version}`
    const guest = await stage.guest(id)
    // https://ai.google.dev/api/generate-content: without `alt=sse`, pretty-printed and cut anywhere.
    const pieces = [
      '[{\n  "candidates": [{"content": {"parts": [{"text": "Hé"}]}}],\n  "usageMetadata": {"promptTok',
      'enCount": 40, "totalTokenCount": 40}\n}\n,\r\n{\n  "candidates": [{"content": {"parts": [{"text": "!"}]}, "finish',
      'Reason": "STOP"}],\n  "modelVersion": "gemini-2.5-flash-001",\n  "usageMetadata": {"promptTokenCount": 40, ',
      '"cachedContentTokenCount": 32, "candidatesTokenCount": 15, "thoughtsTokenCount": 120, "totalTokenCount": 175}\n}\n]',
    ]
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'application/json; charset=UTF-8' })
      for (const piece of pieces) await reply.send(piece)
      reply.end()
    })
    const url = `${stage.url}/${version}/models/${model}:streamGenerateContent?key=${guest.token}&prettyPrint=true`
    const body = JSON.stringify({ contents: [{ parts: [{ text: 'Hello?' }] }] })
    const answer = await fetch(url, { method: 'POST', body })
    expect(await answer.text()).toBe(pieces.join(''))
    expect(await guest.rows(1)).toEqual([
      contentRow(id, {
        endpoint: `models/${model}:streamGenerateContent`,
        stream: 1,
        served_model: 'gemini-2.5-flash-001',
        input_tokens: 40,
        cache_read_tokens: 32,
        output_tokens: 135,
        reasoning_tokens: 120,
        gateway_log_id: null,
      }),
    ])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe(`${upstream}/${model}:streamGenerateContent?prettyPrint=true`)
    expect(String(await arrival?.body)).toBe(body)
  })

  test('embeddings', async () => {
    const id = `embed-${version}`
    const guest = await stage.guest(id)
    guest.answerWith((reply, { url }) => {
      const embedding = { values: [0.5, -0.25] }
      const usageMetadata = { promptTokenCount: 3 }
      const single = url.includes(':embedContent')
      reply.answer(200, { ...(single ? { embedding } : { embeddings: [embedding] }), usageMetadata })
    })
    const asked = { model: 'gemini-embedding-001', contents: 'Hello' }
    const answer = await clientOf(guest, version).models.embedContent(asked)
    expect(answer.embeddings?.map(({ values }) => values)).toEqual([[0.5, -0.25]])
    expect(await guest.rows(1)).toEqual([
      contentRow(id, {
        endpoint: expect.stringMatching(/^models\/gemini-embedding-001:(embedContent|batchEmbedContents)$/),
        model: 'gemini-embedding-001',
        input_tokens: 3,
        output_tokens: null,
        gateway_log_id: null,
      }),
    ])
  })

  test('a count of tokens is a row without usage', async () => {
    const id = `count-${version}`
    const guest = await stage.guest(id)
    guest.answerWith((reply) => reply.answer(200, { totalTokens: 31, cachedContentTokenCount: 4 }))
    expect((await clientOf(guest, version).models.countTokens(ask)).totalTokens).toBe(31)
    expect(await guest.rows(1)).toEqual([
      contentRow(id, { endpoint: `models/${model}:countTokens`, ...nothingUsed }),
    ])
  })

  test('403 for a model that the key may not use', async () => {
    const guest = await stage.guest(`no-model-${version}`, { models: ['gemini-*', '!gemini-2.5-pro*'] })
    const refused = clientOf(guest, version).models.generateContent({ ...ask, model: 'gemini-2.5-pro' })
    expect(await failureOf(refused)).toMatchObject({
      status: 403,
      error: { code: 403, status: 'PERMISSION_DENIED', message: expect.stringContaining('`gemini-2.5-pro`') },
    })
    await expectUntouched(guest, `no-model-${version}`)
  })

  test('401 for a wrong key', async () => {
    const wrong = { token: `sk-nobody-${'x'.repeat(40)}` }
    expect(await failureOf(clientOf(wrong, version).models.generateContent(ask))).toEqual({
      status: 401,
      error: {
        code: 401,
        status: 'UNAUTHENTICATED',
        message: expect.stringContaining('This key is not known here.'),
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'INVALID_API_KEY',
            domain: 'tollgate',
            metadata: { request: expect.any(String) },
          },
        ],
      },
    })
  })

  test('a 429 of Google is thrown as it was', async () => {
    const id = `exhausted-${version}`
    const guest = await stage.guest(id)
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }]
    const error = { code: 429, message: 'Resource exhausted', status: 'RESOURCE_EXHAUSTED', details }
    guest.answerWith((reply) => reply.answer(429, { error }))
    expect(await failureOf(clientOf(guest, version).models.generateContent(ask))).toEqual({
      status: 429,
      error,
    })
    expect(await guest.rows(1)).toEqual([
      contentRow(id, { status: 429, outcome: 'refused_upstream', ...nothingUsed }),
    ])
  })

  test('an error inside a stream is thrown, and the row says that it failed', async () => {
    const id = `stream-error-${version}`
    const guest = await stage.guest(id)
    const error = { code: 503, message: 'The model is overloaded', status: 'UNAVAILABLE' }
    guest.answerWith((reply) => reply.stream([`data: ${JSON.stringify({ error })}\r\n\r\n`]))
    const stream = await clientOf(guest, version).models.generateContentStream(ask)
    expect(await failureOf(collect(stream))).toMatchObject({ status: 503, error })
    expect(await guest.rows(1)).toEqual([
      contentRow(id, {
        endpoint: `models/${model}:streamGenerateContent`,
        stream: 1,
        outcome: 'upstream_error',
        ...nothingUsed,
      }),
    ])
  })
})

test.concurrent('403 for what is stored in the account, where the path is Google’s alone', async () => {
  const guest = await stage.guest('no-scope')
  const refused = clientOf(guest, 'v1beta').caches.list()
  expect(await failureOf(refused)).toMatchObject({
    status: 403,
    error: { status: 'PERMISSION_DENIED', message: expect.stringContaining('`storage`') },
  })
  await expectUntouched(guest, 'no-scope')
})

/** Google's SDK puts the whole body into its message. */
async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const error = await Promise.resolve(call).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error(`no ApiError: ${String(error)}`)
  const { status, message } = error
  return { status, ...(JSON.parse(message.slice(message.indexOf('{'))) as object) }
}
