import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSse } from '../../src/usage/sse.ts'

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''))
const event = fc.record({
  name: fc.option(fc.constantFrom('message_start', 'error', 'response.completed'), { nil: undefined }),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
})
const noise = fc.constantFrom(': keep-alive', ':', 'id: 7', 'retry: 100', 'unknown', 'database: x')

describe('readSse', () => {
  test('gives the same events back for any line end, noise between lines and byte-order mark', () => {
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('', '\uFEFF'),
        noise,
        (events, ending, mark, comment) => {
          const blocks = events.map(({ name, lines }) =>
            [
              ...(name ? [`event: ${name}`] : []),
              comment,
              ...lines.map((text) => `data: ${text}`),
              '',
              '',
            ].join(ending),
          )
          expect(readSse(mark + blocks.join(''))).toStrictEqual({
            events: events.map(({ name, lines }) =>
              name ? { event: name, data: lines.join('\n') } : { data: lines.join('\n') },
            ),
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('cut anywhere, gives a prefix of the events and at most one unfinished', () => {
    const text =
      ': hi\r\nevent: a\r\ndata: 1\r\n\r\ndata: 2\r\ndata: 3\r\n\r\nevent: b\r\n\r\ndata: 4\r\n\r\n'
    const whole = [{ event: 'a', data: '1' }, { data: '2\n3' }, { data: '4' }]
    expect(readSse(text)).toStrictEqual({ events: whole })
    for (let end = 0; end < text.length; end += 1) {
      const { events } = readSse(text.slice(0, end))
      expect(events).toStrictEqual(whole.slice(0, events.length))
    }
  })

  test('takes one space after the colon and no more', () => {
    expect(readSse('data:a\n\ndata: b\n\ndata:  c\n\n')).toStrictEqual({
      events: [{ data: 'a' }, { data: 'b' }, { data: ' c' }],
    })
  })

  test('hands out an event without a blank line after it as unfinished', () => {
    expect(readSse('data: 1\n\nevent: error\ndata: 2')).toStrictEqual({
      events: [{ data: '1' }],
      unfinished: { event: 'error', data: '2' },
    })
  })

  test('drops an event without data, and its name with it', () => {
    expect(readSse('event: ping\n\ndata\n\nevent:\ndata: x\n\n')).toStrictEqual({
      events: [{ data: '' }, { data: 'x' }],
    })
  })
})
