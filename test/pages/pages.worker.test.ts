import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'

let worker: BuiltWorker
beforeAll(async () => {
  worker = await startWorker({ gatewayUrl: 'http://127.0.0.1:9/v1' })
})
afterAll(() => worker.stop())

async function ask(path: string, init?: RequestInit): Promise<[number, string | null, string | null]> {
  const { status, headers, body } = await fetch(`${worker.url}${path}`, { ...init, redirect: 'manual' })
  await body?.cancel()
  const policy = headers.get('content-security-policy')
  return [status, headers.get('content-type'), policy?.split(';')[0] ?? null]
}

test('the built Worker serves the pages and their files, with the policy', async () => {
  const html = [200, 'text/html; charset=utf-8', "default-src 'none'"]
  expect(
    await Promise.all(['/', '/dashboard', '/dashboard/', '/?key=sk-a'].map((path) => ask(path))),
  ).toEqual([html, html, html, html])
  expect(await ask('/dashboard/home.js')).toEqual([
    200,
    'text/javascript; charset=utf-8',
    "default-src 'none'",
  ])
  expect(await ask('/dashboard/pages.css')).toEqual([200, 'text/css; charset=utf-8', "default-src 'none'"])
  expect(await ask('/', { method: 'HEAD' })).toEqual(html)
})

test('no file of the pages stands where a door could be, and nothing but reading is a page’s', async () => {
  const nothing = [404, 'application/json', null]
  expect(
    await Promise.all(
      ['/home.html', '/home.js', '/index.html', '/dashboard/home.html'].map((path) => ask(path)),
    ),
  ).toEqual([nothing, nothing, nothing, nothing])
  expect(await ask('/', { method: 'POST', body: '{}' })).toEqual(nothing)
})

test('a page that the browser has already is not sent again', async () => {
  const first = await fetch(`${worker.url}/dashboard`)
  const etag = first.headers.get('etag')
  await first.body?.cancel()
  const second = await fetch(`${worker.url}/dashboard`, { headers: { 'if-none-match': String(etag) } })
  expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', etag])
})
