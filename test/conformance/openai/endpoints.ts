import { expect, test } from 'vitest'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { event } from './answers.ts'
import { chatRow, openaiClients } from './client.ts'

/** What else the `openai` SDK asks for. */
export function endpointFeatures({ feature, url, visitor }: Conformance): void {
  const clientOf = openaiClients(url)

  test('legacy completions, streamed', async () => {
    const guest = await visitor('completions')
    guest.answerWith((reply) =>
      reply.stream([
        event({
          id: 'c',
          object: 'text_completion',
          model: 'davinci-002',
          choices: [{ index: 0, text: 'Hi' }],
        }),
        event({
          id: 'c',
          object: 'text_completion',
          model: 'davinci-002',
          choices: [],
          usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
        }),
        'data: [DONE]\n\n',
      ]),
    )
    const asked = { model: 'davinci-002', prompt: 'Hello', stream: true as const }
    const chunks = await collect(await clientOf(guest).completions.create(asked))
    expect(chunks.map(({ choices }) => choices[0]?.text)).toEqual(['Hi'])
    expect(await guest.rows(1)).toEqual([
      chatRow(guest, {
        endpoint: 'completions',
        model: 'davinci-002',
        served_model: 'davinci-002',
        stream: 1,
        input_tokens: 3,
        output_tokens: 1,
        gateway_log_id: null,
      }),
    ])
  })

  feature('openai', 'text', 'responses, plain and streamed, whose body is never touched', async (guest) => {
    const client = clientOf(guest)
    expect((await client.responses.create({ model: 'gpt-5', input: 'Hello' })).output_text).toBe(said)
    const events = await collect(
      await client.responses.create({ model: 'gpt-5', input: 'Hello', stream: true }),
    )
    expect(
      events.map((sent) => (sent.type === 'response.output_text.delta' ? sent.delta : '')).join(''),
    ).toBe(said)
    expect(events.at(-1)?.type).toBe('response.completed')
    expect(await Promise.all(guest.arrivals().map(async ({ body }) => String(await body)))).toEqual([
      '{"model":"gpt-5","input":"Hello"}',
      '{"model":"gpt-5","input":"Hello","stream":true}',
    ])
    const row = chatRow(guest, { endpoint: 'responses', model: 'gpt-5', served_model: 'gpt-5' })
    expect(await guest.rows(2)).toEqual([row, { ...row, stream: 1 }])
  })

  test('embeddings', async () => {
    const guest = await visitor('embeddings')
    guest.answerWith((reply) =>
      reply.answer(200, {
        object: 'list',
        model: 'text-embedding-3-small',
        data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }],
        usage: { prompt_tokens: 8, total_tokens: 8 },
      }),
    )
    const asked = { model: 'text-embedding-3-small', input: 'Hello', encoding_format: 'float' as const }
    expect((await clientOf(guest).embeddings.create(asked)).data[0]?.embedding).toEqual([0.5, -0.25])
    expect(await guest.rows(1)).toEqual([
      chatRow(guest, {
        endpoint: 'embeddings',
        model: 'text-embedding-3-small',
        served_model: 'text-embedding-3-small',
        input_tokens: 8,
        output_tokens: null,
        gateway_log_id: null,
      }),
    ])
  })

  test('the list of models, and a row without usage', async () => {
    const guest = await visitor('models')
    const models = await collect(await clientOf(guest).models.list())
    expect(models.map(({ id }) => id)).toContain('gpt-4o')
    expect(await guest.rows(1)).toEqual([
      chatRow(guest, {
        endpoint: 'models',
        model: null,
        served_model: null,
        usage_source: 'none',
        input_tokens: null,
        output_tokens: null,
      }),
    ])
  })
}
