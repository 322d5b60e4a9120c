import { expect, test } from 'vitest'
import { readUpTo } from '../../src/tap/read-up-to.ts'
import type { Departure } from '../../src/upstream/departure.ts'

function departure(signal: AbortSignal = new AbortController().signal): Departure {
  return { signal, policy: 'drain', upstream: signal, cancelUpstream: () => {} }
}

function bodyOf(...pieces: readonly (string | Error)[]): ReadableStream<Uint8Array> {
  const waiting = [...pieces]
  return new ReadableStream({
    pull(controller) {
      const piece = waiting.shift()
      if (piece === undefined) controller.close()
      else if (typeof piece === 'string') controller.enqueue(bytes(piece))
      else controller.error(piece)
    },
  })
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const none = new Uint8Array()

test('an answer of just the length is read whole', async () => {
  expect(await readUpTo(bodyOf('ab', 'cd'), departure(), 4)).toStrictEqual({
    bytes: bytes('abcd'),
    isLong: false,
    ending: { how: 'complete', whole: true, kept: { head: bytes('abcd'), tail: none, skipped: 0 } },
  })
})

test('a longer one is read to its end, but only its ends are kept', async () => {
  const read = await readUpTo(bodyOf('x'.repeat(20_000), 'y'.repeat(140_000), '"usage"'), departure(), 30_000)
  const { head, tail, skipped } = read.ending.kept
  expect({ ...read, ending: { ...read.ending, kept: null } }).toStrictEqual({
    bytes: null,
    isLong: true,
    ending: { how: 'complete', whole: true, kept: null },
  })
  expect([head.length, head.length + tail.length + skipped]).toEqual([16_384, 160_007])
  expect(new TextDecoder().decode(tail.slice(-8))).toBe('y"usage"')
})

test.each([
  [false, 'broken'],
  [true, 'client_gone'],
] as const)('one that breaks off is none (the client has left: %s)', async (hasLeft, how) => {
  const signal = hasLeft ? AbortSignal.abort() : new AbortController().signal
  expect(await readUpTo(bodyOf('ab', new Error('reset')), departure(signal), 4)).toStrictEqual({
    bytes: null,
    isLong: false,
    ending: { how, whole: false, kept: { head: none, tail: none, skipped: 0 } },
  })
})
