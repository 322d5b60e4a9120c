import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatOf, type StreamFormat } from '../../src/usage/format.ts'
import { parseJson } from '../../src/usage/json.ts'
import { mangled } from './mangled.ts'
import { odd } from './odd-json.ts'
import { textsOf } from './recorded.ts'
import { cases } from './runs.ts'

const types = [
  'application/x-ndjson',
  'application/stream+json; charset=utf-8',
  'APPLICATION/JSONL',
  'application/x-jsonl',
]

function formatFor(contentType: string, start = ''): StreamFormat {
  const format = formatOf(contentType, start)
  if (format === undefined || format === 'document') throw new Error(`${contentType} is no stream`)
  return format
}

describe('fuzz: lines of JSON', () => {
  test('are what was written, with any line end and blank lines between', () => {
    const line = fc.record({ value: odd, end: fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n \t\n') })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom(...types), (lines, type) => {
        const text = lines.map(({ value, end }) => JSON.stringify(value) + end).join('')
        const read = formatFor(type)
          .events(text)
          .map(({ data }) => parseJson(data))
        expect(read).toEqual(lines.map(({ value }) => JSON.parse(JSON.stringify(value))))
      }),
      cases(),
    )
  })

  test('that begin anywhere are the end of one line and the lines after it', () => {
    const texts = mangled([...textsOf('ndjson'), ...textsOf('sse').slice(0, 6)])
    fc.assert(
      fc.property(texts, fc.nat(), (bytes, at) => {
        const text = new TextDecoder().decode(bytes)
        const format = formatFor('application/x-ndjson')
        const { severed, events } = format.resume(text.slice(at % (text.length + 1)))
        const all = format.events(text).map(({ data }) => data)
        expect(events.map(({ data }) => data)).toEqual(all.slice(all.length - events.length))
        expect(text.includes(severed)).toBe(true)
      }),
      cases(),
    )
  })
})
