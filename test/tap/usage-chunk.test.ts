import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usageChunkFilter } from '../../src/tap/usage-chunk.ts'
import { usageStreams } from './usage-streams.ts'

const encoder = new TextEncoder()

/** What comes out of a filter for these chunks, as one character a byte: cuts may fall inside a character. */
function passed(chunks: readonly Uint8Array[]): string {
  const filter = usageChunkFilter()
  const out = [...chunks.map((chunk) => filter.push(chunk)), filter.rest()]
  return Buffer.concat(out.filter((bytes) => bytes !== null)).toString('latin1')
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const ends = [...at, bytes.length]
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

function latin(text: string): string {
  return Buffer.from(text).toString('latin1')
}

const event = 'data: {"choices":[],"usage":{"total_tokens":3}}\n\n'

describe.each(usageStreams)('the filter, on a stream with $name', ({ parts: [before, usage, after] }) => {
  const bytes = encoder.encode(before + usage + after)
  const expected = latin(before + after)

  test('takes out the usage-only event and nothing else', () => {
    expect(passed([bytes])).toBe(expected)
  })

  test('does so cut at every byte', () => {
    const wrong = Array.from(bytes, (_, at) => at).filter((at) => passed(cut(bytes, [at])) !== expected)
    expect(wrong).toEqual([])
  })

  test('does so a byte at a time, and a few at a time', () => {
    for (const step of [1, 2, 3, 7]) {
      const at = Array.from({ length: Math.floor(bytes.length / step) }, (_, index) => index * step)
      expect(passed(cut(bytes, at))).toBe(expected)
    }
  })

  test('does so however it is cut', () => {
    const cuts = fc
      .array(fc.nat({ max: bytes.length }), { maxLength: 8 })
      .map((at) => at.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(cuts, (at) => {
        expect(passed(cut(bytes, at))).toBe(expected)
      }),
    )
  })

  test('loses nothing else where it breaks off', () => {
    const start = encoder.encode(before).length
    // From its last brace on, the usage-only event is there, with or without its blank line.
    const seen = start + usage.lastIndexOf('}') + 1
    const end = start + encoder.encode(usage).length
    for (let length = 0; length <= bytes.length; length++) {
      const whole = Buffer.from(bytes.subarray(0, length)).toString('latin1')
      const wanted = usage !== '' && length >= seen ? whole.slice(0, start) + whole.slice(end) : whole
      expect(passed(cut(bytes.slice(0, length), [Math.floor(length / 2)]))).toBe(wanted)
    }
  })
})

describe('the filter', () => {
  test.each(['\n', '\r\n', '\r'])('survives every pair of cuts where lines end with %j', (line) => {
    const parts = ['data: {"choices":[{"a":"é"}]}', 'data: {"choices":[],"usage":{}}', 'data: [DONE]']
    const [before, usage, after] = parts.map((part) => part + line + line)
    const bytes = encoder.encode(`${before}${usage}${after}`)
    const wrong: [number, number][] = []
    for (let one = 0; one <= bytes.length; one++) {
      for (let two = one; two <= bytes.length; two++) {
        if (passed(cut(bytes, [one, two])) !== latin(`${before}${after}`)) wrong.push([one, two])
      }
    }
    expect(wrong).toEqual([])
  })

  test('hands on what is complete at once', () => {
    const filter = usageChunkFilter()
    const chunk = encoder.encode('data: {"choices":[{"delta":{"content":"a"}}]}\n\n')
    expect(filter.push(chunk)).toEqual(chunk)
    expect(filter.push(encoder.encode(event))).toBeNull()
    expect(filter.push(chunk)).toEqual(chunk)
    expect(filter.rest()).toBeNull()
  })

  test('takes it out also where the stream ends without a blank line', () => {
    const unfinished = event.trimEnd()
    expect(passed([encoder.encode(`data: {"choices":[1]}\n\n${unfinished}`)])).toBe(
      'data: {"choices":[1]}\n\n',
    )
    expect(passed([encoder.encode(unfinished.slice(0, 30)), encoder.encode(unfinished.slice(30))])).toBe('')
    expect(passed([encoder.encode('data: {"choices":[],"usage":{"to')])).toBe(
      'data: {"choices":[],"usage":{"to',
    )
  })

  test.each(['\n\r\n', '\r\n\n', '\r\r\n', '\n\r'])(
    'takes it out where the blank line is written %j',
    (blank) => {
      const usage = `data: {"choices":[],"usage":{"total_tokens":3}}${blank}`
      expect(passed([encoder.encode(`${usage}data: [DONE]\n\n`)])).toBe('data: [DONE]\n\n')
    },
  )

  test('does not wait for the end of an event that has choices', () => {
    const filter = usageChunkFilter()
    const half = encoder.encode('data: {"choices":[{"delta":{"content":"a long')
    expect(filter.push(half)).toEqual(half)
    expect(filter.push(encoder.encode(' text"}}]}\n\n'))?.length).toBeGreaterThan(0)
  })

  test('lets an event beyond 16 KB pass, and still takes out the next one', () => {
    const long = `data: {"x":"${'y'.repeat(20_000)}","choices":[],"usage":{"total_tokens":1}}\n\n`
    const bytes = encoder.encode(long + event + long)
    for (const at of [[], [17_000], [100, 19_000], [long.length - 1], [long.length + 5]]) {
      expect(passed(cut(bytes, at))).toBe(long + long)
    }
  })

  test('holds back no more than one event’s ceiling', () => {
    const filter = usageChunkFilter()
    let held = 0
    let most = 0
    for (let turn = 0; turn < 400; turn++) {
      const chunk = new Uint8Array(100).fill(0x20)
      held += chunk.length - (filter.push(chunk)?.length ?? 0)
      most = Math.max(most, held)
    }
    expect(most).toBeLessThanOrEqual(16 * 1024 + 100)
    expect(held - (filter.rest()?.length ?? 0)).toBe(0)
  })

  test('passes what is no usage-only event as it came', () => {
    const piece = fc.constantFrom(
      'data: ',
      '{"choices":[]}',
      '"choices":[1',
      'x',
      '\n',
      '\n\n',
      '\r\n',
      '\r',
      'é',
      '"usage":{}',
    )
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 8 }), (chunks) => {
        const texts = chunks.map((pieces) => pieces.join(''))
        expect(passed(texts.map((text) => encoder.encode(text)))).toBe(latin(texts.join('')))
      }),
      { numRuns: 1000 },
    )
  })
})
