import { describe, expect, test } from 'vitest'
import { pagePaths, servePage } from '../src/page-files.ts'

/** Files as the binding has them; it sets headers of its own. */
function filesWith(answer: (asked: Request) => Response): {
  fetch: (asked: Request) => Promise<Response>
  asked: string[]
} {
  const asked: string[] = []
  return {
    asked,
    fetch: async (request) => {
      asked.push(`${request.method} ${request.url} ${[...request.headers].join(' ')}`)
      return answer(request)
    },
  }
}

const found = (): Response =>
  new Response('<p>', {
    headers: { 'content-type': 'text/html', etag: '"1"', 'cache-control': 'public', 'set-cookie': 'a=b' },
  })

describe('a page', () => {
  test('is served with the policy, and nothing of what was sent but the wish for a newer one', async () => {
    const files = filesWith(found)
    const request = new Request('https://tollgate.test/?key=sk-a', {
      headers: { authorization: 'Bearer sk-a', 'if-none-match': '"0"' },
    })
    const answer = await servePage(request, files)
    expect(files.asked).toEqual(['GET https://tollgate.test/home.html if-none-match,"0"'])
    expect([answer?.status, await answer?.text(), Object.fromEntries(answer?.headers ?? [])]).toEqual([
      200,
      '<p>',
      {
        'cache-control': 'no-cache',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none', " +
          'script-src *:*/dashboard/; style-src *:*/dashboard/',
        'content-type': 'text/html',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        etag: '"1"',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    ])
  })

  test('that the client has already is not sent again', async () => {
    const files = filesWith(() => new Response(null, { status: 304, headers: { etag: '"1"' } }))
    const answer = await servePage(new Request('https://tollgate.test/dashboard', { method: 'HEAD' }), files)
    expect([answer?.status, answer?.body, files.asked]).toEqual([
      304,
      null,
      ['HEAD https://tollgate.test/dashboard.html '],
    ])
  })

  test('is not made up where the file is not there, nor elsewhere than at its path', async () => {
    const files = filesWith(() => new Response('not found', { status: 404 }))
    const missing = await servePage(new Request('https://tollgate.test/'), files)
    const other = await servePage(new Request('https://tollgate.test/home.html'), files)
    expect([missing, other, files.asked.length]).toEqual([null, null, 1])
  })

  test('stands at the root or below the dashboard, where no door can be', () => {
    expect(pagePaths.filter((path) => path !== '/' && !/^\/dashboard(?:\/|$)/.test(path))).toEqual([])
  })
})
