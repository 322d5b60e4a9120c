import OpenAI from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { exchange, jsonOf } from './exchange.ts'
import { pricedBy, wholeRow } from './keys-and-rows.ts'
import { type Stage, sharedStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

const root = '/v1/local/default'
const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 }

describe.concurrent('the compat door', () => {
  test('serves the names of the gateway’s unified endpoint to the OpenAI SDK', async () => {
    const guest = await stage.guest('compat')
    guest.answerWith((reply) => reply.answer(200, { model: 'served', choices: [], usage }))
    const client = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/compat`, maxRetries: 0 })
    const asked = ['openai/gpt-5.5', 'perplexity/sonar', 'workers-ai/@cf/meta/llama-3.1-8b-instruct']
    for (const model of asked) await client.chat.completions.create({ model, messages: [] })

    const sent = guest.arrivals().map(async ({ url, body }) => {
      const { model } = JSON.parse(String(await body)) as { model: string }
      return [url, model]
    })
    expect(await Promise.all(sent)).toEqual([
      [`${root}/openai/chat/completions`, 'gpt-5.5'],
      [`${root}/perplexity-ai/chat/completions`, 'sonar'],
      [`${root}/workers-ai/v1/chat/completions`, '@cf/meta/llama-3.1-8b-instruct'],
    ])
    const rows = await guest.rows(3)
    expect(rows.map(({ door, endpoint, provider, model }) => [door, endpoint, provider, model])).toEqual([
      ['openai', 'chat/completions', 'openai', asked[0]],
      ['openai', 'chat/completions', 'perplexity-ai', asked[1]],
      ['openai', 'chat/completions', 'workers-ai', asked[2]],
    ])
  })

  test('says what it has where it has nothing, before any key', async () => {
    const answer = await exchange(stage.url, { path: '/compat/embeddings', body: '{}' })
    expect([answer.status, jsonOf(answer)]).toEqual([
      404,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'Below /compat only POST /compat/chat/completions is served. Set the base URL to this host with /v1 for everything else.',
          code: 'not_found',
          param: null,
        },
        request_id: expect.any(String),
      },
    ])
  })
})

describe.concurrent('Cursor’s body: a chat that has `input` and no `messages`', () => {
  const input = [{ role: 'user', content: 'hi' }]
  const post = async (token: string, body: object) =>
    fetch(`${stage.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('goes to the Responses API, is answered as that API does, and counted as it counts', async () => {
    const guest = await stage.guest('cursor')
    const completed = {
      type: 'response.completed',
      response: { model: 'gpt-5.5-2026', usage: { input_tokens: 9, output_tokens: 4, total_tokens: 13 } },
    }
    const stream = `event: response.completed\ndata: ${JSON.stringify(completed)}\n\n`
    guest.answerWith((reply) => reply.stream([stream]))
    const asked = { model: 'openai/gpt-5.5', input, stream: true, stream_options: { include_usage: true } }
    const answer = await post(guest.token, asked)
    expect([answer.status, await answer.text()]).toEqual([200, stream])

    const [arrival] = guest.arrivals()
    expect([arrival?.url, JSON.parse(String(await arrival?.body))]).toEqual([
      `${root}/openai/responses`,
      { model: 'gpt-5.5', input, stream: true, stream_options: {} },
    ])
    expect(await guest.rows(1)).toEqual([
      wholeRow({
        key_id: 'cursor',
        door: 'openai',
        endpoint: 'responses',
        provider: 'openai',
        model: 'openai/gpt-5.5',
        served_model: 'gpt-5.5-2026',
        stream: 1,
        usage_source: 'reported',
        input_tokens: 9,
        output_tokens: 4,
        // 5 and 30 USD a million tokens.
        ...pricedBy('openai/gpt-5.5', 9 * 5000 + 4 * 30_000),
      }),
    ])
  })

  test('is held to the rules of its key all the same', async () => {
    const guest = await stage.guest('cursor-narrow', { models: ['gpt-4o'] })
    const refused = [
      await post(guest.token, { model: 'gpt-5.5', input }),
      await post(guest.token, { model: 'gpt-4o', input, conversation: 'conv_1' }),
    ]
    expect(await Promise.all(refused.map((answer) => answer.json()))).toMatchObject([
      { error: { code: 'model_not_allowed' } },
      { error: { code: 'scope_required', param: 'conversation' } },
    ])
    expect(guest.arrivals()).toEqual([])
  })

  test('is a clear 400 where the provider has no such API', async () => {
    const guest = await stage.guest('cursor-mistral')
    const answer = await post(guest.token, { model: 'mistral-large-latest', input })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'This body has `input` and no `messages`: it is one for the Responses API, which the provider of this model does not have. Send `messages`, or choose a model of a provider that has that API.',
          code: null,
          param: 'messages',
        },
        request_id: expect.any(String),
      },
    ])
    expect(guest.arrivals()).toEqual([])
  })
})
