import { expect, test } from 'vitest'
import { collect } from '../calls.ts'
import { free, pricedBy } from '../../doors/keys-and-rows.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { ask, contentRow, type GoogleClient, model, nothingUsed } from './client.ts'

/** Content as Google's SDK asks for it. */
export function contentFeatures(
  { client, clientOf, version }: GoogleClient,
  { feature, url, visitor }: Conformance,
): void {
  const upstream = `/v1/local/default/google-ai-studio/${version}/models`

  feature(client, 'text', 'an answer comes back whole, with its row', async (guest) => {
    const answer = await clientOf(guest).models.generateContent(ask)
    expect(answer.text).toBe(said)
    expect(answer.usageMetadata).toEqual({
      promptTokenCount: 12,
      candidatesTokenCount: 26,
      totalTokenCount: 38,
    })
    expect(await guest.rows(1)).toEqual([contentRow(guest)])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe(`${upstream}/${model}:generateContent`)
    expect(arrival?.headers['x-goog-api-key']).toBeUndefined()
  })

  feature(client, 'stream', 'a stream of events', async (guest) => {
    const chunks = await collect(await clientOf(guest).models.generateContentStream(ask))
    expect(chunks.map(({ text }) => text ?? '').join('')).toBe(said)
    expect(await guest.rows(1)).toEqual([
      contentRow(guest, { endpoint: `models/${model}:streamGenerateContent`, stream: 1 }),
    ])
    expect(guest.arrivals()[0]?.url).toBe(`${upstream}/${model}:streamGenerateContent?alt=sse`)
  })

  test(`${client}: a stream as one JSON array, for \`?key=\`, which does not go up`, async () => {
    const guest = await visitor(`array-${client}`)
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
    const address = `${url()}/${version}/models/${model}:streamGenerateContent?key=${guest.token}&prettyPrint=true`
    const body = JSON.stringify({ contents: [{ parts: [{ text: 'Hello?' }] }] })
    const answer = await fetch(address, { method: 'POST', body })
    expect(await answer.text()).toBe(pieces.join(''))
    expect(await guest.rows(1)).toEqual([
      contentRow(guest, {
        endpoint: `models/${model}:streamGenerateContent`,
        stream: 1,
        served_model: 'gemini-2.5-flash-001',
        input_tokens: 40,
        cache_read_tokens: 32,
        output_tokens: 135,
        reasoning_tokens: 120,
        // What the cache gave is a tenth of the price; thoughts are output.
        ...pricedBy(`google/${model}`, 8 * 300 + 32 * 30 + 135 * 2500),
        gateway_log_id: null,
      }),
    ])
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe(`${upstream}/${model}:streamGenerateContent?prettyPrint=true`)
    expect(String(await arrival?.body)).toBe(body)
  })

  test(`${client}: embeddings`, async () => {
    const guest = await visitor(`embed-${client}`)
    guest.answerWith((reply, { url }) => {
      const embedding = { values: [0.5, -0.25] }
      const usageMetadata = { promptTokenCount: 3 }
      const single = url.includes(':embedContent')
      reply.answer(200, { ...(single ? { embedding } : { embeddings: [embedding] }), usageMetadata })
    })
    const asked = { model: 'gemini-embedding-001', contents: 'Hello' }
    const answer = await clientOf(guest).models.embedContent(asked)
    expect(answer.embeddings?.map(({ values }) => values)).toEqual([[0.5, -0.25]])
    expect(await guest.rows(1)).toEqual([
      contentRow(guest, {
        endpoint: expect.stringMatching(/^models\/gemini-embedding-001:(embedContent|batchEmbedContents)$/),
        model: 'gemini-embedding-001',
        input_tokens: 3,
        output_tokens: null,
        ...pricedBy('google/gemini-embedding-001', 3 * 150),
        gateway_log_id: null,
      }),
    ])
  })

  test(`${client}: a count of tokens is a row without usage, and free`, async () => {
    const guest = await visitor(`count-${client}`)
    guest.answerWith((reply) => reply.answer(200, { totalTokens: 31, cachedContentTokenCount: 4 }))
    expect((await clientOf(guest).models.countTokens(ask)).totalTokens).toBe(31)
    expect(await guest.rows(1)).toEqual([
      contentRow(guest, { endpoint: `models/${model}:countTokens`, ...nothingUsed, ...free }),
    ])
  })
}
