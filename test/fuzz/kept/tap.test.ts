import { describe, expect, test } from 'vitest'
import { usageChunkFilter } from '../../../src/tap/usage-chunk.ts'

const usage = 'data: {"choices":[],"usage":{"total_tokens":2}}'

function filtered(...parts: readonly string[]): string {
  const filter = usageChunkFilter()
  const passed = parts.map((part) => filter.push(new TextEncoder().encode(part)))
  return [...passed, filter.rest()]
    .map((bytes) => new TextDecoder().decode(bytes ?? new Uint8Array()))
    .join('')
}

describe('kept: the usage chunk', () => {
  test.each([
    // A third line end before the chunk was taken out with it, unless the stream was cut behind it.
    ['blank lines before it', `data: a\n\n\n${usage}\n\ndata: b\n\n`, 'data: a\n\n\ndata: b\n\n'],
    // The last of two `choices` counted where the event came whole, and the first one where it came in pieces.
    ['two `choices` in it', 'data: {"choices":[{}],"choices":[],"usage":{}}\n\n', null],
  ])('with %s is told alike whole and byte by byte', (_, stream, expected) => {
    expect([filtered(stream), filtered(...stream)]).toEqual([expected ?? stream, expected ?? stream])
  })
})
