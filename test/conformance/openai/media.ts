import { toFile } from 'openai'
import { expect } from 'vitest'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { ask, chatRow, openaiClients } from './client.ts'

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** Pictures and sound, both ways. */
export function mediaFeatures({ feature, url }: Conformance): void {
  const clientOf = openaiClients(url)

  feature('openai', 'images in', 'a picture in a prompt goes up as it was sent', async (guest) => {
    const image = { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${pixel}` } }
    const asked = { ...ask, messages: [{ role: 'user' as const, content: [image] }] }
    const answer = await clientOf(guest).chat.completions.create(asked)
    expect(answer.choices[0]?.message.content).toBe(said)
    expect(String(await guest.arrivals()[0]?.body)).toBe(JSON.stringify(asked))
    expect(await guest.rows(1)).toEqual([chatRow(guest)])
  })

  feature('openai', 'images out', 'a picture is generated and its tokens counted', async (guest) => {
    const usage = { input_tokens: 11, output_tokens: 272, total_tokens: 283 }
    guest.answerWith((reply) => reply.answer(200, { created: 1, data: [{ b64_json: pixel }], usage }))
    const answer = await clientOf(guest).images.generate({ model: 'gpt-image-1', prompt: 'A pixel' })
    expect(answer.data?.[0]?.b64_json).toBe(pixel)
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/openai/images/generations')
    expect(await guest.rows(1)).toMatchObject([
      { endpoint: 'images/generations', model: 'gpt-image-1', input_tokens: 11, output_tokens: 272 },
    ])
  })

  feature('openai', 'images out', 'a picture is edited by a form with the picture in it', async (guest) => {
    guest.answerWith((reply) => reply.answer(200, { created: 1, data: [{ b64_json: pixel }] }))
    const image = await toFile(Buffer.from(pixel, 'base64'), 'pixel.png', { type: 'image/png' })
    const asked = { model: 'gpt-image-1', image, prompt: 'Make it red' }
    expect((await clientOf(guest).images.edit(asked)).data?.[0]?.b64_json).toBe(pixel)
    const [arrival] = guest.arrivals()
    expect(arrival?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect((await arrival?.body)?.includes(Buffer.from(pixel, 'base64'))).toBe(true)
    expect(await guest.rows(1)).toMatchObject([{ endpoint: 'images/edits', status: 200 }])
  })

  feature('openai', 'audio', 'speech comes as bytes', async (guest) => {
    const sound = Buffer.from(Uint8Array.from({ length: 50_000 }, (_, at) => at % 253))
    guest.answerWith((reply) => reply.answer(200, sound, { 'content-type': 'audio/mpeg' }))
    const asked = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hello' } as const
    const answer = await clientOf(guest).audio.speech.create(asked)
    expect(Buffer.from(await answer.arrayBuffer()).equals(sound)).toBe(true)
    expect(await guest.rows(1)).toMatchObject([{ endpoint: 'audio/speech', outcome: 'complete' }])
  })

  feature('openai', 'audio', 'a recording is transcribed and its tokens counted', async (guest) => {
    const usage = { type: 'tokens', input_tokens: 14, output_tokens: 45, total_tokens: 59 }
    guest.answerWith((reply) => reply.answer(200, { text: 'Hello', usage }))
    const file = await toFile(Buffer.from('RIFF'), 'hello.wav', { type: 'audio/wav' })
    const asked = { model: 'gpt-4o-transcribe', file } as const
    expect((await clientOf(guest).audio.transcriptions.create(asked)).text).toBe('Hello')
    expect(guest.arrivals()[0]?.url).toBe('/v1/local/default/openai/audio/transcriptions')
    expect(await guest.rows(1)).toMatchObject([
      { endpoint: 'audio/transcriptions', input_tokens: 14, output_tokens: 45 },
    ])
  })
}
