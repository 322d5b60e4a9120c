import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sse, text } from '../translate/answer/streams.ts'
import { clientTests } from './claude-clients.ts'
import {
  begun,
  bodiesOf,
  chat,
  claudeRow,
  model,
  openaiOf,
  says,
  streamOf,
  streams,
  textBlock,
  told,
  unanswered,
} from './claude.ts'
import { exchange, jsonOf } from './exchange.ts'
import { type Stage, startStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

const config = {
  claude_cache: '5m',
  models: {
    clever: ['anthropic/claude-sonnet-4-5'],
    either: ['openai/gpt-4o-mini', 'anthropic/claude-sonnet-4-5'],
  },
}

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await (await stage.worker.kv()).put('@config', JSON.stringify(config))
})
afterAll(() => stage.stop())

const hello = { role: 'user', content: [{ type: 'text', text: 'Weather?' }] }
const marked = { cache_control: { type: 'ephemeral' } }

describe.concurrent('a chat with Claude', () => {
  test.each(['claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5', 'clever'])(
    'as %s comes back whole, with its counts, its headers and its row',
    async (name) => {
      const id = `plain-${name.replace('/', '-')}`
      const guest = await stage.guest(id)
      guest.answerWith(says([textBlock('Sun.')]))
      const headers = {
        'anthropic-version': '2099-01-01',
        'anthropic-beta': 'x',
        'content-type': 'text/plain',
      }
      const messages = [{ role: 'system' as const, content: 'Be brief.' }, ...chat.messages]
      const { data, response } = await openaiOf(guest, stage.url)
        .chat.completions.create({ model: name, messages, seed: 7, stop: 'END' }, { headers })
        .withResponse()
      const requestId = response.headers.get('tollgate-request-id')
      expect(data).toEqual({
        id: `chatcmpl-${requestId}`,
        object: 'chat.completion',
        created: expect.any(Number),
        model,
        service_tier: 'default',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'Sun.', refusal: null },
            logprobs: null,
            finish_reason: 'stop',
          },
        ],
        usage: told,
      })
      const shown = ['content-type', 'x-request-id', 'request-id', 'tollgate-dropped', 'tollgate-target']
      expect(shown.map((header) => response.headers.get(header))).toEqual([
        'application/json',
        requestId,
        null,
        'seed',
        'anthropic/claude-sonnet-4-5',
      ])
      const [arrival] = guest.arrivals()
      const sent = ['anthropic-version', 'anthropic-beta', 'content-type'] as const
      expect([arrival?.url, ...sent.map((header) => arrival?.headers[header])]).toEqual([
        '/v1/local/default/anthropic/v1/messages',
        '2023-06-01',
        undefined,
        'application/json',
      ])
      expect(await bodiesOf(guest)).toEqual([
        {
          model,
          max_tokens: 64_000,
          system: [{ type: 'text', text: 'Be brief.', ...marked }],
          messages: [hello],
          stop_sequences: ['END'],
        },
      ])
      expect(await guest.rows(1)).toEqual([claudeRow(id, { model: name })])
    },
  )

  test('comes through the compat door too', async () => {
    const guest = await stage.guest('compat')
    guest.answerWith(says([textBlock('Sun.')]))
    const answer = await exchange(stage.url, {
      path: '/compat/chat/completions',
      headers: { authorization: `Bearer ${guest.token}` },
      body: JSON.stringify({ ...chat, model: `anthropic/${model}` }),
    })
    expect(jsonOf(answer)).toMatchObject({ choices: [{ message: { content: 'Sun.' } }], usage: told })
    expect(guest.arrivals().map(({ url }) => url)).toEqual(['/v1/local/default/anthropic/v1/messages'])
  })

  test('takes the place of a model of OpenAI’s that is down', async () => {
    const guest = await stage.guest('either')
    const claude = streams(text(0, 'Sun.'))
    guest.answerWith((reply, arrival) =>
      arrival.url.includes('/openai/') ? reply.answer(503, { error: {} }) : claude(reply, arrival),
    )
    const asked = { ...chat, model: 'either', seed: 7, stream: true as const }
    const { data, response } = await openaiOf(guest, stage.url).chat.completions.create(asked).withResponse()
    let said = ''
    for await (const { choices } of data) said += choices[0]?.delta.content ?? ''
    const shown = ['tollgate-target', 'tollgate-dropped'].map((name) => response.headers.get(name))
    expect([said, ...shown]).toEqual(['Sun.', `anthropic/${model}`, 'seed'])
    expect(await bodiesOf(guest)).toEqual([
      { ...asked, model: 'gpt-4o-mini', stream_options: { include_usage: true } },
      { model, max_tokens: 64_000, messages: [hello], stream: true },
    ])
    expect(await guest.rows(1)).toEqual([claudeRow('either', { model: 'either', stream: 1, attempts: 2 })])
  })

  test('of a key with a budget has its output lowered to what can be paid', async () => {
    const guest = await stage.guest('budget', { budget: { usd: 0.2, per: 'total' } })
    guest.answerWith(says([textBlock('Sun.')]))
    const { response } = await openaiOf(guest, stage.url).chat.completions.create(chat).withResponse()
    // Before anything is lowered for money, the provider is asked to count.
    const sent = ((await bodiesOf(guest)) as { max_tokens: number }[]).at(-1)
    expect(response.headers.get('tollgate-clamped')).toBe(`max_tokens=${sent?.max_tokens}`)
    expect(sent?.max_tokens).toBeGreaterThan(1_024)
    expect(sent?.max_tokens).toBeLessThan(6_667)
    expect(await guest.rows(1)).toEqual([claudeRow('budget')])
  })

  test('streams, and its counts are hidden from those who did not ask', async () => {
    const guest = await stage.guest('stream')
    guest.answerWith(streams(text(0, 'Sun', '.')))
    const { completions } = openaiOf(guest, stage.url).chat
    const seen: unknown[] = []
    for (const options of [{}, { stream_options: { include_usage: true } }]) {
      const stream = await completions.create({ ...chat, stream: true, ...options })
      const chunks = []
      for await (const chunk of stream) chunks.push(chunk)
      seen.push([
        chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''),
        chunks.map(({ choices }) => choices[0]?.finish_reason ?? null).filter((reason) => reason !== null),
        chunks.flatMap(({ usage }) => usage ?? []),
      ])
    }
    expect(seen).toEqual([
      ['Sun.', ['stop'], []],
      ['Sun.', ['stop'], [told]],
    ])
    const row = claudeRow('stream', { stream: 1 })
    expect(await guest.rows(2)).toEqual([row, row])
  })

  test('streams with its counts for a key that says `show`, unless the client says no', async () => {
    const guest = await stage.guest('stream-show', { usage_chunk: 'show' })
    guest.answerWith(streams(text(0, 'Sun.')))
    const { completions } = openaiOf(guest, stage.url).chat
    const counts: number[] = []
    for (const options of [{}, { stream_options: { include_usage: false } }]) {
      const stream = await completions.create({ ...chat, stream: true, ...options })
      let usages = 0
      for await (const { usage } of stream) usages += usage ? 1 : 0
      counts.push(usages)
    }
    expect(counts).toEqual([1, 0])
  })

  test('has pictures and PDFs in it, also one of 20 MB', async () => {
    const guest = await stage.guest('pictures')
    // Whoever is answered before its body is through does not send the rest.
    guest.answerWith(async (reply, arrival) => {
      await arrival.body
      return says([textBlock('A cat.')])(reply, arrival)
    })
    const large = 20 * 1024 * 1024
    const content = [
      { type: 'image_url', image_url: { url: 'https://cats.example/1.png' } },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(large)}` } },
      { type: 'file', file: { filename: 'cat.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
    ] as const
    const messages = [{ role: 'user' as const, content: [...content] }]
    const answer = await openaiOf(guest, stage.url).chat.completions.create({ model, messages })
    expect(answer.choices[0]?.message.content).toBe('A cat.')
    // A text of that size in a message of a failed test would take minutes.
    const sent = String(await guest.arrivals()[0]?.body).replace('A'.repeat(large), String(large))
    expect(JSON.parse(sent)).toEqual({
      model,
      max_tokens: 64_000,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'url', url: 'https://cats.example/1.png' } },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: String(large) } },
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
              title: 'cat.pdf',
            },
          ],
        },
      ],
    })
  })

  test('whose answer is longer than 16 MB is a 502, and its row has what it cost', async () => {
    const guest = await stage.guest('long')
    guest.answerWith(says([textBlock('x'.repeat(17 * 1024 * 1024))]))
    const asked = openaiOf(guest, stage.url).chat.completions.create(chat)
    await expect(asked).rejects.toMatchObject({
      status: 502,
      code: 'upstream_error',
      message: expect.stringContaining('16 MB'),
    })
    expect(await guest.rows(1)).toEqual([claudeRow('long', { outcome: 'upstream_error' })])
  })

  test('whose answer is no message is a 502', async () => {
    const guest = await stage.guest('page')
    guest.answerWith((reply) => reply.answer(200, '<html>', { 'content-type': 'text/html' }))
    const asked = openaiOf(guest, stage.url).chat.completions.create(chat)
    await expect(asked).rejects.toMatchObject({ status: 502, code: 'upstream_error' })
    expect(await guest.rows(1)).toMatchObject([
      { status: 200, outcome: 'upstream_error', usage_source: 'none' },
    ])
  })
})

describe.concurrent('what cannot be said', () => {
  const user = { role: 'user', content: 'Hi' }
  const assistant = (args: string) => ({
    role: 'assistant',
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: args } }],
  })
  const result = { role: 'tool', tool_call_id: 'a', content: 'x' }

  test.each<[string, object, string]>([
    ['an unknown role', { messages: [{ role: 'judge', content: 'Hi' }] }, 'messages[0].role'],
    ['an empty list of messages', { messages: [] }, 'messages'],
    ['no messages', { messages: undefined }, 'messages'],
    ['a result without its call', { messages: [user, result] }, 'messages[1].tool_call_id'],
    ['a call without its result', { messages: [user, assistant('{}'), user] }, 'messages'],
    [
      'an image of a wrong type',
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AA' } }] },
        ],
      },
      'messages[0].content[0].image_url.url',
    ],
    [
      'sound',
      {
        messages: [
          { role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }] },
        ],
      },
      'messages[0].content[0]',
    ],
    ['two choices', { n: 2 }, 'n'],
    ['probabilities', { logprobs: true }, 'logprobs'],
    [
      'an answer that is spoken',
      { modalities: ['text', 'audio'], audio: { voice: 'ash', format: 'mp3' } },
      'modalities',
    ],
    ['a body of responses', { messages: undefined, input: 'Hi' }, 'messages'],
  ])('%s is a 400 by name, without a row', async (name, more, param) => {
    const guest = await stage.guest(`bad-${name.replaceAll(' ', '-')}`)
    guest.answerWith(says([textBlock('Sun.')]))
    const ask = (body: object) =>
      exchange(stage.url, {
        path: '/v1/chat/completions',
        headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const refused = await ask({ ...chat, ...more })
    expect([refused.status, jsonOf(refused)]).toEqual([
      400,
      {
        error: { message: expect.any(String), type: 'invalid_request_error', param, code: null },
        type: 'error',
        request_id: expect.any(String),
      },
    ])
    expect(guest.arrivals()).toEqual([])
    expect((await ask(chat)).status).toBe(200)
    expect(await guest.rows(1)).toHaveLength(1)
  })

  test('arguments that are no JSON reach the model as what they are', async () => {
    const guest = await stage.guest('bad-arguments')
    guest.answerWith(says([textBlock('Sun.')]))
    const messages = [user, assistant('{"city":'), result]
    await exchange(stage.url, {
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${guest.token}` },
      body: JSON.stringify({ model, messages }),
    })
    const use = { type: 'tool_use', id: 'a', name: 'f', input: { invalid_arguments: '{"city":' } }
    expect(await bodiesOf(guest)).toMatchObject([{ messages: [{}, { content: [use] }, {}] }])
  })

  test.each(['responses', 'completions'])(
    '%s of Claude is a 400 that names the doors that work',
    async (path) => {
      const guest = await stage.guest(`door-${path}`)
      const refused = await exchange(stage.url, {
        path: `/v1/${path}`,
        headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: 'Hi', prompt: 'Hi' }),
      })
      expect([refused.status, jsonOf(refused)]).toEqual([
        400,
        {
          error: {
            message: expect.stringMatching(/\/v1\/chat\/completions.*\/v1\/messages/),
            type: 'invalid_request_error',
            param: 'model',
            code: 'wrong_door',
          },
          type: 'error',
          request_id: expect.any(String),
        },
      ])
      expect(guest.arrivals()).toEqual([])
    },
  )
})

describe.concurrent('an error of Anthropic', () => {
  test.each<[number, string, string, object]>([
    [
      400,
      'invalid_request_error',
      'prompt is too long: 210000 tokens > 200000 maximum',
      { type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' },
    ],
    [
      404,
      'not_found_error',
      'model: claude-x',
      { type: 'invalid_request_error', code: 'model_not_found', param: null },
    ],
    [429, 'rate_limit_error', 'Slow down', { type: 'requests', code: 'rate_limit_exceeded', param: null }],
    [529, 'overloaded_error', 'Overloaded', { type: 'server_error', code: 'overloaded', param: null }],
  ])('of %i, %s, is told in OpenAI’s words', async (status, type, words, expected) => {
    const guest = await stage.guest(`error-${status}`)
    guest.answerWith((reply) =>
      reply.answer(
        status,
        { type: 'error', error: { type, message: words }, request_id: 'req_1' },
        { 'request-id': 'req_1' },
      ),
    )
    const error = await openaiOf(guest, stage.url)
      .chat.completions.create({ ...chat, stream: true })
      .then(
        () => null,
        (thrown: unknown) => thrown,
      )
    expect(error).toMatchObject({
      status,
      ...expected,
      message: `${status} ${words}`,
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const outcome = status >= 500 ? 'upstream_error' : 'refused_upstream'
    expect(await guest.rows(1)).toMatchObject([{ ...unanswered, status, outcome, stream: 1 }])
  })

  test('that is too long to be told keeps its status, in OpenAI’s words', async () => {
    const guest = await stage.guest('error-long')
    const words = 'x'.repeat(100_000)
    guest.answerWith((reply) =>
      reply.answer(400, { type: 'error', error: { type: 'invalid_request_error', message: words } }),
    )
    const asked = openaiOf(guest, stage.url).chat.completions.create(chat)
    await expect(asked).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: '400 upstream answered 400, with an error too long to be put into the words of this API',
    })
    expect(await guest.rows(1)).toMatchObject([{ ...unanswered, status: 400, outcome: 'refused_upstream' }])
  })

  test('that is a line of text is told with its words', async () => {
    const guest = await stage.guest('error-text')
    guest.answerWith((reply) => reply.answer(502, 'error code: 502'))
    const asked = openaiOf(guest, stage.url).chat.completions.create(chat)
    await expect(asked).rejects.toMatchObject({
      status: 502,
      message: '502 upstream answered 502: error code: 502',
    })
  })

  test.each<[string, string, string | null]>([
    ['before the message', '', null],
    ['after its start', begun.message, model],
    ['in mid-text', begun.text, model],
    ['in mid-tool', begun.tool, model],
  ])(
    '%s in a stream ends it with an error, and the row says that it failed',
    async (where, before, served) => {
      const id = `stream-error-${where.replaceAll(' ', '-')}`
      const guest = await stage.guest(id)
      const event =
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
      guest.answerWith((reply) => reply.stream([before + event]))
      const asked = openaiOf(guest, stage.url).chat.completions.stream(chat).finalChatCompletion()
      await expect(asked).rejects.toMatchObject({
        message: 'Overloaded',
        code: 'overloaded',
        type: 'server_error',
      })
      expect(await guest.rows(1)).toMatchObject([
        { status: 200, outcome: 'upstream_error', served_model: served },
      ])
    },
  )

  test.each<[string, 'end' | 'break']>([
    ['ends', 'end'],
    ['breaks', 'break'],
  ])('that is a stream which %s in mid-tool breaks the client’s', async (_how, ends) => {
    const guest = await stage.guest(`torn-${ends}`)
    const heard = Promise.withResolvers<void>()
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send(begun.tool)
      await heard.promise
      reply[ends]()
    })
    const stream = await openaiOf(guest, stage.url).chat.completions.create({ ...chat, stream: true })
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const { choices } of stream) if (seen.push(choices[0]?.delta) === 3) heard.resolve()
    })()
    await expect(reading).rejects.toThrow()
    expect(seen).toEqual([
      { role: 'assistant', content: '' },
      {
        tool_calls: [
          { index: 0, id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '' } },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
    ])
    expect(await guest.rows(1)).toMatchObject([
      { status: 200, outcome: 'upstream_error', input_tokens: 18_312 },
    ])
  })
})

describe.concurrent('a client that leaves a stream of Claude', () => {
  test.each<['drain' | 'cancel', object]>([
    ['drain', { usage_source: 'drained', output_tokens: 420 }],
    ['cancel', { usage_source: 'estimated' }],
  ])('with the policy %s leaves one row with what is known', async (policy, expected) => {
    const id = `leaves-${policy}`
    const guest = await stage.guest(id, { on_disconnect: policy })
    const whole = streamOf(text(0, 'Sun', '.'))
    const cut = begun.text.length
    const anotherWord = sse([
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' and' } },
    ])
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send(whole.slice(0, cut))
      // A connection that was closed is noticed by what is written to it.
      for (let more = 0; more < 100; more += 1) {
        await Promise.race([reply.send(anotherWord), reply.left])
        await pause(20)
      }
      reply.end(whole.slice(cut))
    })
    const stream = await openaiOf(guest, stage.url).chat.completions.create({ ...chat, stream: true })
    for await (const { choices } of stream) if (choices[0]?.delta.content === 'Sun') break
    expect(await guest.rows(1)).toMatchObject([
      { status: 200, outcome: 'client_gone', input_tokens: 18_312, cache_read_tokens: 18_000, ...expected },
    ])
  })
})

clientTests(() => stage)
