import { expect, test } from 'vitest'
import { readErrorBody } from '../../src/tap/error-body.ts'
import { watchDeparture } from '../../src/upstream/departure.ts'

const longest = 64 * 1024

/** The body's pieces of a KB, and how many of them were asked for before nobody wanted more. */
function bodyOf(pieces: number): { body: ReadableStream<Uint8Array>; read: () => [number, boolean] } {
  let given = 0
  let givenUp = false
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (given === pieces) return controller.close()
        given += 1
        controller.enqueue(new Uint8Array(1024))
      },
      cancel: () => void (givenUp = true),
    },
    { highWaterMark: 0 },
  )
  return { body, read: () => [given, givenUp] }
}

const departure = watchDeparture(new AbortController().signal, 'drain')

test('an error of 64 KB is read whole', async () => {
  const { body } = bodyOf(64)
  expect(await readErrorBody(body, departure, false)).toStrictEqual({
    bytes: new Uint8Array(longest),
    how: 'complete',
  })
})

test('a longer one that its client could not read is given up', async () => {
  const { body, read } = bodyOf(1_000)
  expect(await readErrorBody(body, departure, false)).toStrictEqual({ bytes: null, how: 'complete' })
  expect(read()).toEqual([65, true])
})
