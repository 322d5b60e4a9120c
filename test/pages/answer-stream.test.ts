import { describe, expect, test } from 'vitest'
import { textsOf } from '../../src/pages/home/answer-stream.ts'

const events =
  'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n: a comment\n\ndata: {"choices":[{"delta":{"content":"Grüße"}}]}\r\n\r\n' +
  'data: {"choices":[{"delta":{"content":", Welt"}}]}\n\ndata: {"choices":[],"usage":{}}\n\ndata: [DONE]\n\n'

function streamOf(pieces: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

async function textIn(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<string> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  )
  let text = ''
  for await (const piece of textsOf(streamOf(pieces))) text += piece
  return text
}

describe('the text of a streamed answer', () => {
  test('is the same wherever the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(events)
    const sizes = Array.from({ length: bytes.length }, (_, index) => index + 1)
    const texts = await Promise.all(sizes.map((size) => textIn(bytes, size)))
    expect([...new Set(texts)]).toEqual(['Grüße, Welt'])
  })

  test('has an event that no blank line ends', async () => {
    const bytes = new TextEncoder().encode('data: {"choices":[{"delta":{"content":"Hi"}}]}')
    expect(await textIn(bytes, 1000)).toBe('Hi')
  })

  test('ends with the error that the stream tells', async () => {
    const bytes = new TextEncoder().encode('data: {"error":{"message":"overloaded"}}\n\n')
    await expect(textIn(bytes, 1000)).rejects.toThrow(new Error('overloaded'))
  })

  test('gives up at an event without an end', async () => {
    const endless = streamOf([new Uint8Array(1_000_001).fill(97)])
    await expect(textsOf(endless).next()).rejects.toThrow(
      new Error('an event of the stream is longer than 1 MB'),
    )
  })
})
