import Replicate from 'replicate'
import { beforeAll, expect, test } from 'vitest'
import { free, wholeRow } from './keys-and-rows.ts'
import { type Stage, sharedStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

/** A `fetch` that notes whom it asks. */
function watched(origins: Set<string>): typeof fetch {
  return (input, init) => {
    origins.add(new URL(input instanceof Request ? input.url : input).origin)
    return fetch(input, init)
  }
}

test.concurrent('Replicate’s SDK waits and turns pages through Tollgate', async () => {
  const guest = await stage.guest('replicate-links', { scopes: ['inference', 'storage'] })
  const at = 'https://api.replicate.com/v1/predictions'
  const urls = {
    get: `${at}/p1`,
    cancel: `${at}/p1/cancel`,
    stream: 'https://stream.replicate.com/v1/files/s1',
    web: 'https://replicate.com/p/p1',
  }
  const prediction = { id: 'p1', model: 'meta/llama-4', version: 'v', input: {}, status: 'starting', urls }
  const page = { previous: null, next: `${at}?cursor=2`, results: [prediction] }
  guest.answerWith(async (reply, { method, url, body }) => {
    await body
    if (method === 'POST') return reply.answer(201, prediction)
    if (url.endsWith('/predictions')) return reply.answer(200, page)
    if (url.endsWith('?cursor=2')) return reply.answer(200, { ...page, next: null })
    return reply.answer(200, { ...prediction, status: 'succeeded', metrics: { predict_time: 2 } })
  })
  const origins = new Set<string>()
  const baseUrl = `${stage.url}/replicate/v1`
  const client = new Replicate({ auth: guest.token, baseUrl, fetch: watched(origins) })
  const begun = await client.predictions.create({ model: 'meta/llama-4', input: {} })
  const own = { get: `${baseUrl}/predictions/p1`, cancel: `${baseUrl}/predictions/p1/cancel` }
  expect(begun.urls).toEqual({ ...urls, ...own })
  const headers = { authorization: `Bearer ${guest.token}` }
  const ended: unknown = await (await fetch(begun.urls.get, { headers })).json()
  expect(ended).toMatchObject({ id: 'p1', status: 'succeeded', urls: own })
  const pages: number[] = []
  for await (const results of client.paginate(client.predictions.list)) pages.push(results.length)
  expect([pages, [...origins]]).toEqual([[1, 1], [stage.url]])
  const said = { key_id: 'replicate-links', door: 'provider', provider: 'replicate' }
  expect((await guest.rows(4))[0]).toEqual(
    wholeRow({
      ...said,
      endpoint: 'models/meta/llama-4/predictions',
      model: 'meta/llama-4',
      served_model: 'meta/llama-4',
      status: 201,
      usage_source: 'reported',
      units: 2,
      unit: 'second',
    }),
  )
})

test.concurrent('fal’s queue is asked after where its answer says, which is here', async () => {
  const guest = await stage.guest('fal-links')
  const at = 'https://queue.fal.run/fal-ai/flux/requests/f1'
  const queued = {
    request_id: 'f1',
    response_url: at,
    status_url: `${at}/status`,
    cancel_url: `${at}/cancel`,
  }
  guest.answerWith(async (reply, { method, headers, body }) => {
    await body
    if (method === 'POST') return reply.answer(200, { status: 'IN_QUEUE', ...queued })
    if (String(headers['x-fal-target-url']).includes('/status')) {
      return reply.answer(200, { status: 'COMPLETED', ...queued })
    }
    return reply.answer(200, { images: [{ url: `${at}/a.png` }] }, { 'x-fal-billable-units': '1' })
  })
  const headers = { authorization: `Key ${guest.token}`, 'content-type': 'application/json' }
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> =>
    (await fetch(url, { ...init, headers: { ...headers, ...init.headers } })).json()
  const submit = { 'x-fal-target-url': 'https://queue.fal.run/fal-ai/flux/dev' }
  const here = `${stage.url}/fal/fal-ai/flux/requests/f1`
  const own = {
    request_id: 'f1',
    response_url: here,
    status_url: `${here}/status`,
    cancel_url: `${here}/cancel`,
  }
  expect(await ask(`${stage.url}/fal`, { method: 'POST', headers: submit, body: '{}' })).toEqual({
    status: 'IN_QUEUE',
    ...own,
  })
  expect(await ask(`${own.status_url}?logs=1`)).toEqual({ status: 'COMPLETED', ...own })
  expect(await ask(own.response_url)).toEqual({ images: [{ url: `${at}/a.png` }] })
  expect(guest.arrivals().map(({ url, headers }) => [url, headers['x-fal-target-url']])).toEqual([
    ['/v1/local/default/fal/', 'https://queue.fal.run/fal-ai/flux/dev'],
    ['/v1/local/default/fal/?logs=1', `${at}/status?logs=1`],
    ['/v1/local/default/fal/', at],
  ])
  const said = { key_id: 'fal-links', door: 'provider', provider: 'fal' }
  const path = 'fal-ai/flux/requests/f1'
  expect(await guest.rows(3)).toEqual([
    wholeRow({
      ...said,
      endpoint: 'fal-ai/flux/dev',
      model: 'fal-ai/flux/dev',
      usage_source: 'reported',
      units: 1,
      unit: 'unit',
    }),
    wholeRow({ ...said, endpoint: `${path}/status`, model: 'fal-ai/flux', ...free }),
    wholeRow({ ...said, endpoint: path, model: 'fal-ai/flux', ...free }),
  ])
})

test.concurrent('an OpenRouter video that a model chose is asked after, and read, at its own door', async () => {
  const guest = await stage.guest('openrouter-links')
  const job = { id: 'gen-vid-1', polling_url: '/api/v1/videos/gen-vid-1', status: 'pending' }
  const content = 'https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0'
  const done = { ...job, status: 'completed', unsigned_urls: [content], usage: { cost: 0.5 } }
  guest.answerWith(async (reply, { method, url, body }) => {
    await body
    if (url.includes('/content')) return reply.answer(200, 'video', { 'content-type': 'video/mp4' })
    return reply.answer(method === 'POST' ? 202 : 200, method === 'POST' ? job : done)
  })
  const headers = { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'openrouter/google/veo-3.1', prompt: 'A pond' })
  const begun = await fetch(`${stage.url}/v1/videos`, { method: 'POST', headers, body })
  expect(await begun.json()).toEqual({ ...job, polling_url: '/openrouter/v1/videos/gen-vid-1' })
  const looked = await fetch(`${stage.url}/openrouter/v1/videos/gen-vid-1`, { headers })
  const own = `${stage.url}/openrouter/v1/videos/gen-vid-1/content?index=0`
  expect(await looked.json()).toMatchObject({ unsigned_urls: [own] })
  expect(await (await fetch(own, { headers })).text()).toBe('video')
  expect(guest.arrivals().map(({ url }) => url.replace('/v1/local/default', ''))).toEqual([
    '/openrouter/v1/videos',
    '/openrouter/v1/videos/gen-vid-1',
    '/openrouter/v1/videos/gen-vid-1/content?index=0',
  ])
  expect((await guest.rows(3))[0]).toMatchObject({
    endpoint: 'videos',
    provider: 'openrouter',
    cost_nano_usd: 500_000_000,
    price_id: 'stated',
  })
})
