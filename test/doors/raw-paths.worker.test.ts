import { beforeAll, describe, expect, test, vi } from 'vitest'
import { exchange, jsonOf } from './exchange.ts'
import { type Stage, sharedStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 60 })

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

const root = '/v1/local/default'
let asked = 0

/** Sends a path as it stands: status, what the gateway got, and the provider that the rules were held to. */
async function ask(path: string, body = '{"model":"gpt-4o","messages":[]}') {
  asked += 1
  const id = `path-${asked}`
  const guest = await stage.guest(id, { scopes: ['inference', 'storage'] })
  guest.answerWith((reply) => reply.answer(200, {}))
  const answer = await exchange(stage.url, {
    path,
    headers: { authorization: `Bearer ${guest.token}` },
    body,
  })
  const error = answer.status === 200 ? null : (jsonOf(answer) as { error: { code: unknown } }).error.code
  return { status: answer.status, error, urls: guest.arrivals().map(({ url }) => url), rows: guest.rows }
}

describe.concurrent('a path in the request line, unnormalised', () => {
  // The local runtime's front resolves these before the Worker sees them, as a browser would. What counts: the rules
  // are held to the provider that the request really reaches.
  test.each([
    ['/openai/../anthropic/v1/messages', 'anthropic', 'v1/messages'],
    ['/openai/%2e%2e/anthropic/v1/messages', 'anthropic', 'v1/messages'],
    ['/openai/%2E./anthropic/v1/messages', 'anthropic', 'v1/messages'],
    ['/openai\\..\\anthropic\\v1\\messages', 'anthropic', 'v1/messages'],
    ['http://elsewhere.example/openai/../anthropic/v1/messages', 'anthropic', 'v1/messages'],
  ])('%s is what it resolves to, in the row too', async (path, provider, rest) => {
    const { status, urls, rows } = await ask(path, '{"model":"claude-sonnet-5","messages":[]}')
    expect({ status, urls }).toEqual({ status: 200, urls: [`${root}/${provider}/${rest}`] })
    expect((await rows(1)).map((row) => [row.provider, row.endpoint])).toEqual([[provider, rest]])
  })

  test.each([
    ['/v1/chat/completions', 'openai/chat/completions'],
    ['//v1//chat/completions', 'openai/chat/completions'],
    ['http://elsewhere.example/v1/chat/completions', 'openai/chat/completions'],
    ['/openai/chat%2Dcompletions', 'openai/chat%2Dcompletions'],
    ['/openai/x;y/..;/z', 'openai/x;y/..;/z'],
    ['/openai/a%20b+c', 'openai/a%20b+c'],
    ['/openai/%C3%A9', 'openai/%C3%A9'],
    ['/openai/x?next=/../../y&up=%2e%2e%2f', 'openai/x?next=/../../y&up=%2e%2e%2f'],
    [
      '/aws-bedrock/bedrock-runtime/us-east-1/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/invoke',
      'aws-bedrock/bedrock-runtime/us-east-1/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/invoke',
    ],
  ])('%s goes up as it stands', async (path, got) => {
    expect(await ask(path)).toMatchObject({ status: 200, urls: [`${root}/${got}`] })
  })

  test.each([
    '/openai/%252e%252e/anthropic/v1/messages',
    '/openai/%25252e%25252e/anthropic/v1/messages',
    '/openai/..%2fanthropic/v1/messages',
    '/openai/x%2f..%2f..%2fanthropic',
    '/openai/a%2fb',
    '/openai/a%252Fb',
    '/openai/a%5cb',
    '/openai/a%255c..%255cb',
    '/openai/a%00b',
    '/openai/a%0d%0ab',
    '/openai/%zz',
    '/openai/%ff',
    '/v1/models/..%2f..%2fx:generateContent',
    '/v1beta/models/a%2fb:generateContent',
    '/v1/chat%2fcompletions',
    '/v1/local/default/openai/%252e%252e/%252e%252e/other/x',
    '/aws-bedrock/bedrock-runtime/us-east-1/model/a%2f..%2f..%2fb/invoke',
    '/aws-bedrock/bedrock-mantle%2fx/y',
  ])('%s is refused', async (path) => {
    const { status, urls } = await ask(path)
    expect({ status, urls }).toEqual({ status: 400, urls: [] })
  })
})
