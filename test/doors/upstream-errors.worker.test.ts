import { beforeAll, describe, expect, test, vi } from 'vitest'
import { startWorker } from '../support/built-worker.ts'
import { startGateway } from '../support/gateway.ts'
import { post } from '../support/raw-client.ts'
import { shapes } from '../upstream/error-shapes.ts'
import { exchange, jsonOf } from './exchange.ts'
import { addKey, anyId, free, pricedBy, rowsOf, unpriced, wholeRow } from './keys-and-rows.ts'
import { type Stage, sharedStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 60 })

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

interface Door {
  path: string
  body: object
  /** What the row says of the request. */
  row: object
}

const doors = {
  openai: {
    path: '/v1/chat/completions',
    body: { model: 'mistral-large-latest', messages: [] },
    row: { door: 'openai', endpoint: 'chat/completions', provider: 'mistral', model: 'mistral-large-latest' },
  },
  anthropic: {
    path: '/v1/messages',
    body: { model: 'claude-sonnet-5', messages: [] },
    row: { door: 'anthropic', endpoint: 'messages', provider: 'anthropic', model: 'claude-sonnet-5' },
  },
  gemini: {
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    body: { contents: [] },
    row: {
      door: 'gemini',
      endpoint: 'models/gemini-2.5-flash:generateContent',
      provider: 'google-ai-studio',
      model: 'gemini-2.5-flash',
    },
  },
  own: {
    path: '/mistral/v1/chat/completions',
    body: { model: 'mistral-large-latest', messages: [] },
    row: {
      door: 'provider',
      endpoint: 'v1/chat/completions',
      provider: 'mistral',
      model: 'mistral-large-latest',
    },
  },
} as const satisfies Record<string, Door>
type DoorId = keyof typeof doors

let asked = 0

/** One request at a door whose upstream answers so. */
async function ask(door: DoorId, status: number, body: unknown, headers: Record<string, string> = {}) {
  asked += 1
  const id = `error-${asked}`
  const guest = await stage.guest(id)
  guest.answerWith((reply) => reply.answer(status, body, headers))
  const answer = await exchange(stage.url, {
    path: doors[door].path,
    headers: { authorization: `Bearer ${guest.token}` },
    body: JSON.stringify(doors[door].body),
  })
  const rows = await guest.rows(1)
  const outcome = status >= 500 ? 'upstream_error' : 'refused_upstream'
  // A gateway that gave up says nothing of the work behind it.
  const cost = status === 502 ? unpriced : free
  expect(rows).toEqual([wholeRow({ key_id: id, ...doors[door].row, ...cost, status, outcome })])
  return answer
}

/** The error as an OpenAI or Anthropic client reads it. */
function sharedError(type: string, message: string, code: string | null, param: string | null = null) {
  return { type: 'error', error: { type, message, code, param }, request_id: anyId }
}

describe.concurrent('an error of the provider that an OpenAI client cannot read is said again', () => {
  test.each([
    ['Mistral’s at the top level', 400, shapes.topLevel, sharedError('bad_input', 'Bad field', '1500')],
    [
      'Mistral’s validation list',
      422,
      shapes.validation,
      sharedError('invalid_request_error', 'body.user: Extra inputs', null),
    ],
    [
      'Gemini’s list',
      400,
      shapes.googleList,
      sharedError('invalid_request_error', 'Bad field', 'INVALID_ARGUMENT'),
    ],
    ['Google’s object', 429, shapes.google, sharedError('requests', 'Bad field', 'INVALID_ARGUMENT')],
    [
      'xAI’s text',
      404,
      shapes.text,
      sharedError('invalid_request_error', 'Model not found', 'Some resource'),
    ],
    [
      'Bedrock’s message',
      400,
      shapes.messageOnly,
      sharedError('invalid_request_error', 'Too many tokens', null),
    ],
    ['Workers AI’s list', 400, shapes.success, sharedError('invalid_request_error', 'No such model', '5007')],
  ])('%s', async (_shape, status, body, said) => {
    const answer = await ask('openai', status, body)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json'])
    expect(jsonOf(answer)).toEqual(said)
  })

  test('plain text', async () => {
    const answer = await ask('openai', 503, 'upstream connect error', { 'content-type': 'text/plain' })
    expect(answer.status).toBe(503)
    expect(jsonOf(answer)).toMatchObject({
      error: { message: 'upstream answered 503: upstream connect error' },
    })
  })

  test('a page of HTML, without the page', async () => {
    const page = '<html><script>alert(1)</script><h1>Bad gateway</h1></html>'
    const answer = await ask('openai', 502, page, { 'content-type': 'text/html' })
    expect(answer.headers['content-type']).toBe('application/json')
    expect(jsonOf(answer)).toEqual(sharedError('server_error', 'upstream answered 502', null))
  })

  test('nothing at all', async () => {
    const answer = await ask('openai', 500, '')
    expect(jsonOf(answer)).toEqual(sharedError('server_error', 'upstream answered 500', null))
  })

  test('on Anthropic’s door in Anthropic’s words', async () => {
    const answer = await ask('anthropic', 429, shapes.messageOnly)
    expect(jsonOf(answer)).toEqual(sharedError('rate_limit_error', 'Too many tokens', null))
  })

  test('on Google’s door in Google’s', async () => {
    const answer = await ask('gemini', 503, '<h1>Sorry</h1>', { 'content-type': 'text/html' })
    expect(jsonOf(answer)).toEqual({
      error: {
        code: 503,
        message: 'upstream answered 503',
        status: 'UNAVAILABLE',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            domain: 'google-ai-studio',
            metadata: { request: anyId },
          },
        ],
      },
    })
  })
})

describe.concurrent('an error that its client can read passes byte for byte', () => {
  const odd = (shape: object): string => `  ${JSON.stringify(shape, null, 3)}\n`
  test.each([
    ['OpenAI’s on the OpenAI door', 'openai', 400, odd(shapes.openai), 'application/json'],
    ['Anthropic’s on Anthropic’s', 'anthropic', 529, odd(shapes.anthropic), 'application/json'],
    ['Google’s on Google’s', 'gemini', 400, odd(shapes.google), 'application/json; charset=UTF-8'],
    ['Mistral’s on its own', 'own', 422, odd(shapes.topLevel), 'application/json'],
    ['a 401 on the provider’s own', 'own', 401, odd(shapes.openai), 'application/json'],
    ['HTML on the provider’s own', 'own', 502, '<h1>Bad gateway</h1>', 'text/html'],
    ['plain text on the provider’s own', 'own', 500, 'no healthy upstream', 'text/plain'],
  ] as const)('%s', async (_what, door, status, body, type) => {
    const answer = await ask(door, status, body, { 'content-type': type, 'retry-after': '7' })
    expect([
      answer.status,
      answer.headers['content-type'],
      answer.headers['retry-after'],
      String(answer.body),
    ]).toEqual([status, type, '7', body])
  })
})

describe.concurrent('the operator’s fault is told as such', () => {
  const badToken = {
    success: false,
    result: [],
    messages: [],
    error: [{ code: 2009, message: 'Unauthorized' }],
  }
  const noGateway = {
    success: false,
    result: [],
    messages: [],
    error: [{ code: 2001, message: 'Configure it' }],
  }
  const noKey = { success: false, error: { message: 'No provider credentials were found (BYOK)' } }
  const noCredit = { name: 'AiGatewayError', internalCode: 2021, message: 'No credits', httpCode: 402 }

  test.each([
    [
      'a key that the provider refuses',
      'openai',
      401,
      shapes.openai,
      502,
      'upstream_auth',
      'MISTRAL_API_KEY',
    ],
    [
      'the same on Anthropic’s door',
      'anthropic',
      401,
      shapes.anthropic,
      502,
      'upstream_auth',
      'ANTHROPIC_API_KEY',
    ],
    ['a gateway token that is refused', 'openai', 401, badToken, 502, 'upstream_auth', 'CF_AIG_TOKEN'],
    ['the same on a provider’s own door', 'own', 401, badToken, 502, 'upstream_auth', 'CF_AIG_TOKEN'],
    ['no such gateway', 'own', 400, noGateway, 503, 'setting_invalid', 'GATEWAY_ID'],
    ['no key of the provider', 'openai', 400, noKey, 502, 'provider_credentials_missing', 'MISTRAL_API_KEY'],
    ['no credit', 'own', 402, noCredit, 502, 'provider_credentials_missing', 'MISTRAL_API_KEY'],
  ] as const)('%s', async (_what, door, status, body, http, code, names) => {
    const answer = await ask(door, status, body)
    expect(answer.status).toBe(http)
    expect(answer.headers['x-should-retry']).toBe('false')
    expect(jsonOf(answer)).toMatchObject({ error: { code, message: expect.stringContaining(names) } })
  })

  test('on Google’s door, which says it with a 400', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }]
    const error = { code: 400, message: 'API key not valid', status: 'INVALID_ARGUMENT', details }
    const answer = await ask('gemini', 400, { error })
    expect(answer.status).toBe(502)
    expect(jsonOf(answer)).toMatchObject({
      error: { status: 'UNAVAILABLE', details: [{ reason: 'UPSTREAM_AUTH', domain: 'tollgate' }] },
    })
  })
})

describe.concurrent('a refusal by the gateway itself', () => {
  test.each([
    ['with a list', 'openai', shapes.gateway, 'Blocked by DLP', '2029'],
    ['with an object', 'openai', shapes.gatewayPolicy, 'Access denied by policy', null],
    ['with a name', 'anthropic', shapes.gatewayNamed, 'Prompt blocked', '2016'],
  ] as const)('%s is said in the dialect of a neutral door', async (_shape, door, body, message, code) => {
    const answer = await ask(door, 403, body)
    expect(answer.status).toBe(403)
    expect(jsonOf(answer)).toMatchObject({ type: 'error', error: { message, code } })
  })

  test('keeps the operator’s figures to itself', async () => {
    const answer = await ask('openai', 429, shapes.gatewayBudget)
    expect(jsonOf(answer)).toEqual(sharedError('requests', 'Spending limit exceeded', null))
  })

  test('passes as it is on a provider’s own door', async () => {
    const answer = await ask('own', 403, shapes.gateway)
    expect([answer.status, jsonOf(answer)]).toEqual([403, shapes.gateway])
  })
})

describe.concurrent('an upstream that gives no whole answer', () => {
  test.each(['openai', 'anthropic', 'own'] as const)(
    'the connection closes unanswered, on the door %s',
    async (door) => {
      const id = `closed-${door}`
      const guest = await stage.guest(id)
      guest.answerWith((reply) => reply.break())
      const answer = await exchange(stage.url, {
        path: doors[door].path,
        headers: { authorization: `Bearer ${guest.token}` },
        body: JSON.stringify(doors[door].body),
      })
      expect(answer.status).toBe(502)
      expect(jsonOf(answer)).toMatchObject({ error: { code: 'upstream_error' } })
      expect(await guest.rows(1)).toEqual([
        wholeRow({ key_id: id, ...doors[door].row, status: null, outcome: 'upstream_error', ttfb_ms: null }),
      ])
      expect(guest.arrivals()).toHaveLength(1)
    },
  )

  test('slow to answer is waited for', async () => {
    const guest = await stage.guest('slow')
    guest.answerWith(async (reply) => {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const usage = { prompt_tokens: 1, completion_tokens: 2 }
      reply.answer(200, { model: 'mistral-large-2512', usage })
    })
    const answer = await exchange(stage.url, {
      path: doors.openai.path,
      headers: { authorization: `Bearer ${guest.token}` },
      body: JSON.stringify(doors.openai.body),
    })
    expect(answer.status).toBe(200)
    expect(await guest.rows(1)).toEqual([
      wholeRow({
        key_id: 'slow',
        ...doors.openai.row,
        served_model: 'mistral-large-2512',
        usage_source: 'reported',
        input_tokens: 1,
        output_tokens: 2,
        // 0.50 and 1.50 USD a million tokens: what answered is priced, not what its alias was before.
        ...pricedBy('mistral/mistral-large-2512', 1 * 500 + 2 * 1500),
      }),
    ])
  })

  test('a redirect is handed over and not followed', async () => {
    const guest = await stage.guest('redirect')
    guest.answerWith((reply) => reply.answer(307, '', { location: 'https://elsewhere.example/' }))
    const answer = await exchange(stage.url, {
      path: doors.own.path,
      headers: { authorization: `Bearer ${guest.token}` },
      body: JSON.stringify(doors.own.body),
    })
    expect([answer.status, answer.headers.location]).toEqual([307, 'https://elsewhere.example/'])
    expect(guest.arrivals()).toHaveLength(1)
    expect(await guest.rows(1)).toEqual([wholeRow({ key_id: 'redirect', ...doors.own.row, status: 307 })])
  })

  test('an answer of the promised length that breaks off is 502, with a row', async () => {
    const guest = await stage.guest('cut')
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'application/json', 'content-length': '1000' })
      await reply.send('{"usage":{"prompt_tokens":1')
      reply.break()
    })
    const answer = await exchange(stage.url, {
      path: doors.openai.path,
      headers: { authorization: `Bearer ${guest.token}` },
      body: JSON.stringify(doors.openai.body),
    })
    expect([answer.status, jsonOf(answer)]).toMatchObject([502, { error: { code: 'upstream_error' } }])
    expect(await guest.rows(1)).toEqual([
      wholeRow({ key_id: 'cut', ...doors.openai.row, status: 200, outcome: 'upstream_error' }),
    ])
  })

  test('a stream that breaks off breaks the client’s', async () => {
    const guest = await stage.guest('torn')
    const heard = Promise.withResolvers<void>()
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send('data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n')
      await heard.promise
      reply.break()
    })
    const body = JSON.stringify({ ...doors.openai.body, stream: true })
    const client = post(stage.url + doors.openai.path, guest.token, body)
    await client.received(1)
    heard.resolve()
    await expect(client.whole).rejects.toThrow(/aborted|hang up|ECONNRESET|terminated/)
    expect(await guest.rows(1)).toEqual([
      wholeRow({ key_id: 'torn', ...doors.openai.row, stream: 1, outcome: 'upstream_error' }),
    ])
  })

  test('a gateway that refuses the connection is 502 in the caller’s dialect, and a row', async () => {
    // A port that was free a moment ago: nobody listens there.
    const gone = await startGateway()
    await gone.stop()
    const worker = await startWorker({ gatewayUrl: gone.url })
    const token = await addKey(worker, 'down')
    const headers = { authorization: `Bearer ${token}` }
    const body = '{"model":"gpt-4o","messages":[],"stream":true}'
    const openai = await exchange(worker.url, { path: '/v1/chat/completions', headers, body })
    const gemini = await exchange(worker.url, {
      path: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      headers,
      body: '{"contents":[]}',
    })
    expect([openai.status, jsonOf(openai)]).toMatchObject([
      502,
      { error: { type: 'server_error', code: 'upstream_error' } },
    ])
    expect([gemini.status, jsonOf(gemini)]).toMatchObject([
      502,
      { error: { code: 502, status: 'UNAVAILABLE' } },
    ])
    const failed = { key_id: 'down', status: null, stream: 1, outcome: 'upstream_error', ttfb_ms: null }
    expect(await rowsOf(worker, 'down', 2)).toEqual([
      wholeRow({
        ...failed,
        door: 'openai',
        endpoint: 'chat/completions',
        provider: 'openai',
        model: 'gpt-4o',
      }),
      wholeRow({
        ...failed,
        door: 'gemini',
        endpoint: 'models/gemini-2.5-flash:streamGenerateContent',
        provider: 'google-ai-studio',
        model: 'gemini-2.5-flash',
      }),
    ])
    await worker.stop()
  })
})
