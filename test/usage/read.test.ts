import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import type { Reading } from '../../src/usage/usage.ts'
import { knownAnswers } from './answers/index.ts'
import { contentTypeOf, cuts, kept, recordedText } from './kept.ts'

const encoder = new TextEncoder()

describe.each(knownAnswers)('$dialect/$name', (answer) => {
  const dialect = usageDialects[answer.dialect]
  const contentType = contentTypeOf(answer.name)
  const text = recordedText(answer)
  const bytes = encoder.encode(text)

  test('reads exactly what the answer states', () => {
    expect(readUsage(kept(text, contentType), dialect)).toStrictEqual(answer.reading)
  })

  test('reads the same wherever the border between head and tail falls', () => {
    const readings = new Set<string>()
    for (const border of cuts(bytes.length)) {
      const split = { contentType, head: bytes.subarray(0, border), tail: bytes.subarray(border), skipped: 0 }
      readings.add(JSON.stringify(readUsage(split, dialect)))
    }
    expect([...readings].map((reading) => JSON.parse(reading))).toStrictEqual([answer.reading])
  })

  test('broken off anywhere, believes no more than was stated, and is final only once the last word is there', () => {
    const whole = answer.reading.final ? endOfLastWord(text, answer.lastWord) : Infinity
    const ends = [...cuts(bytes.length - 1), ...[whole - 1, whole].filter((end) => end < bytes.length)]
    const wrong = ends
      .map((end) => ({ end, reading: readUsage(kept(bytes.subarray(0, end), contentType), dialect) }))
      .filter(
        ({ end, reading }) => excess(reading, answer.reading).length > 0 || reading.final !== end >= whole,
      )
    expect(wrong).toStrictEqual([])
  })

  if (answer.name.endsWith('.sse')) {
    test.each(['\r\n', '\r', '\n'])('reads the same with %j for line ends', (ending) => {
      const other = text.replaceAll(/\r?\n/g, ending)
      expect(readUsage(kept(other, contentType), dialect)).toStrictEqual(answer.reading)
    })

    test('reads the same with a byte-order mark, and comments between all lines', () => {
      const other = `\uFEFF${text.replaceAll(/\r?\n/g, (ending) => `${ending}: "usage":{ keep-alive${ending}`)}`
      expect(readUsage(kept(other, contentType), dialect)).toStrictEqual(answer.reading)
    })

    test('reads the same when most of the stream was not kept', () => {
      const filler = `data: ${JSON.stringify({ type: 'filler', text: '"usage":{"output_tokens":999999}' })}\n\n`
      const [first = '', ...others] = text.split(/(?<=\r?\n\r?\n)(?!:)/)
      const long = [first, filler.repeat(2000), ...others].join('')
      const right = dialect.sums ? { ...answer.reading, final: false } : answer.reading
      expect(readUsage(kept(long, contentType), dialect)).toStrictEqual(right)
    })
  }
})

/** The offset in bytes at which the last object that states usage is complete: at the end of its line or document. */
function endOfLastWord(text: string, lastWord = '"usage'): number {
  const inLines = /^(event|data|:|\{"id.*\}\n\{)/.test(text)
  const stated = text.lastIndexOf(lastWord)
  const lineEnd = text.slice(stated).search(/\r?\n/)
  const end = inLines ? stated + lineEnd : text.lastIndexOf('}') + 1
  return encoder.encode(text.slice(0, end)).length
}

/** The counts and names of a reading that the right one does not have, or has lower. */
function excess(reading: Reading, right: Reading): string[] {
  const { details: statedDetails = {}, ...stated } = reading.usage ?? {}
  const { details: rightDetails = {}, ...rightCounts } = right.usage ?? {}
  const limits: Record<string, unknown> = { ...rightCounts, ...rightDetails, model: right.model }
  const found = Object.entries({
    ...stated,
    ...statedDetails,
    ...(reading.model && { model: reading.model }),
  })
  return found
    .filter(([name, value]) => !(value === limits[name] || Number(value) <= Number(limits[name])))
    .map(([name]) => name)
}
