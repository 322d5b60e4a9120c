import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { dialectDoors, dialectNames, understood } from './dialect-doors.ts'
import { exchange } from './exchange.ts'
import { type Stage, sharedStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

const nesting = 5000

/** A body, and what the refusal says of it. */
const badBodies: readonly (readonly [string, string | Uint8Array | undefined, RegExp])[] = [
  ['broken', '{"model":"gpt-4o-mini","messages":[', /not valid JSON/],
  ['empty', '', /is empty/],
  ['absent', undefined, /is empty/],
  ['blank', ' \r\n\t', /is empty/],
  ['a form', 'model=gpt-4o-mini&messages=x', /not valid JSON/],
  ['two objects', '{"model":"gpt-4o-mini"}{"model":"o3"}', /not valid JSON/],
  ['with a comment', '{"model":"gpt-4o-mini" /* cheap */}', /not valid JSON/],
  ['after a byte-order mark', '\uFEFF{"model":"gpt-4o-mini"}', /not valid JSON/],
  ['a list', '[{"model":"gpt-4o-mini"}]', /one JSON object/],
  ['null', 'null', /one JSON object/],
  ['a text', '"gpt-4o-mini"', /one JSON object/],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d), /not valid UTF-8/],
  ['UTF-16', Buffer.from('{"model":"gpt-4o-mini"}', 'utf16le'), /not valid/],
  ['an overlong encoding', Uint8Array.of(0x7b, 0xc0, 0xa2, 0x7d), /not valid UTF-8/],
  ['random bytes', Uint8Array.from({ length: 4096 }, (_, index) => (index * 197) % 256), /not valid/],
  ['model twice', '{"model":"gpt-4o-mini","messages":[],"model":"o3-pro"}', /`model` twice/],
  ['model twice, once in escapes', '{"model":"gpt-4o-mini","mod\\u0065l":"o3-pro"}', /`model` twice/],
  ['stream twice', '{"model":"gpt-4o-mini","stream":true,"stream":false}', /`stream` twice/],
  [
    'include_usage twice',
    '{"model":"gpt-4o-mini","stream":true,"stream_options":{"include_usage":true,"include_usage":false}}',
    /`include_usage` twice/,
  ],
  ['a model that is a number', '{"model":4}', /`model` must be a text/],
  ['a model that is a list', '{"model":["gpt-4o-mini"]}', /`model` must be a text/],
  ['a model that is empty', '{"model":""}', /`model` must be a text/],
  // A model that more than one door serves.
  ['stream in words', '{"model":"deepseek-chat","stream":"yes"}', /`stream` must be true or false/],
]

/** The refusals at the same door that depend on a header. */
const badHeaders: readonly (readonly [string, Record<string, string>, string | Uint8Array, RegExp])[] = [
  ['gzip', { 'content-encoding': 'gzip' }, gzipSync('{"model":"gpt-4o-mini"}'), /compressed/],
  ['br, so it says', { 'content-encoding': 'br' }, '{"model":"gpt-4o-mini"}', /compressed/],
  ['two codings', { 'content-encoding': 'identity, gzip' }, '{"model":"gpt-4o-mini"}', /compressed/],
]

describe.concurrent.each(dialectNames)('at the %s door a body that is bad', (dialect) => {
  const { path, good } = dialectDoors[dialect]

  test('is refused so that the SDK understands it, makes no row, and the next request is served', async () => {
    const id = `bad-body-${dialect}`
    const guest = await stage.guest(id)
    const authorization = `Bearer ${guest.token}`
    const cases = [
      ...badBodies.map(([what, body, says]) => ({ what, headers: {}, body, says })),
      ...badHeaders.map(([what, headers, body, says]) => ({ what, headers, body, says })),
    ]
    const heard = await Promise.all(
      cases.map(async ({ what, headers, body }) => {
        const asked = { path, headers: { ...headers, authorization }, ...(body !== undefined && { body }) }
        return [what, await understood(dialect, await exchange(stage.url, asked))]
      }),
    )
    expect(heard).toEqual(
      cases.map(({ what, says }) => [what, { status: 400, message: expect.stringMatching(says), hits: 1 }]),
    )
    expect((await exchange(stage.url, { path, headers: { authorization }, body: good })).status).toBe(200)
    expect(guest.arrivals()).toHaveLength(1)
    expect((await guest.rows(1)).map(({ outcome, input_tokens }) => [outcome, input_tokens])).toEqual([
      ['complete', 12],
    ])
  })

  test('and one that is only odd goes up byte for byte', async () => {
    const id = `odd-body-${dialect}`
    const guest = await stage.guest(id)
    guest.answerWith((reply) => reply.answer(200, {}))
    const rest = good.slice(1)
    const bodies = [
      `{"__proto__":{"model":"o3-pro","stream":true},"constructor":1,"toString":null,${rest}`,
      `{"hasOwnProperty":[],"prototype":{"__proto__":null},${rest}`,
      `{"x":"\\ud800","y":"\\u0000",${rest}`,
      `{"deep":${'['.repeat(nesting)}${']'.repeat(nesting)},${rest}`,
      `{"n":123456789012345678901234567890.10e-400,${rest}`,
      ` \n${good}\r\n `,
      `{"tools":[{"parameters":{"model":1,"model":2}}],${rest}`.replace('"model":2', '"Model":2'),
    ]
    for (const body of bodies) {
      const asked = {
        path,
        headers: { authorization: `Bearer ${guest.token}`, 'content-type': 'text/plain' },
        body,
      }
      expect((await exchange(stage.url, asked)).status).toBe(200)
    }
    const got = await Promise.all(guest.arrivals().map(async ({ body }) => String(await body)))
    expect(got).toEqual(bodies)
    const rows = await guest.rows(bodies.length)
    expect(rows.map(({ stream, outcome }) => [stream, outcome])).toEqual(bodies.map(() => [0, 'complete']))
  })
})

describe.concurrent('headers at their limits', () => {
  const { path, good } = dialectDoors.openai

  test('a key of any length is refused or found, and never echoed', async () => {
    const tokens = [
      'x'.repeat(5000),
      `sk-nobody-${'x'.repeat(40)}`,
      'sk-',
      '-',
      '@config',
      'sk-\u00e9',
      `sk-${'a-'.repeat(400)}b`,
    ]
    const answers = await Promise.all(
      tokens.map((token) =>
        exchange(stage.url, { path, headers: { authorization: `Bearer ${token}` }, body: good }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401))
    expect(
      answers.filter(
        ({ body }, index) => (tokens[index] ?? '').length > 3 && body.includes(tokens[index] ?? ''),
      ),
    ).toEqual([])
    expect(answers.map(({ headers }) => headers['www-authenticate'])).toEqual(tokens.map(() => 'Bearer'))
  })

  test('what does not pass costs nothing, what passes arrives, what nobody can carry is an error', async () => {
    const guest = await stage.guest('long-headers')
    const authorization = `Bearer ${guest.token}`
    const ask = (headers: Record<string, string>) =>
      exchange(stage.url, { path, headers: { ...headers, authorization }, body: good }).then(
        ({ status }) => status,
        () => 'closed',
      )
    expect(await ask({ 'x-stray': 'x'.repeat(40_000) })).toBe(200)
    expect(await ask({ 'user-agent': 'x'.repeat(8000) })).toBe(200)
    expect(
      await ask(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x-${index}`, 'y']))),
    ).toBe(200)
    expect(await ask({ 'x-stray': 'x'.repeat(1_000_000) })).not.toBe(200)
    expect(await ask({})).toBe(200)
    expect(guest.arrivals().map(({ headers }) => headers['user-agent']?.length)).toEqual([
      undefined,
      8000,
      undefined,
      undefined,
    ])
    expect((await guest.rows(4)).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => 'complete'),
    )
  })

  test('a long path is cut in the row', async () => {
    const guest = await stage.guest('long-path', { scopes: ['storage'] })
    guest.answerWith((reply) => reply.answer(200, {}))
    const long = `files/${'é'.repeat(900)}`
    const asked = {
      method: 'GET',
      path: encodeURI(`/v1/${long}`),
      headers: { authorization: `Bearer ${guest.token}` },
    }
    expect((await exchange(stage.url, asked)).status).toBe(200)
    expect((await guest.rows(1)).map(({ endpoint }) => endpoint)).toEqual([long.slice(0, 200)])
  })
})

describe.concurrent('requests that are odd as HTTP', () => {
  const { path, good } = dialectDoors.openai

  test.each(['__proto__', 'constructor'])('a header named %s is one that does not pass', async (name) => {
    const guest = await stage.guest(`header-${name.replaceAll('_', '')}`)
    const headers = JSON.parse(`{"${name}":"evil","authorization":"Bearer ${guest.token}"}`) as Record<
      string,
      string
    >
    expect((await exchange(stage.url, { path, headers, body: good })).status).toBe(200)
    expect(guest.arrivals().map(({ rawHeaders }) => rawHeaders.includes('evil'))).toEqual([false])
  })

  test.each([{ 'content-length': '0' }, { 'transfer-encoding': 'chunked' }])(
    'a GET whose body is empty (%o) is served',
    async (framing) => {
      const guest = await stage.guest(`get-${Object.keys(framing)[0]}`)
      const headers = { ...framing, authorization: `Bearer ${guest.token}` }
      guest.answerWith((reply) => reply.answer(200, {}))
      const path = '/v1/responses/resp_1'
      expect((await exchange(stage.url, { method: 'GET', path, headers })).status).toBe(200)
      expect((await guest.rows(1)).map(({ outcome }) => outcome)).toEqual(['complete'])
    },
  )

  test.each([{ models: ['gpt-4o*'] }, { scopes: ['inference'] }])(
    'JSON nested deeper than a stack is no failure of Tollgate (a key with %o)',
    async (more) => {
      const guest = await stage.guest(`deep-${Object.keys(more)[0]}`, more)
      guest.answerWith((reply) => reply.answer(200, {}))
      const depth = 50_000
      const body = `{"model":"gpt-4o","file_id":null,"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`
      const answer = await exchange(stage.url, {
        path,
        headers: { authorization: `Bearer ${guest.token}` },
        body,
      })
      expect([200, 400]).toContain(answer.status)
    },
  )

  test('a body whose type the client did not state goes up without an invented one', async () => {
    const guest = await stage.guest('no-type')
    await exchange(stage.url, { path, headers: { authorization: `Bearer ${guest.token}` }, body: good })
    expect(guest.arrivals().map(({ headers }) => headers['content-type'] ?? 'application/json')).toEqual([
      'application/json',
    ])
  })
})
