import { describe, expect, test, vi } from 'vitest'
import { refuse } from '../../src/refusal/refusal.ts'
import { declinesUsage, mayHelp, mayNameUsage } from '../../src/upstream/retry.ts'
import type { Sent } from '../../src/upstream/send.ts'

function answered(status: number, body: BodyInit | null = null): Sent {
  return { how: 'answered', response: new Response(body, { status }) }
}

const text = 'Unsupported parameter: stream_options'

describe('another target', () => {
  test('may help after 408, 429 and every 5xx, and after no other status', () => {
    const all = Array.from({ length: 400 }, (_, index) => 200 + index)
    const helped = all.filter((status) => mayHelp(answered(status)))
    expect(helped).toEqual([408, 429, ...all.filter((status) => status >= 500)])
    expect(helped).toContain(529)
  })

  test('may help where no answer came, unless nobody waits for one', () => {
    const refused = refuse('timeout', 'late')
    expect([mayHelp({ how: 'failed', refused }), mayHelp({ how: 'client_gone' })]).toEqual([true, false])
  })
})

describe('an upstream declines to be asked for usage', () => {
  test.each([
    [400, text, true],
    [422, '{"detail":[{"loc":["body","stream_options","include_usage"]}]}', true],
    [400, 'model not found', false],
    [400, '', false],
    [200, text, false],
    [404, text, false],
    [500, text, false],
  ])('by a %i that says %j: %s', async (status, body, declines) => {
    expect(await declinesUsage(answered(status, body))).toBe(declines)
  })

  test('in an answer that can still be read', async () => {
    const sent = answered(400, text)
    expect(await declinesUsage(sent)).toBe(true)
    expect(sent.how === 'answered' && (await sent.response.text())).toBe(text)
  })

  test('by the beginning of an error alone: one without end is looked at up to 64 KB', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(16_384).fill(32))
      },
    })
    expect(await declinesUsage(answered(400, endless))).toBe(false)
    expect(pulled).toBeLessThan(10)
  })

  test('by what comes of an error within seconds', async () => {
    vi.useFakeTimers()
    const start = (controller: ReadableStreamDefaultController) =>
      controller.enqueue(new TextEncoder().encode(text))
    const said = declinesUsage(answered(400, new ReadableStream({ start })))
    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    expect(await said).toBe(true)
  })

  test('not by an error that breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('reset')),
    })
    expect(await declinesUsage(answered(400, broken))).toBe(false)
  })

  test('not where no answer came', async () => {
    expect(await declinesUsage({ how: 'client_gone' })).toBe(false)
  })
})

test('a request that writes the field itself, escaped or not, can be what such an error is about', () => {
  const bodies = [
    '{"stream":true}',
    '{"content":"caf\\u00e9"}',
    '{"stream_options":{"colour":1}}',
    '{"include_usage":true}',
    '{"stream\\u005foptions":{}}',
  ]
  expect(bodies.map(mayNameUsage)).toEqual([false, false, true, true, true])
})
