import { expect } from 'vitest'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { type AnthropicClient, ask, messageRow } from './client.ts'

const schema = {
  type: 'object' as const,
  properties: { city: { type: 'string' }, model: { type: 'string' }, usage: { type: 'number' } },
}

/** Pictures and schemas in a message. */
export function partFeatures({ client, clientOf }: AnthropicClient, { feature }: Conformance): void {
  feature(client, 'structured output', 'a schema goes up unchanged', async (guest) => {
    const asked = { ...ask, output_config: { format: { type: 'json_schema' as const, schema } } }
    guest.answerWith((reply) =>
      reply.answer(200, {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-5',
        content: [{ type: 'text', text: '{"city":"Oslo"}' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 12, output_tokens: 26 },
      }),
    )
    const { content } = await clientOf(guest).messages.create(asked)
    expect(content).toEqual([{ type: 'text', text: '{"city":"Oslo"}' }])
    expect(String(await guest.arrivals()[0]?.body)).toBe(JSON.stringify(asked))
    expect(await guest.rows(1)).toEqual([messageRow(guest, { gateway_log_id: null })])
  })

  feature(client, 'images in', 'a picture goes up as it was sent', async (guest) => {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: 'iVBORw0KGgo=' }
    const content = [
      { type: 'image' as const, source },
      { type: 'text' as const, text: 'What is this?' },
    ]
    const asked = { ...ask, messages: [{ role: 'user' as const, content }] }
    const answer = await clientOf(guest).messages.create(asked)
    expect(answer.content).toEqual([{ type: 'text', text: said }])
    expect(String(await guest.arrivals()[0]?.body)).toBe(JSON.stringify(asked))
    expect(await guest.rows(1)).toEqual([messageRow(guest)])
  })
}
