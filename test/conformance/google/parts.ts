import { expect, test } from 'vitest'
import { thrownBy } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { ask, contentRow, type GoogleClient, model } from './client.ts'

const parameters = { type: 'object', properties: { city: { type: 'string' } } }

/** Tools, schemas and pictures in a request for content. */
export function partFeatures(
  { client, clientOf, version }: GoogleClient,
  { feature, stage, visitor }: Conformance,
): void {
  feature(client, 'tools', 'a function is called', async (guest) => {
    const contents = `${client}, the weather in Oslo?`
    stage().standIn.mock.prependFixture({
      match: { userMessage: contents },
      response: { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] },
    })
    const tools = [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: parameters }] }]
    const answer = await clientOf(guest).models.generateContent({ model, contents, config: { tools } })
    expect(answer.functionCalls).toMatchObject([{ name: 'weather', args: { city: 'Oslo' } }])
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toMatchObject({ tools })
  })

  feature(client, 'structured output', 'a schema goes up unchanged', async (guest) => {
    const contents = `${client}, which city?`
    stage().standIn.mock.prependFixture({
      match: { userMessage: contents },
      response: { content: '{"city":"Oslo"}' },
    })
    const config = { responseMimeType: 'application/json', responseJsonSchema: parameters }
    const answer = await clientOf(guest).models.generateContent({ model, contents, config })
    expect(answer.text).toBe('{"city":"Oslo"}')
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toMatchObject({ generationConfig: config })
  })

  feature(client, 'images in', 'a picture goes up as it was sent', async (guest) => {
    const image = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }
    const answer = await clientOf(guest).models.generateContent({ model, contents: [image] })
    expect(answer.text).toBe(said)
    expect(JSON.parse(String(await guest.arrivals()[0]?.body))).toEqual({
      contents: [{ role: 'user', parts: [image] }],
    })
    expect(await guest.rows(1)).toEqual([contentRow(guest)])
  })

  feature(client, 'images out', 'a picture is a part of the answer', async (guest) => {
    const image = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }
    guest.answerWith((reply) =>
      reply.answer(200, {
        candidates: [{ content: { role: 'model', parts: [image] }, finishReason: 'STOP' }],
        modelVersion: 'gemini-2.5-flash-image',
        usageMetadata: { promptTokenCount: 6, candidatesTokenCount: 1290, totalTokenCount: 1296 },
      }),
    )
    const asked = { ...ask, model: 'gemini-2.5-flash-image' }
    const answer = await clientOf(guest).models.generateContent(asked)
    expect(answer.data).toBe('iVBORw0KGgo=')
    expect(await guest.rows(1)).toMatchObject([
      { model: 'gemini-2.5-flash-image', input_tokens: 6, output_tokens: 1290 },
    ])
  })

  // In `v1` the path could be OpenAI's too.
  if (version !== 'v1beta') return
  test(`${client}: 403 for what is stored in the account`, async () => {
    const guest = await visitor(`no-scope-${client}`)
    const error = (await thrownBy(clientOf(guest).caches.list())) as Error
    expect(JSON.parse(error.message)).toMatchObject({
      error: { code: 403, status: 'PERMISSION_DENIED', message: expect.stringContaining('`storage`') },
    })
    expect(guest.arrivals()).toEqual([])
  })
}
