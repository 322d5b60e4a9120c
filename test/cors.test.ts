import { describe, expect, test } from 'vitest'
import { preflight, readableByPages } from '../src/cors.ts'

const origin = 'https://app.example'

function ask(path: string, headers: Record<string, string>, method = 'OPTIONS'): Response | null {
  return preflight(new Request(`https://tollgate.test${path}`, { method, headers }))
}

function toldBy(requested?: string): string | null | undefined {
  const asked = { origin, 'access-control-request-method': 'POST' }
  const headers = requested === undefined ? asked : { ...asked, 'access-control-request-headers': requested }
  return ask('/v1/chat/completions', headers)?.headers.get('access-control-allow-headers')
}

describe('a preflight', () => {
  const asked = { origin, 'access-control-request-method': 'POST' }

  test('is answered for every origin, without credentials', () => {
    const answer = ask('/v1/messages', { ...asked, 'access-control-request-headers': 'authorization,x-a' })
    expect([answer?.status, answer?.body, Object.fromEntries(answer?.headers ?? [])]).toEqual([
      204,
      null,
      {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': 'authorization, x-a',
        'access-control-max-age': '7200',
        vary: 'access-control-request-headers',
      },
    ])
  })

  test.each([
    [undefined, null],
    ['', null],
    ['Authorization , X-Stainless-OS', 'Authorization, X-Stainless-OS'],
    ['a b, c:d, "e", é, <f>, *, g_h', '*, g_h'],
    [`ok, ${'x'.repeat(101)}`, 'ok'],
  ])('that asks for %j is told %j', (requested, told) => {
    expect(toldBy(requested)).toBe(told)
  })

  test('is told no more than 100 names', () => {
    expect(
      toldBy(Array.from({ length: 150 }, (_, index) => `x-${index}`).join(','))?.split(', '),
    ).toHaveLength(100)
  })

  test.each([
    '/',
    '/api/key',
    '/API/key',
    '/%61pi/key',
    '//api/key',
    '/dashboard',
    '/dashboard/x',
    '/health',
  ])('of Tollgate’s own %s is none', (path) => {
    expect(ask(path, asked)).toBeNull()
  })

  test('needs a method, an origin and what it asks for', () => {
    expect(ask('/v1/models', { origin })).toBeNull()
    expect(ask('/v1/models', { 'access-control-request-method': 'GET' })).toBeNull()
    expect(ask('/v1/models', asked, 'POST')).toBeNull()
  })
})

describe('an answer', () => {
  const shown = (path: string): unknown =>
    Object.fromEntries(readableByPages(new Response(null), `https://tollgate.test${path}`).headers)

  test.each(['/v1/chat/completions', '/openai/models', '/mj/x', '/compat/x', '/nothing'])(
    'at %s may be read by pages of every origin',
    (path) => {
      expect(shown(path)).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
      })
    },
  )

  test.each(['/', '/api/key', '/%61pi/key', '/%2561pi/key', '/dashboard', '/health'])(
    'at %s may not',
    (path) => {
      expect(shown(path)).toEqual({})
    },
  )
})
