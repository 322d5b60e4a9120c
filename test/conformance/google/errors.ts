import { expect, test } from 'vitest'
import { free } from '../../doors/keys-and-rows.ts'
import { collect, thrownBy } from '../calls.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { ask, contentRow, type GoogleClient, model, nothingUsed } from './client.ts'

/** What Google's SDK throws. */
export function errorFeatures({ client, clientOf }: GoogleClient, { feature, visitor }: Conformance): void {
  test(`${client}: 403 for a model that the key may not use`, async () => {
    const guest = await visitor(`no-model-${client}`, { models: ['gemini-*', '!gemini-2.5-pro*'] })
    const refused = clientOf(guest).models.generateContent({ ...ask, model: 'gemini-2.5-pro' })
    expect(await failureOf(refused)).toMatchObject({
      status: 403,
      error: { code: 403, status: 'PERMISSION_DENIED', message: expect.stringContaining('`gemini-2.5-pro`') },
    })
    await expectUntouched(guest)
  })

  feature(client, 'errors', '401 for a wrong key', async () => {
    const wrong = { token: `sk-nobody-${'x'.repeat(40)}` }
    expect(await failureOf(clientOf(wrong).models.generateContent(ask))).toEqual({
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

  feature(client, 'errors', 'a 429 of Google is thrown as it was', async (guest) => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }]
    const error = { code: 429, message: 'Resource exhausted', status: 'RESOURCE_EXHAUSTED', details }
    guest.answerWith((reply) => reply.answer(429, { error }))
    expect(await failureOf(clientOf(guest).models.generateContent(ask))).toEqual({
      status: 429,
      error,
    })
    expect(await guest.rows(1)).toEqual([
      contentRow(guest, { status: 429, outcome: 'refused_upstream', ...nothingUsed, ...free }),
    ])
  })

  feature(
    client,
    'errors',
    'an error inside a stream is thrown, and the row says that it failed',
    async (guest) => {
      const error = { code: 503, message: 'The model is overloaded', status: 'UNAVAILABLE' }
      guest.answerWith((reply) => reply.stream([`data: ${JSON.stringify({ error })}\r\n\r\n`]))
      const stream = await clientOf(guest).models.generateContentStream(ask)
      expect(await failureOf(collect(stream))).toMatchObject({ status: 503, error })
      expect(await guest.rows(1)).toEqual([
        contentRow(guest, {
          endpoint: `models/${model}:streamGenerateContent`,
          stream: 1,
          outcome: 'upstream_error',
          ...nothingUsed,
        }),
      ])
    },
  )

  /** What was refused made no row and reached nobody: the next request's is the key's first. */
  async function expectUntouched(guest: Visitor): Promise<void> {
    expect(guest.arrivals()).toEqual([])
    await clientOf(guest).models.generateContent(ask)
    expect(guest.arrivals()).toHaveLength(1)
    expect(await guest.rows(1)).toEqual([contentRow(guest)])
  }
}

/** Google's SDK puts the whole body into its message. */
async function failureOf(call: PromiseLike<unknown>): Promise<object> {
  const { name, status, message } = (await thrownBy(call)) as Error & { status: number }
  if (name !== 'ApiError') throw new Error(`no ApiError: ${message}`)
  return { status, ...(JSON.parse(message.slice(message.indexOf('{'))) as object) }
}
