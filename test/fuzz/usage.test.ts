import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Keep } from '../../src/tap/keep.ts'
import { consumption } from '../../src/usage/consumption.ts'
import type { UsageDialect } from '../../src/usage/dialect.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { type Answer, readUsage } from '../../src/usage/read.ts'
import { statesRejection } from '../../src/usage/submission.ts'
import { nothingRead, type Reading, type Usage } from '../../src/usage/usage.ts'
import { mangled, pieces, sizes } from './mangled.ts'
import { changed, odd } from './odd-json.ts'
import { recorded } from './recorded.ts'
import { cases } from './runs.ts'
import { faultIn } from './sound-reading.ts'

const dialects: Readonly<Record<string, UsageDialect>> = usageDialects
const anyDialect = fc.constantFrom(...Object.values(dialects))
const contentTypes = [
  ...new Set(recorded.map(({ contentType }) => contentType)),
  null,
  'text/plain',
  'audio/mpeg',
]

/** A recorded answer by its number, mangled, beside what it came from. */
const answers = fc
  .constantFrom(...recorded)
  .chain((from) => fc.record({ from: fc.constant(from), bytes: mangled([from.text]), sizes }))

/** The JSON of every recorded answer and event, beside the dialect that it is in. */
const spoken = recorded.flatMap(({ dialect, text, kind }) =>
  (kind === 'json' ? [text] : text.split('\n').map((line) => line.replace(/^data: ?/, ''))).flatMap(
    (json) => {
      try {
        return [{ dialect, value: JSON.parse(json) as unknown }]
      } catch {
        return []
      }
    },
  ),
)
const values = spoken.map(({ value }) => value)
const noCount = fc.constantFrom<unknown>(-1, -1000, 0.5, 2 ** 53, 1e308, '7', null, true, {}, 7)

function whole(bytes: Uint8Array, contentType: string | null): Answer {
  return { contentType, head: bytes, tail: new Uint8Array(), skipped: 0 }
}

function keptOf(bytes: Uint8Array, sizes: readonly number[], contentType: string | null): Answer {
  const keep = new Keep(8 * 1024)
  for (const piece of pieces(bytes, sizes)) keep.add(piece)
  return { contentType, ...keep.kept() }
}

describe('fuzz: what an answer consumed', () => {
  test('is sound and the same however the bytes came, whatever the answer is', () => {
    fc.assert(
      fc.property(answers, ({ from, bytes, sizes }) => {
        const dialect = dialects[from.dialect]
        if (dialect === undefined) throw new Error(`no dialect ${from.dialect}`)
        const reading = readUsage(keptOf(bytes, sizes, from.contentType), dialect)
        expect(faultIn(reading)).toBeNull()
        expect(readUsage(keptOf(bytes, [1_000], from.contentType), dialect)).toEqual(reading)
      }),
      cases(2),
    )
  })

  test('is sound when it is read as what it is not', () => {
    fc.assert(
      fc.property(
        answers,
        anyDialect,
        fc.constantFrom(...contentTypes),
        odd,
        ({ bytes }, dialect, type, body) => {
          const headers = new Headers({ 'x-fal-billable-units': '1e5', 'content-type': type ?? '' })
          const asked = dialect.request?.(Object(body) as Record<string, unknown>)
          const exchange = { asked, headers, answer: whole(bytes, type) }
          expect(faultIn(consumption(dialect, exchange))).toBeNull()
        },
      ),
      cases(),
    )
  })

  test('is never more than the whole answer says where it broke off or lost its middle', () => {
    const streams = recorded.filter(({ kind }) => kind !== 'json')
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (from, one, other, hasEnd) => {
          const dialect = dialects[from.dialect] ?? usageDialects.none
          const bytes = new TextEncoder().encode(from.text)
          const [cut = 0, end = 0] = [one, other].map((at) => at % (bytes.length + 1)).sort((a, b) => a - b)
          const all = readUsage(whole(bytes, from.contentType), dialect)
          const part = hasEnd
            ? {
                contentType: from.contentType,
                head: bytes.subarray(0, cut),
                tail: bytes.subarray(end),
                skipped: Math.max(1, end - cut),
              }
            : whole(bytes.subarray(0, cut), from.contentType)
          expect(moreThan(readUsage(part, dialect), all)).toEqual([])
        },
      ),
      cases(2),
    )
  })

  test('is sound where something else stands in the place of its numbers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...spoken),
        fc.array(noCount, { minLength: 1, maxLength: 3 }),
        ({ dialect, value }, others) => {
          let at = 0
          const text = JSON.stringify(value, (_name, member: unknown) =>
            typeof member === 'number' ? others[(at += 1) % others.length] : member,
          )
          const read = dialects[dialect] ?? usageDialects.none
          const said: unknown = JSON.parse(text)
          expect(faultIn(read.body(said))).toBeNull()
          expect(faultIn(read.event(said, nothingRead))).toBeNull()
        },
      ),
      cases(),
    )
  })

  test('is sound whatever the members of its events are', () => {
    fc.assert(
      fc.property(
        anyDialect,
        fc.array(changed(values), { minLength: 1, maxLength: 3 }),
        (dialect, events) => {
          let reading: Reading = nothingRead
          for (const event of events) {
            reading = dialect.event(event, reading)
            expect(faultIn(reading)).toBeNull()
            expect(faultIn(dialect.body(event))).toBeNull()
            expect(typeof statesRejection(event)).toBe('boolean')
          }
          expect(Object.getPrototypeOf(reading.usage?.details ?? {})).toBe(Object.prototype)
        },
      ),
      cases(3),
    )
  })
})

const counts = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning', 'statedCost', 'units'] as const

/** The counts of a reading that are above those of another, and whether it is the last word where the other is not. */
function moreThan(part: Reading, all: Reading): string[] {
  const [some, every]: [Usage, Usage] = [part.usage ?? {}, all.usage ?? {}]
  const over = counts.filter((name) => (some[name] ?? 0) > (every[name] ?? 0))
  return [...over, ...(part.final && !all.final ? ['final'] : [])]
}
