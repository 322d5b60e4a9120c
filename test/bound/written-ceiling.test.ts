import { describe, expect, test } from 'vitest'
import type { Bounded } from '../../src/bound/bound.ts'
import { boundOf } from '../../src/bound/bound-of.ts'
import { countedBound } from '../../src/bound/counting.ts'
import { bodyOf, routed } from '../route/journeys.ts'
import { bounded } from './asked.ts'

const search = [{ type: 'web_search' }]
const line = 'POST /v1/responses'

/** A request with its calls limited to four where it has no ceiling itself. */
function withFour(more: object, to = line): Bounded {
  const json = bodyOf({ model: 'gpt-5', max_output_tokens: 9, input: 'hi', ...more })
  const route = routed(to, { model: json.value['model'] })
  const found = boundOf({ route, method: 'POST', headers: new Headers(), json, callsToWrite: 4 })
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value
}

/** What one search brings at most, in tokens. */
const brought = 128_000

describe('a ceiling of calls that the client did not set', () => {
  test('is written, and each call has its fee and its turn, with no more than a search can bring', () => {
    const { bound, unbounded } = withFour({ tools: search })
    const { inputTokens: own } = withFour({ tools: search, max_tool_calls: 1 }).bound
    expect(unbounded).toBeNull()
    expect([bound.ceiling, bound.turns, bound.searches, bound.windows, bound.output?.times]).toEqual([
      { field: 'max_tool_calls', calls: 4 },
      5,
      4,
      0,
      1,
    ])
    // Two turns of it, `"max_tool_calls":1,` among them, and what one search brought.
    const once = (own - brought) / 2 - '"max_tool_calls":1,'.length
    expect(bound.inputTokens).toBe(5 * once + 4 * brought)
  })

  test('is not written where the client set one, where no tool is hosted, or where nobody asks for it', () => {
    expect(withFour({ tools: search, max_tool_calls: 2 }).bound).toMatchObject({ ceiling: null, searches: 2 })
    expect(withFour({ tools: [{ type: 'function', name: 'f' }] }).bound.ceiling).toBeNull()
    expect(bounded(line, { model: 'gpt-5', input: 'hi', tools: search }).unbounded?.field).toBe('tools')
  })

  test.each([
    ['a tool whose calls have no known price', { tools: [...search, { type: 'code_interpreter' }] }, line],
    ['a provider that holds itself to none', { model: 'groq/openai/gpt-oss-120b', tools: search }, line],
  ])('is none for %s', (_, more, to) => {
    expect(withFour(more, to).unbounded?.field).toBe('tools')
  })

  test('leaves what is only named its window, once for each turn', () => {
    const { bound } = withFour({ tools: search, previous_response_id: 'resp_1' })
    expect([bound.windows, bound.windowFor]).toEqual([5, 'previous_response_id'])
  })

  test('takes the provider’s count in place of bytes, in each turn', () => {
    const { bound } = withFour({ tools: search, input: 'x'.repeat(10_000) })
    const counted = countedBound(bound, 1000)
    expect([counted.windows, counted.inputTokens]).toEqual([0, 5 * (1000 + 10 + 64) + 4 * brought])
  })
})
