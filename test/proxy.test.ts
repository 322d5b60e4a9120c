import { beforeEach, describe, expect, test } from 'vitest'
import { bufferCeiling } from '../src/body/buffers.ts'
import { asked, buffers, clear, pending, rows, send, type Sent, went } from './proxy/stage.ts'
import { place } from './route/journeys.ts'

beforeEach(clear)

/** The status, the code and the field at fault; and whether a key was looked up. */
async function refusal(line: string, sent?: Sent): Promise<unknown> {
  const response = await send(line, sent)
  const told: unknown = await response.json()
  const error: object = Reflect.get(told as object, 'error')
  expect([went, rows, buffers.held]).toEqual([[], [], 0])
  return [response.status, Reflect.get(error, 'code'), Reflect.get(error, 'param'), asked.length]
}

const chat = 'POST /v1/chat/completions'
const good = '{"model":"gpt-4o"}'

describe('a refusal comes before anything goes upstream, and leaves no row', () => {
  test.each<[string, string, Sent, unknown[]]>([
    [
      'a path that climbs, before the key',
      'POST /openai/%252e%252e/x',
      { key: null },
      [400, 'bad_path', null, 0],
    ],
    [
      'a path without a door, before the key',
      'POST /favicon.ico',
      { key: null },
      [404, 'not_found', null, 0],
    ],
    [
      'no key, before it is told whether something is mounted there',
      'POST /nothing/x',
      { key: null },
      [401, 'invalid_api_key', null, 0],
    ],
    ['a path where nothing is mounted', 'POST /nothing/x', {}, [404, 'not_found', null, 1]],
    [
      'a path that only an unreadable configuration could place',
      'POST /nothing/x',
      { key: 'sk-unread' },
      [503, 'config_invalid', null, 1],
    ],
    [
      'a socket without a key',
      'GET /v1/realtime',
      { key: null, headers: { upgrade: 'websocket' } },
      [401, 'invalid_api_key', null, 0],
    ],
    ['no key, before its body', chat, { key: null, body: '{' }, [401, 'invalid_api_key', null, 0]],
    ['two keys', chat, { headers: { 'x-api-key': 'sk-bob' }, body: good }, [401, 'invalid_api_key', null, 0]],
    [
      'an unknown key, before its body',
      chat,
      { key: 'sk-bob', body: '{' },
      [401, 'invalid_api_key', null, 1],
    ],
    ['a scope, before the body', chat, { key: 'sk-none', body: '{' }, [403, 'scope_required', null, 1]],
    ['a path that no table knows', 'POST /v1/files', { body: 'x' }, [403, 'scope_required', null, 1]],
    ['no body', chat, {}, [400, null, null, 1]],
    ['an empty body', chat, { body: '' }, [400, null, null, 1]],
    ['half a body', chat, { body: '{"model":' }, [400, null, null, 1]],
    ['a list', chat, { body: '[]' }, [400, null, null, 1]],
    ['a field twice', chat, { body: '{"model":"a","model":"b"}' }, [400, null, 'model', 1]],
    [
      'a compressed body',
      chat,
      { body: good, headers: { 'content-encoding': 'gzip' } },
      [400, null, null, 1],
    ],
    [
      'a body too large',
      chat,
      { body: good, headers: { 'content-length': String(bufferCeiling + 1) } },
      [413, 'request_too_large', null, 1],
    ],
    ['no model', chat, { body: '{}' }, [400, null, 'model', 1]],
    [
      'an unknown model, before what a key may',
      chat,
      { key: 'sk-narrow', body: '{"model":"llama-3"}' },
      [404, 'model_not_found', 'model', 1],
    ],
    [
      'a Claude model where only a chat can be translated',
      'POST /v1/responses',
      { body: '{"model":"claude-opus-5"}' },
      [400, 'wrong_door', 'model', 1],
    ],
    [
      'a model that the key may not use',
      chat,
      { key: 'sk-narrow', body: '{"model":"gpt-5"}' },
      [403, 'model_not_allowed', 'model', 1],
    ],
    [
      'a stored object',
      'POST /v1/responses',
      { body: '{"model":"gpt-4o","conversation":"c"}' },
      [403, 'scope_required', 'conversation', 1],
    ],
    [
      'a field of a wrong type',
      chat,
      { body: '{"model":"gpt-4o","stream":"yes"}' },
      [400, null, 'stream', 1],
    ],
    ['an encoded slash', 'GET /v1/responses/a%2Fb', {}, [403, 'scope_required', null, 1]],
    ['a model in a list of Tollgate’s own', 'GET /v1/models/a%2Fb', {}, [404, 'model_not_found', 'model', 1]],
    [
      'an encoded slash in a known path',
      'POST /v1/chat%2Fcompletions',
      { body: good },
      [400, 'bad_path', null, 1],
    ],
  ])('%s', async (_, line, sent, expected) => {
    expect(await refusal(line, sent)).toEqual(expected)
  })

  test('no room for a body, which may come again', async () => {
    buffers.held = bufferCeiling
    const response = await send(chat, { body: good })
    expect([response.status, response.headers.get('retry-after'), went, rows]).toEqual([503, '1', [], []])
    expect(buffers.held).toBe(bufferCeiling)
  })
})

test.each([
  [
    chat,
    {},
    { type: 'error', error: { type: 'invalid_request_error', code: 'invalid_api_key' }, request_id: 'r1' },
  ],
  ['POST /v1/messages', {}, { type: 'error', error: { type: 'authentication_error' }, request_id: 'r1' }],
  ['GET /v1/models', { 'anthropic-version': '2023-06-01' }, { error: { type: 'authentication_error' } }],
  ['POST /v1beta/models/g:generateContent', {}, { error: { code: 401, status: 'UNAUTHENTICATED' } }],
  [
    'POST /google-ai-studio/v1beta/models/g:generateContent',
    {},
    { error: { code: 401, status: 'UNAUTHENTICATED' } },
  ],
])('a refusal at %s %j speaks the door’s dialect', async (line, headers, expected) => {
  const response = await send(line, { key: null, headers })
  expect(response.headers.get('tollgate-request-id')).toBe('r1')
  expect(await response.json()).toMatchObject(expected)
})

test('models are told by Tollgate itself: nothing goes upstream, and there is no row', async () => {
  const response = await send('GET /v1/models', { key: 'sk-narrow' })
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'request-id': 'r1',
    'server-timing': 'key;dur=0, admission;dur=0',
    'tollgate-request-id': 'r1',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'r1',
  })
  expect(await response.json()).toEqual({
    object: 'list',
    data: [{ id: 'gpt-4o', object: 'model', created: 0, owned_by: 'openai' }],
  })
  expect([went, rows, pending]).toEqual([[], [], []])
})

test.each([
  ['of a key that nobody knows', { key: 'sk-bob', body: '{' }, 'key;dur=0, admission;dur=0'],
  ['of no door at all', 'GET /favicon.ico', 'key;dur=0'],
  ['after it', { body: '{' }, 'key;dur=0, admission;dur=0'],
])('a refusal tells how long its stages took: %s', async (_, sent, expected) => {
  const response = typeof sent === 'string' ? await send(sent) : await send(chat, sent)
  expect(response.headers.get('server-timing')).toBe(expected)
})

test('what is refused by none goes upstream once, and has a row that is opened and closed', async () => {
  const response = await send(`${chat}?key=sk-alice&x=1`, { body: '{"model": "openai/gpt-4o"}' })
  expect([response.status, await response.text()]).toEqual([200, '{}'])
  await Promise.all(pending)
  const [[url, init] = ['', {}], ...more] = went
  expect(url).toBe(`https://gateway.test/v1/${place.account}/default/openai/chat/completions?x=1`)
  expect(more).toEqual([])
  expect({ ...init, headers: Object.fromEntries(new Headers(init.headers)) }).toEqual({
    method: 'POST',
    body: new TextEncoder().encode('{"model": "gpt-4o"}'),
    redirect: 'manual',
    signal: expect.any(AbortSignal),
    headers: {
      'accept-encoding': 'identity',
      'cf-aig-authorization': 'Bearer gateway-token',
      'cf-aig-metadata': '{"key":"alice","request":"r1"}',
      'cf-aig-no-wholesale': 'true',
      'content-type': 'application/json',
    },
  })
  expect([rows, buffers.held]).toEqual([
    [
      ['open', 'lost'],
      ['close', 'complete'],
    ],
    0,
  ])
})
