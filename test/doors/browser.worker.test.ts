import { beforeAll, describe, expect, test } from 'vitest'
import { exchange } from './exchange.ts'
import { type Stage, sharedStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

const origin = 'https://app.example'

/** What an answer says to a browser about other origins. */
function crossOrigin(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told = Object.entries(headers).filter(([name]) => name.startsWith('access-control-'))
  return Object.fromEntries(told)
}

const readable = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }

describe.concurrent('a page of another origin', () => {
  test.each([
    ['/v1/chat/completions', 'authorization, content-type, x-stainless-os'],
    ['/v1/messages', 'anthropic-dangerous-direct-browser-access, anthropic-version, x-api-key'],
    ['/v1beta/models/gemini-x:generateContent', 'content-type, x-goog-api-client, x-goog-api-key'],
    ['/groq/openai/v1/chat/completions', 'authorization'],
    ['/mj/submit/imagine', 'authorization'],
  ])('asks without a key whether it may use %s, and may', async (path, names) => {
    const answer = await exchange(stage.url, {
      method: 'OPTIONS',
      path,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': names,
      },
    })
    expect([answer.status, String(answer.body), crossOrigin(answer.headers)]).toEqual([
      204,
      '',
      {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': names,
        'access-control-max-age': '7200',
      },
    ])
  })

  test('reads the answer, and nothing that the upstream says of origins', async () => {
    const guest = await stage.guest('browser')
    guest.answerWith((reply) =>
      reply.answer(
        200,
        { fine: true },
        {
          'access-control-allow-origin': 'https://other.example',
          'access-control-allow-credentials': 'true',
        },
      ),
    )
    const { status, headers } = await exchange(stage.url, {
      path: '/openai/chat/completions',
      headers: { origin, authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
      body: '{"model":"gpt-4o","messages":[]}',
    })
    expect([status, crossOrigin(headers)]).toEqual([200, readable])
    expect(guest.arrivals().map(({ headers: sent }) => sent['origin'])).toEqual([undefined])
  })

  test('reads a stream', async () => {
    const guest = await stage.guest('browser-stream')
    guest.answerWith((reply) => reply.stream(['data: {"choices":[]}\n\n', 'data: [DONE]\n\n']))
    const { status, headers } = await exchange(stage.url, {
      path: '/v1/chat/completions',
      headers: { origin, authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' },
      body: '{"model":"gpt-4o","messages":[],"stream":true}',
    })
    expect([status, crossOrigin(headers)]).toEqual([200, readable])
  })

  test.each([
    ['a refusal', '/v1/chat/completions', 401],
    ['that nothing is here', '/favicon.ico', 404],
    ['that the path is no path', '/openai/%252e%252e/x', 400],
  ])('reads %s', async (_, path, expected) => {
    const { status, headers } = await exchange(stage.url, { path, headers: { origin }, body: '{}' })
    expect([status, crossOrigin(headers)]).toEqual([expected, readable])
  })

  test.each(['/health', '/', '/api/key', '/dashboard'])('has no business at %s', async (path) => {
    const asked = { origin, 'access-control-request-method': 'GET' }
    const answers = await Promise.all([
      exchange(stage.url, { method: 'OPTIONS', path, headers: asked }),
      exchange(stage.url, { method: 'GET', path, headers: { origin } }),
    ])
    expect(answers.map(({ headers }) => crossOrigin(headers))).toEqual([{}, {}])
    expect(answers[0]?.status).not.toBe(204)
  })
})
