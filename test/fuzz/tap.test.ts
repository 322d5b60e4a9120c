import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filteringTap } from '../../src/tap/filtering.ts'
import { Keep } from '../../src/tap/keep.ts'
import { quietTap } from '../../src/tap/quiet.ts'
import { relinked } from '../../src/tap/relinked.ts'
import { usageChunkFilter } from '../../src/tap/usage-chunk.ts'
import { watchDeparture } from '../../src/upstream/departure.ts'
import { joined, mangled, pieces, sizes } from './mangled.ts'
import { stubPipes, unstubPipes } from './node-pipes.ts'
import { recorded, textsOf } from './recorded.ts'
import { cases } from './runs.ts'

const streams = mangled(textsOf('sse'))
const chats = mangled(
  recorded.filter(({ dialect, kind }) => kind === 'sse' && /chat/.test(dialect)).map(({ text }) => text),
)

function bodyOf(parts: readonly Uint8Array[], breaks: boolean): ReadableStream<Uint8Array> {
  const waiting = parts.map((part) => part.slice())
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const next = waiting.shift()
      if (next) return controller.enqueue(next)
      if (breaks) return controller.error(new Error('broken off'))
      controller.close()
      controller.byobRequest?.respond(0)
    },
  })
}

/** What a client gets of a body, and whether it ended as it should. */
async function received(
  body: ReadableStream<Uint8Array> | null,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const parts: Uint8Array[] = []
  try {
    for await (const part of body ?? []) parts.push(part.slice())
    return { bytes: joined(parts), whole: true }
  } catch {
    return { bytes: joined(parts), whole: false }
  }
}

function filtered(parts: readonly Uint8Array[]): Uint8Array {
  const filter = usageChunkFilter()
  const out = parts.map((part) => filter.push(part.slice())?.slice() ?? new Uint8Array())
  return joined([...out, filter.rest() ?? new Uint8Array()])
}

/** One character a byte: comparing texts takes no time. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function isEndOf(bytes: Uint8Array, head: Uint8Array, tail: Uint8Array): boolean {
  const text = textOf(bytes)
  return text.startsWith(textOf(head)) && text.endsWith(textOf(tail))
}

const staying = () => watchDeparture(new AbortController().signal, 'drain')

beforeAll(stubPipes)
afterAll(unstubPipes)

describe('fuzz: the tap', () => {
  test('gives the client the bytes that came, and keeps both ends of them', async () => {
    await fc.assert(
      fc.asyncProperty(streams, sizes, fc.boolean(), async (bytes, sizes, breaks) => {
        const tapped = quietTap(bodyOf(pieces(bytes, sizes), breaks), staying(), null)
        const [client, { how, whole, kept }] = await Promise.all([received(tapped.body), tapped.ended])
        expect({ how, whole, whole2: client.whole }).toEqual(
          breaks
            ? { how: 'broken', whole: false, whole2: false }
            : { how: 'complete', whole: true, whole2: true },
        )
        if (breaks) return
        expect(textOf(client.bytes)).toBe(textOf(bytes))
        const { head, tail, skipped } = kept
        expect(isEndOf(bytes, head, tail)).toBe(true)
        expect(head.length + skipped + tail.length).toBe(bytes.length)
      }),
      cases(0.5),
    )
  })

  test('keeps the same however the bytes are cut', () => {
    fc.assert(
      fc.property(streams, sizes, fc.integer({ min: 1, max: 9_000 }), (bytes, sizes, tailSize) => {
        const [keep, whole] = [new Keep(tailSize), new Keep(tailSize)]
        whole.add(bytes)
        for (const piece of pieces(bytes, sizes)) {
          keep.add(piece)
          piece.fill(0)
        }
        const [{ head, tail, skipped }, once] = [keep.kept(), whole.kept()]
        expect(textOf(head)).toBe(textOf(once.head))
        const shorter = Math.min(tail.length, once.tail.length)
        expect(shorter >= Math.min(tailSize, bytes.length - head.length)).toBe(true)
        expect(isEndOf(bytes, head, tail)).toBe(true)
        expect(head.length + skipped + tail.length).toBe(bytes.length)
      }),
      cases(),
    )
  })

  test('takes the same chunk out however the bytes are cut, and nothing where there is none', () => {
    fc.assert(
      fc.property(chats, sizes, (bytes, sizes) => {
        const once = filtered([bytes])
        expect(textOf(filtered(pieces(bytes, sizes)))).toBe(textOf(once))
        if (!/"choices"\s*:\s*\[\s*\]/.test(textOf(bytes))) expect(textOf(once)).toBe(textOf(bytes))
        expect(textOf(filtered([once]))).toBe(textOf(once))
      }),
      cases(2),
    )
  })

  test('that filters hands over what its filter passes, and breaks off where the upstream does', async () => {
    await fc.assert(
      fc.asyncProperty(chats, sizes, fc.boolean(), async (bytes, sizes, breaks) => {
        const tapped = filteringTap(bodyOf(pieces(bytes, sizes), breaks), staying(), usageChunkFilter())
        const [client, { how }] = await Promise.all([received(tapped.body), tapped.ended])
        expect({ how, whole: client.whole }).toEqual({ how: breaks ? 'broken' : 'complete', whole: !breaks })
        if (!breaks) expect(textOf(client.bytes)).toBe(textOf(filtered([bytes])))
      }),
      cases(0.5),
    )
  })

  test('changes no byte but those of addresses', () => {
    const place = { from: 'https://api.lab.test/v1/', to: 'https://toll.test/lab/' }
    const relinking = { members: ['url', 'polling_url'], places: [place] }
    const texts = [
      '{"url":"https://api.lab.test/v1/a","polling_url" : "https:\\/\\/api.lab.test\\/v1\\/b","x":"\\"url\\":\\"https://api.lab.test/v1/"}',
    ]
    fc.assert(
      fc.property(mangled([...texts, ...textsOf('json')], 3), (bytes) => {
        const changed = relinked(bytes, relinking)
        if (changed === null) return
        const address = /https:(?:\\?\/){2}api\.lab\.test\\?\/v1\\?\//g
        const back = textOf(changed).replaceAll(place.to, '@')
        expect(back.replaceAll(address, '@')).toBe(textOf(bytes).replaceAll(address, '@'))
      }),
      cases(),
    )
  })
})
