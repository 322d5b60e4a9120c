import { expect, test } from 'vitest'
import { pricedBy, unpriced } from '../../doors/keys-and-rows.ts'
import { collect } from '../calls.ts'
import { said } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { event } from './answers.ts'
import { ask, chatRow, openaiClients } from './client.ts'

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
        ...unpriced,
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
    const row = chatRow(guest, {
      endpoint: 'responses',
      model: 'gpt-5',
      served_model: 'gpt-5',
      ...pricedBy('openai/gpt-5', 12 * 1250 + 26 * 10_000),
    })
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
        ...pricedBy('openai/text-embedding-3-small', 8 * 20),
        gateway_log_id: null,
      }),
    ])
  })

  test('the list of models is what the key may use, and reaches nobody', async () => {
    const guest = await visitor('models', { models: ['gpt-4o-mini', 'groq/whisper-large-v3'] })
    const { models } = clientOf(guest)
    const listed = [
      { id: 'gpt-4o-mini', object: 'model', created: 0, owned_by: 'openai' },
      { id: 'groq/whisper-large-v3', object: 'model', created: 0, owned_by: 'groq' },
    ]
    expect(await collect(await models.list())).toEqual(listed)
    expect(await models.retrieve('gpt-4o-mini')).toEqual(listed[0])
    await expect(models.retrieve('gpt-4o')).rejects.toMatchObject({ status: 403, code: 'model_not_allowed' })
    expect(guest.arrivals()).toEqual([])
    // It made no row either: the next request's is the key's first.
    await clientOf(guest).chat.completions.create(ask)
    expect(await guest.rows(1)).toEqual([chatRow(guest)])
  })
}
