import { ChatOpenAI } from '@langchain/openai'
import { expect } from 'vitest'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { ask, chatRow, openaiClients } from './client.ts'

const model = 'claude-sonnet-4-5'

/** Claude, asked as a chat. All of what is translated is tested in `doors/translated.worker.test.ts`. */
export function claudeFeatures({ feature, url }: Conformance): void {
  const clientOf = openaiClients(url)
  const row = (guest: Visitor) =>
    chatRow(guest, {
      provider: 'anthropic',
      model,
      served_model: model,
      stream: 1,
      ...pricedBy(`anthropic/${model}`, 12 * 3000 + 26 * 15_000),
    })

  feature('openai', 'Claude as a chat', 'a stream comes back with its counts', async (guest) => {
    const asked = { ...ask, model, stream: true as const, stream_options: { include_usage: true } }
    const chunks = await collect(await clientOf(guest).chat.completions.create(asked))
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(said)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 26 } })
    expect(await guest.rows(1)).toEqual([row(guest)])
  })

  feature('langchain', 'Claude as a chat', 'a stream comes back with its counts', async (guest) => {
    const configuration = { baseURL: `${url()}/v1` }
    const chat = new ChatOpenAI({ model, apiKey: guest.token, maxRetries: 0, configuration })
    const chunks = await collect(await chat.stream('Hello?'))
    expect(chunks.map(({ content }) => content).join('')).toBe(said)
    expect(chunks.at(-1)).toMatchObject({ usage_metadata: { total_tokens: 38 } })
    expect(await guest.rows(1)).toEqual([row(guest)])
  })
}
