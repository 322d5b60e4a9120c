import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { nothingRead, type Reading } from '../../../src/usage/usage.ts'

const names = [
  'usage',
  'usageMetadata',
  'response',
  'message',
  'type',
  'error',
  'model',
  'choices',
  'candidates',
  'finishReason',
  'input_tokens',
  'output_tokens',
  'prompt_tokens',
  'cache_read_input_tokens',
  'promptTokenCount',
  'candidatesTokenCount',
  'promptTokensDetails',
  'iterations',
  'delta',
  'stop_reason',
  '__proto__',
]
const words = ['message_start', 'message_delta', 'response.completed', 'compaction', 'AUDIO', 'error', 'stop']

/** JSON made of the words that dialects know, in all the wrong places. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      fc.constantFrom(...words),
      fc.integer(),
      fc.double(),
      fc.maxSafeNat(),
      fc.constant(null),
      fc.boolean(),
    ),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 6 }),
  ),
}))

describe.each(Object.entries(usageDialects))('%s', (name, dialect) => {
  test('never throws, leaves what it folds onto as it was, and believes only counts', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), (events) => {
        let reading: Reading = nothingRead
        for (const event of events) {
          const before = structuredClone(reading)
          const next = dialect.event(event, reading)
          expect(reading).toStrictEqual(before)
          reading = next
        }
        const { details = {}, ...counts } = { ...reading.usage, ...dialect.body(events[0]).usage }
        const numbers = Object.values({ ...counts, ...details }).filter((value) => typeof value !== 'string')
        expect(numbers.filter((value) => !Number.isSafeInteger(value) || Number(value) < 0)).toStrictEqual([])
      }),
      { numRuns: 200 },
    )
  })

  // A line of a batch is another request's, however alike they are.
  test.skipIf(dialect.gathers === 'lines')('takes the same event twice for the same thing', () => {
    fc.assert(
      fc.property(json, (event) => {
        const once = dialect.event(event, nothingRead)
        expect(dialect.event(event, once)).toStrictEqual(once)
      }),
    )
  })

  test('reads nothing final from nothing, unless there never is anything to read', () => {
    expect(dialect.body({})).toStrictEqual({ final: name === 'none', failed: false })
  })
})
