import { describe, expect, test } from 'vitest'
import { buffer, createBuffers } from '../../src/body/buffers.ts'

function streamOf(...sizes: number[]): ReadableStream<Uint8Array> & { cancelled: boolean } {
  const chunks = sizes.map((size, index) => new Uint8Array(size).fill(index + 1))
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      },
      cancel: () => void (marked.cancelled = true),
    },
    { highWaterMark: 0 },
  )
  const marked = Object.assign(stream, { cancelled: false })
  return marked
}

const broken = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(4))
    },
    pull() {
      throw new Error('the client left')
    },
  })

describe('a body', () => {
  test.each([null, 6])(
    'of length %s is read whole and holds its room until it is released, once',
    async (length) => {
      const buffers = createBuffers()
      const other = await buffer(new Response(streamOf(3)), 3, buffers)
      const read = await buffer(new Response(streamOf(1, 2, 3)), length, buffers)
      expect(read).toEqual({
        ok: true,
        bytes: new Uint8Array([1, 2, 2, 3, 3, 3]),
        release: expect.any(Function),
      })
      expect(buffers).toEqual({ held: 9 })
      if (!read.ok || !other.ok) throw new Error('not read')
      read.release()
      read.release()
      expect(buffers).toEqual({ held: 3 })
      other.release()
      expect(buffers).toEqual({ held: 0 })
    },
  )

  test('may fill the room exactly', async () => {
    for (const length of [null, 10]) {
      const buffers = createBuffers()
      expect((await buffer(new Response(streamOf(5, 5)), length, buffers, 10)).ok).toBe(true)
      expect(buffers).toEqual({ held: 10 })
    }
  })

  test('that never fits is told from one that others leave no room for', async () => {
    const buffers = createBuffers()
    const other = await buffer(new Response(streamOf(6)), 6, buffers, 10)
    expect(await buffer(new Response(streamOf(11)), 11, buffers, 10)).toEqual({ ok: false, why: 'large' })
    expect(await buffer(new Response(streamOf(5)), 5, buffers, 10)).toEqual({ ok: false, why: 'full' })
    expect(await buffer(new Response(streamOf(2, 3)), null, buffers, 10)).toEqual({ ok: false, why: 'full' })
    expect(await buffer(new Response(streamOf(11)), null, buffers, 10)).toEqual({ ok: false, why: 'large' })
    expect(buffers).toEqual({ held: 6 })
    if (other.ok) other.release()
    expect((await buffer(new Response(streamOf(2, 3)), null, buffers, 10)).ok).toBe(true)
  })

  test('that does not fit is not read on', async () => {
    const stream = streamOf(6, 6, 6, 6)
    expect(await buffer(new Response(stream), null, createBuffers(), 10)).toEqual({ ok: false, why: 'large' })
    expect(stream.cancelled).toBe(true)
  })

  test.each([null, 8])('of length %s that breaks off gives its room back', async (length) => {
    const buffers = createBuffers()
    await expect(buffer(new Response(broken()), length, buffers)).rejects.toThrow('the client left')
    expect(buffers).toEqual({ held: 0 })
  })

  test('counts while it grows, so that two cannot pass the ceiling together', async () => {
    const buffers = createBuffers()
    const both = await Promise.all([
      buffer(new Response(streamOf(4, 4)), null, buffers, 10),
      buffer(new Response(streamOf(4, 4)), null, buffers, 10),
    ])
    expect(both.filter((read) => read.ok)).toHaveLength(1)
    expect(both).toContainEqual({ ok: false, why: 'full' })
    expect(buffers).toEqual({ held: 8 })
  })
})
