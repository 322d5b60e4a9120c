import { expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { readUsage } from '../../../src/usage/read.ts'
import type { Reading } from '../../../src/usage/usage.ts'

const dialect = usageDialects['openai-images']
const contentType = 'text/event-stream'

function image(size: number): string {
  const usage = { input_tokens: 10, output_tokens: 100 }
  return `data: ${JSON.stringify({ type: 'image_generation.completed', b64_json: 'x'.repeat(size), usage })}\n\n`
}

function partial(size: number): string {
  return `data: ${JSON.stringify({ type: 'image_generation.partial_image', b64_json: 'x'.repeat(size) })}\n\n`
}

/** What is read of a long stream's two ends, after this request. */
function readingOf(stream: string, request: Readonly<Record<string, unknown>> | null): Reading {
  const bytes = new TextEncoder().encode(stream)
  const kept = { head: bytes.slice(0, 16_384), tail: bytes.slice(-65_536) }
  const skipped = bytes.length - kept.head.length - kept.tail.length
  const summands = request === null ? undefined : dialect.summands?.(request)
  return readUsage({ contentType, ...kept, skipped }, dialect, summands)
}

const three = image(10) + image(200_000) + image(200_000)

test('of images whose events were lost between head and tail, the sum is no last word', () => {
  const partly = { usage: { input: 20, output: 200 }, final: false, failed: false }
  for (const request of [{ n: 3 }, {}, { n: 'three' }, null]) {
    expect(readingOf(three, request)).toEqual(partly)
  }
  const whole = { contentType, head: new TextEncoder().encode(three), tail: new Uint8Array(), skipped: 0 }
  const reading = { usage: { input: 30, output: 300 }, final: true, failed: false }
  expect(readUsage(whole, dialect)).toEqual(reading)
})

test.each([
  ['the one image that was asked for', partial(200_000) + image(200_000), {}],
  ['the one image that a form asked for', partial(200_000) + image(200_000), { n: '1' }],
])('%s is stated in full at the end of a long stream', (_, stream, request) => {
  expect(readingOf(stream, request)).toEqual({
    usage: { input: 10, output: 100 },
    final: true,
    failed: false,
  })
})

test('two images whose events were both kept are the last word too', () => {
  expect(readingOf(image(10) + partial(200_000) + image(200_000), { n: 2 })).toEqual({
    usage: { input: 20, output: 200 },
    final: true,
    failed: false,
  })
})

test('an image of a request that nobody read may not be the only one', () => {
  expect(readingOf(partial(200_000) + image(200_000), null)).toEqual({
    usage: { input: 10, output: 100 },
    final: false,
    failed: false,
  })
})

test('the costs of OpenRouter’s images add up as their tokens do', () => {
  const usage = { prompt_tokens: 12, completion_tokens: 1290, cost: 0.0387125 }
  const event = `data: ${JSON.stringify({ type: 'image_generation.completed', b64_json: 'x', usage })}\n\n`
  const head = new TextEncoder().encode(event + event)
  const stream = { contentType, head, tail: new Uint8Array(), skipped: 0 }
  expect(readUsage(stream, usageDialects['openrouter-images'])).toEqual({
    usage: { input: 24, output: 2580, statedCost: 77_425_000 },
    final: true,
    failed: false,
  })
})
