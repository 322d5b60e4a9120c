import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Keep } from '../../src/tap/keep.ts'

const head = 16 * 1024
const tail = 64 * 1024

/** Bytes that tell where they stood. Nobody writes into them. */
const bytes = new Uint8Array(
  new Uint32Array(125_000).map((_, index) => Math.imul(index + 1, 2_654_435_761)).buffer,
)

function bytesOf(length: number): Uint8Array {
  return bytes.subarray(0, length)
}

function keptOf(bytes: Uint8Array, cuts: readonly number[]): ReturnType<Keep['kept']> {
  const keep = new Keep()
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  let from = 0
  for (const to of ends) {
    const chunk = bytes.slice(from, to)
    keep.add(chunk)
    chunk.fill(0)
    from = to
  }
  return keep.kept()
}

function endsOf(bytes: Uint8Array): ReturnType<Keep['kept']> {
  const rest = bytes.subarray(head)
  return {
    head: bytes.slice(0, head),
    tail: rest.slice(Math.max(0, rest.length - tail)),
    skipped: Math.max(0, rest.length - tail),
  }
}

/** `toEqual` on typed arrays looks at each byte in JavaScript. */
function same(one: ReturnType<Keep['kept']>, other: ReturnType<Keep['kept']>): boolean {
  const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
  return equal(one.head, other.head) && equal(one.tail, other.tail) && one.skipped === other.skipped
}

describe('what is kept', () => {
  test.each([
    0,
    1,
    head - 1,
    head,
    head + 1,
    head + tail - 1,
    head + tail,
    head + tail + 1,
    head + 2 * tail,
    500_000,
  ])('of %i bytes is both their ends, in one piece or a byte at a time', (length) => {
    const bytes = bytesOf(length)
    const single = Array.from({ length: Math.min(length, 300_000) }, (_, index) => index)
    expect(same(keptOf(bytes, []), endsOf(bytes))).toBe(true)
    expect(same(keptOf(bytes, single), endsOf(bytes))).toBe(true)
  })

  test('is both ends however the stream was cut, and a copy', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400_000 }), fc.array(fc.nat(), { maxLength: 12 }), (length, cuts) => {
        const bytes = bytesOf(length)
        expect(same(keptOf(bytes, cuts), endsOf(bytes))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('is never more than 16 + 64 KB, whatever came', () => {
    const keep = new Keep()
    const chunk = bytesOf(100_000)
    for (let turn = 0; turn < 200; turn++) keep.add(chunk)
    const { head: first, tail: last, skipped } = keep.kept()
    expect([first.length, last.length, skipped]).toEqual([head, tail, 20_000_000 - head - tail])
  })

  test('can be asked for again, also while more comes', () => {
    const keep = new Keep()
    const bytes = bytesOf(200_000)
    keep.add(bytes.slice(0, 90_000))
    expect(same(keep.kept(), endsOf(bytes.slice(0, 90_000)))).toBe(true)
    keep.add(bytes.slice(90_000))
    expect(same(keep.kept(), endsOf(bytes))).toBe(true)
    expect(same(keep.kept(), endsOf(bytes))).toBe(true)
  })
})
