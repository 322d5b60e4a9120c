import { describe, expect, test } from 'vitest'
import { bufferCeiling, createBuffers } from '../../src/body/buffers.ts'
import { readBody } from '../../src/body/read.ts'

const names = new Set(['model'])

function post(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request('https://tollgate.test/v1/chat/completions', { method: 'POST', body, headers })
}

describe('a request’s body', () => {
  test('is read as JSON whatever its content type', async () => {
    const buffers = createBuffers()
    const text = '{"model": "a"}'
    const body = await readBody(post(text, { 'content-type': 'text/plain' }), names, buffers)
    expect(body).toEqual({
      ok: true,
      value: {
        json: { text, value: { model: 'a' }, bytes: new TextEncoder().encode(text) },
        stream: null,
        release: expect.any(Function),
      },
    })
    expect(buffers).toEqual({ held: text.length })
    if (body.ok) body.value.release()
    expect(buffers).toEqual({ held: 0 })
  })

  test('streams through unread where nothing in it decides anything', async () => {
    const request = post('not json', { 'content-encoding': 'gzip' })
    const buffers = createBuffers()
    expect(await readBody(request, null, buffers)).toEqual({
      ok: true,
      value: { json: null, stream: request.body, release: expect.any(Function) },
    })
    expect([buffers, request.bodyUsed]).toEqual([{ held: 0 }, false])
  })

  test('that is refused holds no room', async () => {
    const buffers = createBuffers()
    for (const bad of ['', '{', '[]', '{"model":1,"model":2}']) {
      expect(await readBody(post(bad), names, buffers)).toMatchObject({
        ok: false,
        refusal: { reason: 'bad_request' },
      })
    }
    expect(await readBody(post(null), names, buffers)).toMatchObject({ refusal: { reason: 'bad_request' } })
    expect(buffers).toEqual({ held: 0 })
  })

  test.each(['gzip', 'br', 'GZIP', 'identity, gzip'])('in %s is refused unread', async (encoding) => {
    const request = post('{"model":"a"}', { 'content-encoding': encoding })
    expect(await readBody(request, names, createBuffers())).toEqual({
      ok: false,
      refusal: {
        reason: 'bad_request',
        message: 'The request body is compressed. Send it without `content-encoding`.',
      },
    })
    expect(request.bodyUsed).toBe(false)
  })

  test('in no encoding by name is read', async () => {
    const request = post('{"model":"a"}', { 'content-encoding': ' Identity ' })
    expect((await readBody(request, names, createBuffers())).ok).toBe(true)
  })

  test('over 48 MB is too large, by its stated length alone', async () => {
    const request = post('{}', { 'content-length': String(bufferCeiling + 1) })
    expect(await readBody(request, names, createBuffers())).toMatchObject({
      refusal: { reason: 'request_too_large' },
    })
    expect(request.bodyUsed).toBe(false)
  })

  test('finds no room while others hold it, and may come again in a second', async () => {
    const buffers = { held: bufferCeiling }
    for (const headers of [{}, { 'content-length': '2' }]) {
      expect(await readBody(post('{}', headers), names, buffers)).toMatchObject({
        refusal: { reason: 'overloaded', retryAfter: 1 },
      })
    }
    expect(buffers).toEqual({ held: bufferCeiling })
  })
})

test('a body that breaks off is a refusal, not a fault of ours', async () => {
  const body = new ReadableStream<Uint8Array>({
    pull() {
      throw new Error('gone')
    },
  })
  const request = new Request('https://tollgate.test/', {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit)
  const buffers = createBuffers()
  expect(await readBody(request, new Set(), buffers)).toEqual({
    ok: false,
    refusal: { reason: 'bad_request', message: 'The request body broke off before its end.' },
  })
  expect(buffers.held).toBe(0)
})
