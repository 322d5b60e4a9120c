import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chat, keys, startTarget, type Target } from './stage.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target.stop())

const path = '/v1/chat/completions'
const dear = '"model":"gpt-5-pro"'

describe('a body that two parsers read differently', () => {
  test.each([
    ['a member twice', `{"model":"gpt-4o-mini",${dear},"messages":[]}`],
    ['a member twice by an escape', `{"model":"gpt-4o-mini","mod\\u0065l":"gpt-5-pro","messages":[]}`],
    ['a member in other letters', `{"model":"gpt-4o-mini","Model":"gpt-5-pro","messages":[],"max_tokens":5}`],
    [
      'a member with a long s',
      `{"model":"gpt-4o-mini","messages":[],"max_tokens":5,"max_token\u017f":9,"model\u017f":["gpt-5-pro"]}`,
    ],
    ['a member below `__proto__`', `{"__proto__":{"model":"gpt-4o-mini"},"messages":[]}`],
    [
      'only another model below `__proto__`',
      `{"model":"gpt-5-pro","__proto__":{"model":"gpt-4o-mini"},"messages":[]}`,
    ],
    ['a list around it', `[${chat()}]`],
    ['two texts', `${chat()}${chat({ model: 'gpt-5-pro' })}`],
    ['two lines', `${chat()}\n${chat({ model: 'gpt-5-pro' })}`],
    ['a byte-order mark', `\uFEFF${chat()}`],
    ['a NUL behind it', `${chat()}\0`],
    ['a comment', `{/*"model":"x",*/${chat().slice(1)}`],
    ['a comma too many', `${chat().slice(0, -1)},}`],
    ['single quotes', chat().replaceAll('"', "'")],
    ['a number that is none', chat().replace('5}', 'NaN}')],
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a form', 'model=gpt-5-pro&messages[]=x'],
  ])('is refused to whoever has rules: %s', async (_, body) => {
    for (const who of ['bound', 'payer'] as const) {
      // Who has a budget and no list of models may name the dear one.
      if (who === 'payer' && body.startsWith('{"model":"gpt-5-pro"')) continue
      const { status, sent } = await target.attack(who, { path, body })
      expect([who, status >= 400 && status < 500, sent]).toEqual([who, true, []])
    }
  })

  test.each([
    ['UTF-16', Buffer.from(chat(), 'utf16le')],
    ['Latin-1', Buffer.from(chat({ user: 'é' }), 'latin1')],
    ['an overlong form', Buffer.from(chat({ user: '\xc0\xa2' }), 'latin1')],
    [
      'half a surrogate',
      Buffer.from([...Buffer.from('{"model":"gpt-4o-mini","user":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d]),
    ],
  ])('is refused: bytes in %s', async (_, body) => {
    expect(await target.attack('bound', { path, body })).toMatchObject({ status: 400, sent: [] })
  })

  test.each([
    ['application/json; charset=utf-7', { user: '+ACI-,+ACI-model+ACI-:+ACI-gpt-5-pro' }],
    ['application/json; charset=utf-16', {}],
    ['application/json;charset=ibm037', {}],
    ['application/json; charset=utf-8; charset=utf-7', {}],
    ['application/json, application/x-www-form-urlencoded', { user: '&model=gpt-5-pro&x=' }],
    ['application/x-www-form-urlencoded', { user: '&model=gpt-5-pro&x=' }],
    ['multipart/form-data; boundary=x', {}],
    ['text/plain', {}],
    ['application/x-protobuf', {}],
  ])('goes up as the JSON that was read, whatever it called itself: %s', async (type, more) => {
    const body = chat(more)
    const { status, sent } = await target.attack('bound', { path, body, headers: { 'content-type': type } })
    const arrived = await Promise.all(
      sent.map(async (one) => [one.headers['content-type'], String(await one.body)]),
    )
    expect([status, arrived]).toEqual([200, [['application/json', body]]])
  })

  test.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'and keeps the name of what it is: %s',
    async (type) => {
      const { sent } = await target.attack('bound', { path, body: chat(), headers: { 'content-type': type } })
      expect(sent.map(({ headers }) => headers['content-type'])).toEqual([type])
    },
  )

  test.each([
    'gzip',
    'br',
    'identity, gzip',
    'GZIP',
    'x-gzip',
    'chunked',
    'aws-chunked',
    'identity,identity',
  ])('is refused in an encoding: %s', async (encoding) => {
    const body = encoding.toLowerCase().endsWith('gzip') ? gzipSync(chat()) : chat()
    const headers = { 'content-encoding': encoding }
    expect(await target.attack('bound', { path, body, headers })).toMatchObject({ status: 400, sent: [] })
  })

  test.each([
    'multipart/mixed; boundary=x',
    'multipart/form-data; boundary=x; boundary=y',
    'multipart/form-data; boundary*=x',
    'multipart/form-data;boundary="x',
    'multipart/form-data',
    'text/html, multipart/form-data; boundary=x',
  ])('is refused as a form: %s', async (type) => {
    const part = (name: string, text: string): string =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`
    const body = `${part('model', 'gpt-5-pro')}--x--\r\n`
    const headers = { 'content-type': type }
    expect(await target.attack('bound', { path: '/v1/audio/transcriptions', headers, body })).toMatchObject({
      status: 400,
      sent: [],
    })
  })
})

describe('a limit of the output', () => {
  test.each([
    '-5',
    '0',
    '-0',
    '1.5',
    '1e400',
    '99999999999999999999',
    '"5"',
    '[5]',
    '{"a":5}',
    'true',
    '" 5"',
  ])('is a number that means one thing, or nothing is sent: %s', async (written) => {
    const body = chat().replace('"max_tokens":5', `"max_tokens":${written}`)
    expect(await target.attack('payer', { path, body })).toMatchObject({ status: 400, sent: [] })
  })

  test.each(['1e9', '1E+9', '1000000000', '1000000000.0'])(
    'beyond a budget is lowered to it: %s',
    async (written) => {
      const body = chat().replace('"max_tokens":5', `"max_tokens":${written}`)
      const { status, sent } = await target.attack('payer', { path, body })
      const limits = await Promise.all(
        sent.map(async (one) => (JSON.parse(String(await one.body)) as { max_tokens: number }).max_tokens),
      )
      expect([status, limits.length, limits.every((limit) => limit > 1000 && limit < 5_000_000)]).toEqual([
        200,
        1,
        true,
      ])
    },
  )
})

describe('a key for one request only', () => {
  test.each(['idempotency-key', 'cf-aig-cache-key'])('is another one for every holder: %s', async (name) => {
    const headers = { [name]: 'the-same' }
    const sent: unknown[] = []
    for (const who of ['guest', 'keeper', 'guest'] as const) {
      const seen = await target.attack(who, { path, body: chat(), headers })
      sent.push(...seen.sent.map((one) => one.headers[name]))
    }
    expect([sent.length, new Set(sent).size, sent[0] === sent[2], sent.includes('the-same')]).toEqual([
      3,
      2,
      true,
      false,
    ])
  })
})

describe('a body that is made to be dear', () => {
  const deep = (open: string, close: string, times: number): string =>
    `${open.repeat(times)}1${close.repeat(times)}`
  const evil: readonly (readonly [string, string, string])[] = [
    ['lists in lists', path, `{"model":"gpt-4o-mini","max_tokens":5,"messages":${deep('[', ']', 200_000)}}`],
    [
      'objects in objects',
      path,
      `{"model":"gpt-4o-mini","max_tokens":5,"messages":[],"tools":[${deep('{"a":', '}', 100_000)}]}`,
    ],
    [
      'depth to be translated',
      path,
      `{"model":"claude-sonnet-5","max_tokens":5,"messages":[{"role":"user","content":${deep('[', ']', 100_000)}}]}`,
    ],
    [
      'depth to be translated back',
      '/v1/messages',
      `{"model":"gpt-4o-mini","max_tokens":5,"messages":[],"tools":[{"name":"f","input_schema":${deep('{"a":', '}', 100_000)}}]}`,
    ],
    [
      'depth of Google’s',
      '/v1beta/models/gemini-2.5-flash:generateContent',
      `{"contents":[],"generationConfig":{"maxOutputTokens":5},"tools":${deep('[', ']', 100_000)}}`,
    ],
    ['a million values', path, `{"model":"gpt-4o-mini","messages":[${'0,'.repeat(1_000_000)}0]}`],
    [
      'a hundred thousand names',
      path,
      `{"model":"gpt-4o-mini","max_tokens":5,"messages":[],${Array.from({ length: 100_000 }, (_, at) => `"m${at}":0`).join(',')}}`,
    ],
    ['a long run of backslashes', path, chat({ user: `${'\\'.repeat(1_000_000)}"model"` })],
    ['a long name of a model', path, chat({ model: `${'a/'.repeat(500_000)}b` })],
    ['a name that tries every pattern', path, chat({ model: `${'gpt-'.repeat(200_000)}!` })],
    ['many quoted names', path, chat({ user: '"model"'.repeat(100_000) })],
    [
      'a long address',
      path,
      chat({
        messages: [
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: `https://${'a.'.repeat(500_000)}` } }],
          },
        ],
      }),
    ],
    ['many escapes', path, chat({ user: '\u0001'.repeat(200_000) })],
  ]

  test.each(evil)('is answered, and the next one too: %s', async (_, at, body) => {
    const headers = at === '/v1/messages' ? { 'anthropic-version': '2023-06-01' } : {}
    for (const who of ['bound', 'payer'] as const) {
      const { status } = await target.attack(who, { path: at, body, headers })
      expect([who, status < 500]).toEqual([who, true])
    }
    expect((await target.attack('guest', { path, body: chat() })).status).toBe(200)
  })

  test('is answered in headers and queries as well', async () => {
    const long = 'a,'.repeat(3000)
    for (const asked of [
      { path, headers: { 'content-type': `multipart/form-data; boundary=${long}` } },
      { path, headers: { 'anthropic-beta': long, 'sec-websocket-protocol': long } },
      { path, headers: { authorization: `Basic ${' \t'.repeat(3000)}` } },
      { path, headers: { authorization: `${'x '.repeat(3000)}` } },
      { path: `${path}?${'%25'.repeat(3000)}=1` },
      { path: `${path}?${'a&'.repeat(3000)}` },
      { path: `/v1/${'%2525'.repeat(1500)}` },
      { path: `/${'a-'.repeat(3000)}` },
      { path: '/fal', headers: { 'x-fal-target-url': `https://fal.run/${'a/'.repeat(3000)}` } },
    ])
      expect((await target.attack('keeper', { body: chat(), ...asked })).status).toBeLessThan(500)
  })
})

describe('an answer that is made to be dear', () => {
  const bomb = gzipSync(Buffer.alloc(48 * 1024 * 1024, ' '))
  test.each([
    ['an error', 400, path, 'application/json'],
    ['an answer', 200, path, 'application/json'],
    ['an answer to be translated', 200, '/v1/messages', 'application/json'],
    ['a stream', 200, path, 'text/event-stream'],
  ])('fills no memory: %s, a thousand times as long as its bytes', async (_, status, at, type) => {
    target.answerWith((reply) =>
      reply.answer(status, bomb, {
        'content-type': type,
        'content-encoding': 'gzip',
        'content-length': String(bomb.length),
      }),
    )
    const headers = { 'anthropic-version': '2023-06-01', 'accept-encoding': 'gzip' }
    const seen = await target.attack('payer', { path: at, body: chat(), headers: at === path ? {} : headers })
    expect([200, 400, 502]).toContain(seen.status)
    target.answerWith((reply) => reply.answer(200, {}))
    expect((await target.attack('guest', { path, body: chat() })).status).toBe(200)
    expect(target.worker.logs.filter((line) => /memory|exceeded|Uncaught/i.test(line))).toEqual([])
  })
})

test('no attack above was a bug of Tollgate', () => {
  expect(target.worker.logs.filter((line) => line.includes('"event":"bug"'))).toEqual([])
  expect(Object.keys(keys)).toContain('payer')
})
