import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSseTranslator } from '../../src/translate/sse-translator.ts'
import { readSse, type SseEvent } from '../../src/usage/sse.ts'
import { mangled, pieces, sizes } from './mangled.ts'
import { textsOf } from './recorded.ts'
import { cases } from './runs.ts'

const streams = mangled(textsOf('sse'))
const line = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'data: a',
    'data:b',
    'data:  c',
    'data',
    'event: x',
    'event:',
    'id: 1',
    ': no',
    'datax: 1',
  ),
  fc.string({
    unit: fc.constantFrom('data', 'event', ':', ' ', 'x', '\uFEFF', '\u2028', '\0', 'ö'),
    maxLength: 6,
  }),
)
const ends = fc.constantFrom('\n', '\r\n', '\r')
const ended = fc.tuple(line, ends)

/** What a translator is given of a stream that comes in these pieces. */
function eventsIn(parts: readonly Uint8Array[]): SseEvent[] {
  const events: SseEvent[] = []
  const push = (event: string | null, data: string): string => {
    events.push(event === null || event === '' ? { data } : { event, data })
    return ''
  }
  const translator = createSseTranslator({ push, fail: () => '', state: () => 'open' })
  for (const part of parts) translator.push(part)
  return events
}

/** A field without a colon is an empty line, which says nothing in JSON. */
function saidBy(events: readonly SseEvent[]): SseEvent[] {
  return events.map((event) => ({ ...event, data: event.data.trim() })).filter(({ data }) => data !== '')
}

describe('fuzz: server-sent events', () => {
  test('are the same whichever of the three line ends a line has', () => {
    fc.assert(
      fc.property(fc.array(ended, { maxLength: 20 }), (lines) => {
        const plain = lines.map(([text]) => `${text}\n`).join('')
        // A lone `\r` before a blank line that ends in `\n` would be one line end with it.
        const mixed = lines.map(([text, end], at) => {
          const [next, nextEnd] = lines[at + 1] ?? ['x', '\n']
          return text + (end === '\r' && next === '' && nextEnd === '\n' ? '\r\n' : end)
        })
        expect(readSse(mixed.join(''))).toEqual(readSse(plain))
      }),
      cases(3),
    )
  })

  test('are the same to the reader of whole texts and to the one of pieces, however they are cut', () => {
    fc.assert(
      fc.property(streams, sizes, (bytes, sizes) => {
        // A blank line that is only begun ends an event for the one that reads whole texts alone.
        const text = new TextDecoder().decode(bytes).replace(/\r$/, '')
        const whole = new TextEncoder().encode(text)
        expect(saidBy(eventsIn(pieces(whole, sizes)))).toEqual(saidBy(readSse(text).events))
      }),
      cases(),
    )
  })

  test('of a stream that is cut are a part of those of the whole one', () => {
    fc.assert(
      fc.property(streams, fc.nat(), (bytes, at) => {
        const text = new TextDecoder().decode(bytes)
        const { events } = readSse(text.slice(0, at % (text.length + 1)).replace(/\r$/, ''))
        expect(events).toEqual(readSse(text).events.slice(0, events.length))
      }),
      cases(),
    )
  })
})
