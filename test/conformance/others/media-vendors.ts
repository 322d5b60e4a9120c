import { expect } from 'vitest'
import { collect } from '../calls.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { vendorClients } from './clients-of.ts'

/** Media vendors, each with its own way of carrying a key. */
export function mediaVendorFeatures({ url, feature }: Conformance): void {
  const of = (visitor: Visitor) => vendorClients(url(), visitor.token)

  feature(
    'replicate',
    'images out',
    'a prediction is made, waited for, and its file named',
    async (visitor) => {
      const prediction = {
        id: 'p1',
        model: 'acme/painter',
        version: 'v1',
        input: { prompt: 'A fox' },
        output: ['https://files.invalid/fox.png'],
        status: 'succeeded',
        urls: { get: 'https://files.invalid/p1', cancel: 'https://files.invalid/p1/cancel' },
        created_at: '2026-01-01T00:00:00Z',
        metrics: { predict_time: 1.5 },
      }
      visitor.answerWith((reply) => reply.answer(201, prediction))
      const client = of(visitor).replicate()
      expect(await client.run('acme/painter', { input: { prompt: 'A fox' } })).toEqual(prediction.output)
      const [arrival] = visitor.arrivals()
      expect(arrival?.url).toBe('/v1/local/default/replicate/models/acme/painter/predictions')
      expect(arrival?.headers['prefer']).toBe('wait')
      expect(await visitor.rows(1)).toMatchObject([{ provider: 'replicate', status: 201 }])
    },
  )

  feature('elevenlabs', 'audio', 'speech is the vendor’s bytes', async (visitor) => {
    const sound = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251)
    visitor.answerWith((reply) =>
      reply.answer(200, sound, { 'content-type': 'audio/mpeg', 'character-cost': '6' }),
    )
    const client = of(visitor).elevenlabs()
    const speech = await client.textToSpeech.convert('voice1', {
      text: 'Hello?',
      modelId: 'eleven_multilingual_v2',
    })
    const heard = Buffer.concat(await collect(speech))
    expect(heard.equals(sound)).toBe(true)
    expect(visitor.arrivals().map((arrival) => arrival.url?.split('?')[0])).toEqual([
      '/v1/local/default/elevenlabs/v1/text-to-speech/voice1',
    ])
    expect(await visitor.rows(1)).toMatchObject([{ provider: 'elevenlabs', outcome: 'complete' }])
  })

  feature('deepgram', 'audio', 'a recording goes up as bytes and its words come back', async (visitor) => {
    const heard = {
      metadata: { request_id: 'r1', duration: 12.5, channels: 1, created: '2026-01-01T00:00:00Z' },
      results: { channels: [{ alternatives: [{ transcript: 'hello', confidence: 0.9 }] }] },
    }
    visitor.answerWith((reply) => reply.answer(200, heard))
    const client = of(visitor).deepgram()
    const sound = Buffer.from([82, 73, 70, 70, 0, 255])
    expect(await client.listen.v1.media.transcribeFile(sound, { model: 'nova-3' })).toEqual(heard)
    const [arrival] = visitor.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/deepgram/v1/listen?model=nova-3')
    expect(await arrival?.body).toEqual(sound)
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'deepgram', endpoint: 'v1/listen', status: 200 },
    ])
  })
}
