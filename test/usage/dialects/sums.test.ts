import { expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { readUsage } from '../../../src/usage/read.ts'

test('of images whose events were lost between head and tail, the sum is no last word', () => {
  const image = (size: number): string =>
    `data: ${JSON.stringify({
      type: 'image_generation.completed',
      b64_json: 'x'.repeat(size),
      usage: { input_tokens: 10, output_tokens: 100 },
    })}\n\n`
  const bytes = new TextEncoder().encode(image(10) + image(200_000) + image(200_000))
  const kept = { head: bytes.slice(0, 16_384), tail: bytes.slice(-65_536) }
  const skipped = bytes.length - kept.head.length - kept.tail.length
  const reading = readUsage(
    { contentType: 'text/event-stream', ...kept, skipped },
    usageDialects['openai-images'],
  )
  expect(reading).toEqual({ usage: { input: 20, output: 200 }, final: false, failed: false })
  const whole = readUsage(
    { contentType: 'text/event-stream', head: bytes, tail: new Uint8Array(), skipped: 0 },
    usageDialects['openai-images'],
  )
  expect(whole).toEqual({ usage: { input: 30, output: 300 }, final: true, failed: false })
})
