import { array, constantFrom, sample } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chat, keys, startTarget, type Target } from './stage.ts'

let target: Target
beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target.stop())

const place = '/v1/account/gateway'

describe('a query', () => {
  const { token } = keys.guest
  test.each([
    [`a=1&key=${token}&KEY=${token}&%6Bey=${token}&%4bEY=x&k%65y=${token}`, 'a=1'],
    [`api_key=${token}&Api-Key=x&api%2Dkey=${token}&%61ccess_token=x&a=1`, 'a=1'],
    ['%256Bey=x&a=1&%25256bey=x', 'a=1'],
    ['a=1&b=%26key%3Dx#key=y', 'a=1&b=%26key%3Dx'],
    ['a=?key=x', 'a=?key=x'],
  ])('?%s goes up without what could be a key', async (query, left) => {
    const { status, sent } = await target.attack('guest', {
      path: `/openai/chat/completions?${query}`,
      body: chat(),
    })
    expect([status, sent.map(({ url }) => url)]).toEqual([200, [`${place}/openai/chat/completions?${left}`]])
  })

  test.each(['?key=sk-a&key=sk-b', '?key=sk-a', '?api_key=sk-a&%6Bey=sk-b'])(
    'with another key than the header’s is nobody’s: %s',
    async (query) => {
      const { status, sent } = await target.attack('guest', {
        path: `/v1/chat/completions${query}`,
        body: chat(),
      })
      expect([status, sent]).toEqual([401, []])
    },
  )

  // https://cloud.google.com/apis/docs/system-parameters
  test.each([
    [
      'GET',
      '/google-ai-studio/v1beta/models/gemini-2.5-flash:generateContent',
      '$httpMethod=POST&$req=%7B%7D',
    ],
    ['GET', '/google-ai-studio/v1beta/interactions/abc', '%24httpMethod=DELETE'],
    ['GET', '/google-ai-studio/v1beta/interactions/abc', '%2524HTTPMETHOD=DELETE&$httpHeaders=x%3Ay'],
    [
      'GET',
      '/google-ai-studio/v1beta/interactions/abc',
      'callback=alert&$callback=alert&$userProject=p&oauth_token=x',
    ],
    ['POST', '/v1beta/models/gemini-2.5-flash:countTokens', '$ct=application/x-protobuf'],
    ['GET', '/google-vertex-ai/v1/publishers/google/models/gemini-2.5-flash', '$httpMethod=DELETE'],
  ])('makes no other request of %s %s: %s', async (method, path, query) => {
    const body = method === 'POST' ? '{"contents":[]}' : ''
    const { sent } = await target.attack('guest', { method, path: `${path}?a=1&${query}`, body })
    const [{ url } = { url: '' }] = sent
    expect([sent.map((one) => one.method), url.slice(url.indexOf('?'))]).toEqual([[method], '?a=1'])
  })

  test.each(['api-version=2024-10-21&api-version=1', 'API-version=1&api-version=2&api-version=3'])(
    'says a version once: %s',
    async (query) => {
      const path = `/azure-openai/res/dep/chat/completions?${query}`
      expect(await target.attack('guest', { path, body: chat() })).toMatchObject({ status: 400, sent: [] })
    },
  )

  test('cannot hide from a budget what was consumed: then the most that it could be is paid', async () => {
    target.answerWith((reply) => reply.answer(200, 'binary', { 'content-type': 'application/x-protobuf' }))
    const { sent } = await target.attack('payer', {
      path: '/v1beta/models/gemini-2.5-flash:generateContent?fields=candidates&%24fields=x&$alt=proto',
      body: '{"contents":[],"generationConfig":{"maxOutputTokens":50}}',
    })
    expect(sent.map(({ url }) => url.split('?')[1])).toEqual(['$alt=proto'])
    await expect
      .poll(
        async () => {
          const rows = await target.worker.rows(1)
          return rows
            .filter(({ key_id }) => key_id === 'payer')
            .map((row) => [row.usage_source, Number(row.cost_nano_usd) > 0])
        },
        { timeout: 15_000 },
      )
      .toEqual([['estimated', true]])
    target.answerWith((reply) => reply.answer(200, {}))
  })
})

describe('a place in a path', () => {
  test.each([
    '/azure-openai/evil.example%23/dep/chat/completions',
    '/azure-openai/evil.example%3F/dep/chat/completions',
    '/azure-openai/evil.example%253f/dep/chat/completions',
    '/azure-openai/evil.example%2F/dep/chat/completions',
    '/azure-openai/evil.example%5C/dep/chat/completions',
    '/aws-bedrock/bedrock-runtime/evil.example%23/model/anthropic.claude-3/converse',
    '/aws-bedrock/bedrock-runtime/evil.example%252523/model/anthropic.claude-3/converse',
    '/google-vertex-ai/v1/projects/p/locations/evil.example%23/publishers/google/models/gemini-pro:generateContent',
    '/azure-openai/evil.example%0d%0aHost:x/dep/chat/completions',
  ])('ends no host early: %s', async (path) => {
    for (const who of ['guest', 'keeper'] as const)
      expect(await target.attack(who, { path, body: chat() })).toMatchObject({
        status: 400,
        body: expect.stringMatching(/"The path has/),
        sent: [],
      })
  })

  test.each([
    'azure/evil.example#/x',
    'azure/evil.example?/x',
    'azure/../x',
    'azure/a%2Fb/x',
    'bedrock/evil.example#/x',
    'vertex/p/r#/m',
  ])('is no other host by the name of a model either: %s', async (model) => {
    const { status, sent } = await target.attack('guest', {
      path: '/v1/chat/completions',
      body: chat({ model }),
    })
    expect([status, sent]).toEqual([404, []])
  })
})

describe('the address of a target', () => {
  test.each([
    'http://fal.run/a/b',
    'https://fal.run:443/a/b',
    'https://fal.run:8443/a/b',
    'https://fal.run./a/b',
    'https://fal.run@evil.example/a/b',
    'https://user:pw@fal.run/a/b',
    'https://fal.run\\@evil.example/a/b',
    'https://fal.run.evil.example/a/b',
    'https://evil.example/https://fal.run/a/b',
    'https://127.0.0.1/a/b',
    'https://[::1]/a/b',
    'https://2130706433/a/b',
    'https://0x7f.1/a/b',
    'https://169.254.169.254/latest',
    '//fal.run/a/b',
    'https:fal.run/a/b',
    'https://fal.run/a/b#x',
    'https://fal.run/a/../b/c',
    'https://fal.run/a/%252e%252e/b',
    'https://fal.run/a%2fb/c',
    'https://fal.run/a%23/c',
    'file:///etc/passwd',
    '',
  ])('is one of the provider’s own hosts, or nothing is sent: %s', async (address) => {
    const headers = { 'x-fal-target-url': address }
    expect(await target.attack('keeper', { path: '/fal', headers, body: '{}' })).toMatchObject({
      status: 400,
      sent: [],
    })
  })

  test('is what scope and ledger see, and means nothing beside a path', async () => {
    const headers = { 'x-fal-target-url': 'https://fal.run/storage/upload' }
    const bare = await target.attack('guest', { path: '/fal', headers, body: '{}' })
    const beside = await target.attack('guest', { path: '/fal/fal-ai/flux', headers, body: '{}' })
    expect([bare.status, bare.code, bare.sent]).toEqual([403, 'scope_required', []])
    expect(beside.sent.map((one) => [one.url, one.headers['x-fal-target-url']])).toEqual([
      [`${place}/fal/fal-ai/flux`, undefined],
    ])
  })
})

describe('a path', () => {
  test.each([
    'GET /openai/files',
    'GET /openai/FILES',
    'GET /openai/%66iles',
    'GET /openai/%2566iles',
    'GET /openai//files//',
    'GET /openai/v1/files',
    'GET /openai/files;x=1',
    'GET /openai/files%20',
    'GET /openai/%EF%AC%81les',
    'GET /openai/models%2e/x/y',
    'GET /v1/v1/files',
    'POST /v1/chat/completions;x',
    'POST /openai/chat/completions/..;/files',
    'DELETE /v1/responses/resp_1',
    'DELETE /v1/models/ft:gpt-4o',
    'PUT /v1/chat/completions',
    'GET /v1/responses/a%20b',
    'GET /anthropic/v1/files',
    'GET /%41nthropic/v1/files',
    'GET /v1/account/gateway/openai/files',
    'GET /v1beta/files',
    'GET /v1beta/cachedContents',
    'PROPFIND /openai/models',
  ])('that leads to what others stored needs its scope, however it is written: %s', async (line) => {
    const [method = '', path = ''] = line.split(' ')
    const { status, code, sent } = await target.attack('guest', {
      method,
      path,
      body: method === 'GET' ? '' : chat(),
    })
    expect([status, code ?? 'FORBIDDEN', sent]).toEqual([
      403,
      line.includes('v1beta') ? 'FORBIDDEN' : 'scope_required',
      [],
    ])
  })

  test('never leaves the provider whose rules it was held to', async () => {
    const fragment = constantFrom(
      '/',
      '//',
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '%252e%252e',
      '..;',
      '\\',
      '%5c',
      '%255c',
      '%2f',
      '%252f',
      '%00',
      '%c0%ae',
      '%e0%80%af',
      '%ff',
      '；',
      '%ef%bc%8f',
      '%e2%80%ae',
      'models',
      'files',
      'openai',
      'anthropic',
      'v1',
      'x',
      '%',
      '%u002e',
      ';a=b',
      '?',
      '#',
      ':',
      '@evil.example',
      'http://evil.example',
      '\u00a0',
      '%09',
      '%0a',
    )
    const paths = sample(
      array(fragment, { minLength: 1, maxLength: 8 }).map((parts) => `/openai/${parts.join('')}`),
      { numRuns: 150, seed: 20261122 },
    )
    let arrived = 0
    for (const path of paths) {
      const line = Buffer.from(`GET ${path.replaceAll(' ', '%20')} HTTP/1.1\r\n`).toString('latin1')
      const { sent } = await target.raw(
        `${line}Host: x\r\nConnection: close\r\nAuthorization: Bearer ${keys.keeper.token}\r\n\r\n`,
      )
      for (const { url } of sent) {
        arrived += 1
        const [pathname = ''] = url.split('?')
        const inside = /^\/v1\/account\/gateway\/([a-z-]+)(\/|$)/.exec(pathname)?.[1]
        expect([path, inside]).toEqual([path, expect.stringMatching(/^(openai|anthropic)$/)])
        expect(decodedFully(pathname)).not.toMatch(/(^|[/\\])\.{1,2}([/\\]|$)|\\|\p{Cc}|[?#]/u)
      }
    }
    expect(arrived).toBeGreaterThan(20)
  }, 120_000)
})

function decodedFully(text: string): string {
  const once = decodeURIComponent(text)
  return once === text ? text : decodedFully(once)
}
