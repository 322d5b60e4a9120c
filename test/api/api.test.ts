import { describe, expect, test, vi } from 'vitest'
import { ask, emptyLedger, jsonOf, portsOf, refusalOf, requestId, sumsOf } from './stage.ts'

describe('the API', () => {
  test('answers JSON that nobody keeps', async () => {
    const answer = await ask('/api/usage', portsOf())
    expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
      200,
      {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        vary: 'accept',
        'x-content-type-options': 'nosniff',
      },
    ])
  })

  test('answers CSV to whoever accepts it, in the order of the columns', async () => {
    const usage = async () => [sumsOf({ model: '=cmd()' }, { cost_nano_usd: 7, input_tokens: 3 })]
    const ports = portsOf({ ledger: { ...emptyLedger, usage } })
    const answer = await ask('/api/usage?group=model', ports, { headers: { accept: 'text/csv' } })
    expect([Object.fromEntries(answer.headers), await answer.text()]).toEqual([
      {
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="usage-by-model.csv"',
        'content-type': 'text/csv; charset=utf-8; header=present',
        vary: 'accept',
        'x-content-type-options': 'nosniff',
      },
      'model,requests,errors,unpriced,input_tokens,cache_read_tokens,cache_write_tokens,output_tokens,' +
        "reasoning_tokens,units,cost_nano_usd\r\n'=cmd(),1,0,0,3,0,0,0,0,0,7\r\n",
    ])
  })

  test('answers JSON where there are no rows for a CSV', async () => {
    const answer = await ask('/api/key', portsOf(), { headers: { accept: 'text/csv' } })
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  test('answers HEAD as GET, without a body', async () => {
    const answer = await ask('/api/key', portsOf(), { method: 'HEAD' })
    expect([answer.status, answer.body]).toEqual([200, null])
  })

  test('takes a slash at the end for nothing', async () => {
    expect((await ask('/api/key/', portsOf())).status).toBe(200)
  })
})

describe('who asks', () => {
  test('needs a key, in OpenAI’s words', async () => {
    const answer = await ask('/api/key', portsOf(), { as: null })
    expect([answer.status, answer.headers.get('tollgate-request-id'), await answer.json()]).toEqual([
      401,
      requestId,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'This request carries no key. Send it as `Authorization: Bearer sk-…` (SDKs do so with their setting for ' +
            'the API key); `x-api-key`, `api-key`, `x-goog-api-key`, `xi-api-key` work too. Here the query parameter ' +
            '`key` is the id of the key that is asked about.',
          code: 'invalid_api_key',
          param: null,
        },
        request_id: requestId,
      },
    ])
  })

  test('shows its key in a header: in the query `key` is the id of the key that is asked about', async () => {
    expect(await jsonOf(ask('/api/usage?key=alice', portsOf()))).toEqual([200, expect.anything()])
    expect(await refusalOf(ask('/api/key?key=sk-x', portsOf(), { as: null }))).toMatchObject({ status: 401 })
  })

  test('is told what is missing where there are no keys or no ledger', async () => {
    const told = (what: string) => ({
      status: 503,
      code: 'setting_missing',
      param: null,
      message: expect.stringContaining(what),
    })
    expect(await refusalOf(ask('/api/key', portsOf({ keys: null })))).toEqual(told('KEYS is missing'))
    expect(await refusalOf(ask('/api/usage', portsOf({ ledger: null })))).toEqual(told('DB is missing'))
  })
})

describe('what is asked', () => {
  test.each([
    ['/api', 'See /api/openapi.json.'],
    ['/api/kye', 'Did you mean /api/key?'],
    ['/api/request', 'Did you mean /api/requests?'],
    ['/api/constructor', 'See /api/openapi.json.'],
    [`/api/${'x'.repeat(500)}`, 'See /api/openapi.json.'],
    ['/v1/dashboard/billing/usages', 'Did you mean /v1/dashboard/billing/usage?'],
  ])('at %s is not there, with or without a key', async (path, said) => {
    const refusal = { status: 404, code: 'not_found', param: null, message: expect.stringContaining(said) }
    expect(await refusalOf(ask(path, portsOf(), { as: null }))).toEqual(refusal)
  })

  test.each(['POST', 'PUT', 'DELETE'])('is never changed: %s', async (method) => {
    expect(await refusalOf(ask('/api/key', portsOf(), { method }))).toEqual({
      status: 400,
      code: null,
      param: null,
      message: 'The API is read with GET.',
    })
  })

  test.each([
    ['/api/key?x=1', 'x', 'This endpoint has no parameter `x`. It takes none.'],
    [
      '/api/usage?form=2035-01-01',
      'form',
      'This endpoint has no parameter `form` (did you mean "from"?). It takes from, to, group, key.',
    ],
    ['/api/usage?group=day&group=key', 'group', 'The parameter `group` must be given once.'],
    [
      '/api/usage?group=modle',
      'group',
      'The parameter `group` must be one of day, model, provider, key, wallet, tag (did you mean "model"?).',
    ],
    ['/api/usage?%3Cscript%3E=1', '<script>', expect.stringContaining('no parameter `<script>`')],
    [
      '/api/usage?key=sk-alice-secret%20',
      'key',
      'The parameter `key` must be the id of a key, not its token.',
    ],
  ])('is refused where it is not understood: %s', async (path, param, message) => {
    expect(await refusalOf(ask(path, portsOf()))).toEqual({ status: 400, code: null, param, message })
  })
})

describe('a ledger that cannot be read', () => {
  test.each([
    ['D1_ERROR: your account has exceeded D1 free tier daily row read limit', 'quota_exhausted'],
    ['D1_ERROR: Network connection lost.', 'overloaded'],
  ])('is said (%s)', async (message, code) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const usage = () => Promise.reject(new Error(message))
    const ports = portsOf({ ledger: { ...emptyLedger, usage } })
    expect(await refusalOf(ask('/api/usage', ports))).toMatchObject({ status: 503, code })
    expect(log.mock.calls).toEqual([[JSON.stringify({ event: 'ledger_not_read', error: message })]])
    log.mockRestore()
  })
})
