import { expect } from 'vitest'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { vendorClients } from './clients-of.ts'
import { pictureUrl } from './parts.ts'
import { groqStream, mistralStream, openrouterStream } from './vendor-answers.ts'
import { models, upstreamOf, vendorRow } from './vendor-rows.ts'

const messages = [{ role: 'user' as const, content: 'Hello?' }]

/** Vendors whose own SDKs are pointed at their own doors. */
export function chatVendorFeatures({ url, feature }: Conformance): void {
  const of = (visitor: Visitor) => vendorClients(url(), visitor.token)

  feature('mistral', 'text', 'a chat comes back whole', async (visitor) => {
    const answer = await of(visitor).mistral().chat.complete({ model: models.mistral, messages })
    expect(answer.choices[0]?.message?.content).toBe(said)
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstreamOf('mistral')])
    expect(await visitor.rows(1)).toEqual([vendorRow('mistral', visitor)])
  })

  feature('mistral', 'stream', 'its usage is in the last chunk and in the row', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(mistralStream))
    const chunks = await collect(await of(visitor).mistral().chat.stream({ model: models.mistral, messages }))
    expect(chunks.map(({ data }) => data.choices[0]?.delta.content).join('')).toBe('Bonjour')
    expect(await visitor.rows(1)).toEqual([
      vendorRow('mistral', visitor, {
        stream: 1,
        input_tokens: 9,
        output_tokens: 3,
        ...pricedBy('mistral/mistral-small-latest', 9 * 100 + 3 * 300),
        gateway_log_id: null,
      }),
    ])
  })

  feature('groq', 'text', 'a chat comes back whole', async (visitor) => {
    const answer = await of(visitor).groq().chat.completions.create({ model: models.groq, messages })
    expect(answer.choices[0]?.message.content).toBe(said)
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstreamOf('groq')])
    expect(await visitor.rows(1)).toEqual([vendorRow('groq', visitor)])
  })

  feature('groq', 'stream', 'its usage comes in `x_groq`', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(groqStream))
    const stream = await of(visitor)
      .groq()
      .chat.completions.create({ model: models.groq, messages, stream: true })
    const chunks = await collect(stream)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi')
    expect(await visitor.rows(1)).toEqual([
      vendorRow('groq', visitor, {
        stream: 1,
        input_tokens: 18,
        output_tokens: 2,
        ...pricedBy(`groq/${models.groq}`, 18 * 110 + 2 * 340),
        gateway_log_id: null,
      }),
    ])
  })

  feature('openrouter', 'text', 'a chat comes back whole', async (visitor) => {
    const chatRequest = { model: models.openrouter, messages, stream: false as const }
    expect(await of(visitor).openrouter().chat.send({ chatRequest })).toMatchObject({
      choices: [{ message: { role: 'assistant', content: said } }],
    })
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstreamOf('openrouter')])
    expect(await visitor.rows(1)).toEqual([vendorRow('openrouter', visitor)])
  })

  feature('openrouter', 'stream', 'comments between the chunks disturb nobody', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(openrouterStream))
    const chatRequest = { model: models.openrouter, messages, stream: true as const }
    const answer = await of(visitor).openrouter().chat.send({ chatRequest })
    if (!(Symbol.asyncIterator in answer)) throw new Error('it is no stream')
    const chunks = await collect(answer)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi')
    expect(await visitor.rows(1)).toEqual([
      vendorRow('openrouter', visitor, {
        stream: 1,
        input_tokens: 10,
        output_tokens: 4,
        // It says itself what it charged.
        cost_nano_usd: 42_000,
        price_id: 'stated',
        gateway_log_id: null,
      }),
    ])
  })

  feature('openrouter', 'images out', 'a picture is beside the text of the answer', async (visitor) => {
    const model = 'google/gemini-2.5-flash-image'
    const images = [{ image_url: { url: pictureUrl } }]
    const message = { role: 'assistant', content: 'A pond.', images }
    const usage = { prompt_tokens: 6, completion_tokens: 1290, total_tokens: 1296, cost: 0.0387018 }
    visitor.answerWith((reply) =>
      reply.answer(200, {
        id: 'gen-1',
        object: 'chat.completion',
        created: 1,
        model,
        system_fingerprint: null,
        choices: [{ index: 0, finish_reason: 'stop', message }],
        usage,
      }),
    )
    const chatRequest = {
      model,
      messages,
      modalities: ['image' as const, 'text' as const],
      stream: false as const,
    }
    expect(await of(visitor).openrouter().chat.send({ chatRequest })).toMatchObject({
      choices: [{ message: { content: 'A pond.', images: [{ imageUrl: { url: pictureUrl } }] } }],
    })
    expect(JSON.parse(String(await visitor.arrivals()[0]?.body))).toMatchObject({
      modalities: ['image', 'text'],
    })
    expect(await visitor.rows(1)).toEqual([
      vendorRow('openrouter', visitor, {
        model,
        served_model: model,
        input_tokens: 6,
        output_tokens: 1290,
        cost_nano_usd: 38_701_800,
        price_id: 'stated',
        gateway_log_id: null,
      }),
    ])
  })

  feature('cohere', 'text', 'a v2 chat comes back whole', async (visitor) => {
    const answer = await of(visitor).cohere().chat({ model: models.cohere, messages })
    expect(answer.message.content).toEqual([{ type: 'text', text: said }])
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstreamOf('cohere')])
    expect(await visitor.rows(1)).toEqual([vendorRow('cohere', visitor)])
  })

  feature('cohere', 'stream', 'a v2 chat arrives event by event', async (visitor) => {
    const events = await collect(await of(visitor).cohere().chatStream({ model: models.cohere, messages }))
    const texts = events.map((sent) =>
      sent.type === 'content-delta' ? (sent.delta?.message?.content?.text ?? '') : '',
    )
    expect(texts.join('')).toBe(said)
    expect(await visitor.rows(1)).toEqual([vendorRow('cohere', visitor, { stream: 1 })])
  })
}
