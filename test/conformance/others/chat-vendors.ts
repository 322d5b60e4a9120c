import { expect } from 'vitest'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { vendorClients } from './clients-of.ts'
import { groqStream, mistralStream, openrouterStream } from './vendor-answers.ts'

const messages = [{ role: 'user' as const, content: 'Hello?' }]

/** Vendors whose own SDKs are pointed at their own doors. */
export function chatVendorFeatures({ url, feature }: Conformance): void {
  const of = (visitor: Visitor) => vendorClients(url(), visitor.token)

  const chats = {
    mistral: ['v1/chat/completions', 'mistral'],
    groq: ['chat/completions', 'groq'],
    openrouter: ['v1/chat/completions', 'openrouter'],
  } as const

  feature('mistral', 'text', 'a chat comes back whole', async (visitor) => {
    const answer = await of(visitor).mistral().chat.complete({ model: 'mistral-small-latest', messages })
    expect(answer.choices[0]?.message?.content).toBe(said)
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstream(chats.mistral)])
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'mistral', input_tokens: 12, output_tokens: 26 },
    ])
  })

  feature('mistral', 'stream', 'its usage is in the last chunk and in the row', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(mistralStream))
    const chunks = await collect(
      await of(visitor).mistral().chat.stream({ model: 'mistral-small-latest', messages }),
    )
    expect(chunks.map(({ data }) => data.choices[0]?.delta.content).join('')).toBe('Bonjour')
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'mistral', stream: 1, input_tokens: 9, output_tokens: 3 },
    ])
  })

  feature('groq', 'text', 'a chat comes back whole', async (visitor) => {
    const answer = await of(visitor)
      .groq()
      .chat.completions.create({ model: 'llama-3.3-70b-versatile', messages })
    expect(answer.choices[0]?.message.content).toBe(said)
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstream(chats.groq)])
    expect(await visitor.rows(1)).toMatchObject([{ provider: 'groq', input_tokens: 12, output_tokens: 26 }])
  })

  feature('groq', 'stream', 'its usage comes in `x_groq`', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(groqStream))
    const stream = await of(visitor)
      .groq()
      .chat.completions.create({ model: 'llama', messages, stream: true })
    const chunks = await collect(stream)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi')
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'groq', stream: 1, input_tokens: 18, output_tokens: 2 },
    ])
  })

  feature('openrouter', 'text', 'a chat comes back whole', async (visitor) => {
    const chatRequest = { model: 'openai/gpt-4o-mini', messages, stream: false as const }
    expect(await of(visitor).openrouter().chat.send({ chatRequest })).toMatchObject({
      choices: [{ message: { role: 'assistant', content: said } }],
    })
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([upstream(chats.openrouter)])
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'openrouter', input_tokens: 12, output_tokens: 26 },
    ])
  })

  feature('openrouter', 'stream', 'comments between the chunks disturb nobody', async (visitor) => {
    visitor.answerWith((reply) => reply.stream(openrouterStream))
    const chatRequest = { model: 'openai/gpt-4o-mini', messages, stream: true as const }
    const answer = await of(visitor).openrouter().chat.send({ chatRequest })
    if (!(Symbol.asyncIterator in answer)) throw new Error('it is no stream')
    const chunks = await collect(answer)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi')
    expect(await visitor.rows(1)).toMatchObject([
      { provider: 'openrouter', stream: 1, input_tokens: 10, output_tokens: 4 },
    ])
  })

  feature('cohere', 'text', 'a v2 chat comes back whole', async (visitor) => {
    const answer = await of(visitor).cohere().chat({ model: 'command-a-03-2025', messages })
    expect(answer.message.content).toEqual([{ type: 'text', text: said }])
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual(['/v1/local/default/cohere/v2/chat'])
    expect(await visitor.rows(1)).toMatchObject([{ provider: 'cohere', endpoint: 'v2/chat', status: 200 }])
  })

  feature('cohere', 'stream', 'a v2 chat arrives event by event', async (visitor) => {
    const events = await collect(
      await of(visitor).cohere().chatStream({ model: 'command-a-03-2025', messages }),
    )
    const texts = events.map((sent) =>
      sent.type === 'content-delta' ? (sent.delta?.message?.content?.text ?? '') : '',
    )
    expect(texts.join('')).toBe(said)
    expect(await visitor.rows(1)).toMatchObject([{ provider: 'cohere', stream: 1, outcome: 'complete' }])
  })
}

function upstream([path, slug]: readonly [string, string]): string {
  return `/v1/local/default/${slug}/${path}`
}
