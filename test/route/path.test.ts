import { describe, expect, test } from 'vitest'
import { readPath, withoutParameters } from '../../src/route/path.ts'

const host = 'https://tollgate.test'

function refused(what: string): unknown {
  const message = `The path ${what}. Send it as the API's documentation writes it.`
  return { ok: false, refusal: { reason: 'bad_path', message } }
}

describe('a path', () => {
  test.each([
    ['/v1/chat/completions', ['v1', 'chat', 'completions'], ''],
    ['//v1//chat///completions', ['v1', 'chat', 'completions'], ''],
    ['/v1/chat/completions/', ['v1', 'chat', 'completions', ''], ''],
    ['/v1/chat/completions//', ['v1', 'chat', 'completions', ''], ''],
    ['/', [], ''],
    ['//', [], ''],
    [
      '/v1beta/models/gemini-x:generateContent?alt=sse',
      ['v1beta', 'models', 'gemini-x:generateContent'],
      'alt=sse',
    ],
    ['/a?b=c/../d', ['a'], 'b=c/../d'],
    ['/a?b=%2e%2e&c=\\', ['a'], 'b=%2e%2e&c=\\'],
    ['/a?', ['a'], ''],
    ['/a??', ['a'], '?'],
    ['/a?b#c', ['a'], 'b'],
    ['/a#b?c', ['a'], ''],
    ['/.well-known/...', ['.well-known', '...'], ''],
    ['/a/b.c/..d', ['a', 'b.c', '..d'], ''],
  ])('%s is its segments and its query as sent', (path, segments, query) => {
    expect(readPath(host + path)).toEqual({ ok: true, value: { segments, decoded: segments, query } })
  })

  test.each([
    ['/v1/%63hat', ['v1', '%63hat'], ['v1', 'chat']],
    ['/v1/%2563hat', ['v1', '%2563hat'], ['v1', 'chat']],
    ['/models/caf%C3%A9', ['models', 'caf%C3%A9'], ['models', 'café']],
    ['/model/arn%3Aaws%2Fx', ['model', 'arn%3Aaws%2Fx'], ['model', 'arn:aws/x']],
    ['/a%3Fb%23c', ['a%3Fb%23c'], ['a?b#c']],
    ['/a%20b+c', ['a%20b+c'], ['a b+c']],
  ])('%s is kept as sent, and decoded until nothing changes', (path, segments, decoded) => {
    expect(readPath(host + path)).toEqual({ ok: true, value: { segments, decoded, query: '' } })
  })

  const dots = refused('has a `.` or `..` segment')
  const hidden = refused('has an encoded `.` or `..` segment')
  const backslash = refused('has a backslash')
  const control = refused('has a control character')
  const broken = refused('has a broken percent-encoding')
  test.each([
    ['/openai/../anthropic/v1/messages', dots],
    ['/openai/./files', dots],
    ['/openai/..', dots],
    ['/openai/%2e%2e/x', dots],
    ['/openai/%2E./x', dots],
    ['/openai/.%2e/x', dots],
    ['/openai/%252e%252e/x', dots],
    ['/openai/%25252e%25252E/x', dots],
    ['/openai/%2%65/x', broken],
    ['/openai/%252%65%2e/x', dots],
    ['/openai/..%2fx', hidden],
    ['/openai/a%2f..', hidden],
    ['/openai/a%2f%2e%2e%2fb', hidden],
    ['/openai/a%252f..%252fb', hidden],
    ['/openai/a%2f.%2fb', hidden],
    ['/openai/..\\x', backslash],
    ['/openai/..%5cx', backslash],
    ['/openai/a%255Cb', backslash],
    ['/openai/a%00b', control],
    ['/openai/a%0d%0ahost:%20x', control],
    ['/openai/a%2509b', control],
    ['/openai/a%7f', control],
    ['/openai/a%C2%85b', control],
    ['/openai/a\tb', control],
    ['/openai/a%', broken],
    ['/openai/a%zz', broken],
    ['/openai/a%ff', broken],
    ['/openai/a%c0%af', broken],
    [`/openai/a%${'25'.repeat(20)}41`, broken],
  ])('%j is refused', (path, expected) => {
    expect(readPath(host + path)).toEqual(expected)
  })

  test('in absolute form below a host is a path like any other', () => {
    expect(readPath(`${host}/http://elsewhere.test/v1/models`)).toEqual({
      ok: true,
      value: {
        segments: ['http:', 'elsewhere.test', 'v1', 'models'],
        decoded: ['http:', 'elsewhere.test', 'v1', 'models'],
        query: '',
      },
    })
  })

  test('may be missing', () => {
    expect(readPath(host)).toEqual({ ok: true, value: { segments: [], decoded: [], query: '' } })
  })
})

describe('a query without some parameters', () => {
  const drop = new Set(['key', 'api_key', 'api-key'])
  test.each([
    ['', ''],
    ['alt=sse', 'alt=sse'],
    ['key=K', ''],
    ['key', ''],
    ['key=', ''],
    ['KEY=K&Api-Key=K', ''],
    ['%6Bey=K&k%65y=K&%4b%45%59=K&api%5Fkey=K&api%2dkey=K', ''],
    ['a=1&key=K&b=2', 'a=1&b=2'],
    ['a=1&key=K&key=L&b=2&api_key=M', 'a=1&b=2'],
    ['key=K=L&a=key=K', 'a=key=K'],
    ['keys=1&monkey=2&key2=3&ke%79s=4', 'keys=1&monkey=2&key2=3&ke%79s=4'],
    ['b=%2f+%20x&&a=?/\\é&%zz=1', 'b=%2f+%20x&&a=?/\\é&%zz=1'],
  ])('%j is %j: the rest byte for byte', (query, expected) => {
    expect(withoutParameters(query, drop)).toBe(expected)
  })
})
