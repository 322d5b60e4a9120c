import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactly } from '../../src/translate/exact-json.ts'
import { estimateTokens } from '../../src/translate/messages/estimate.ts'
import { translateToChat } from '../../src/translate/messages/request/request.ts'
import { translateRequest } from '../../src/translate/request/request.ts'
import { faultsInMessages, saidOf } from '../translate/request/messages-faults.ts'
import { faultsInChat } from '../translate/messages/request/chat-faults.ts'
import { mangled } from './mangled.ts'
import { changed } from './odd-json.ts'
import { chats, messages } from './requests.ts'
import { cases } from './runs.ts'

type Body = Record<string, unknown>

/** Requests as they are read: objects of a JSON text, their large numbers as they were written. */
function bodiesOf(given: readonly Body[]): fc.Arbitrary<Body> {
  const texts = fc.oneof(
    { weight: 3, arbitrary: changed(given, 5).map((value) => JSON.stringify(value) ?? 'null') },
    {
      weight: 1,
      arbitrary: mangled(
        given.map((body) => JSON.stringify(body)),
        2,
      ).map((bytes) => new TextDecoder().decode(bytes)),
    },
  )
  return texts.map((text) => {
    try {
      const value: unknown = JSON.parse(text)
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? exactly({ text, value: value as Body })
        : {}
    } catch {
      return {}
    }
  })
}

const claudes = fc.constantFrom(
  'claude-opus-4-8',
  'claude-sonnet-4-5',
  'claude-3-haiku',
  'claude-opus-5-5',
  '',
)
const others = fc.constantFrom('llama-3.3-70b', 'gpt-5.6', 'o3', 'mistral-large-latest', 'gemini-3-pro', '')

describe('fuzz: a request in the words of another API', () => {
  test('is a chat as a request that the Messages API takes, or a refusal that names a field', () => {
    fc.assert(
      fc.property(bodiesOf(chats), claudes, fc.constantFrom('off', '5m', '1h'), (body, model, cache) => {
        const before = JSON.stringify(body)
        const outcome = translateRequest(body, { model, defaultMaxTokens: () => 64_000, cache })
        expect(JSON.stringify(body)).toBe(before)
        if (!outcome.ok) {
          expect([outcome.refusal.reason, typeof outcome.refusal.param]).toEqual(['bad_request', 'string'])
          return
        }
        const { body: made, dropped } = outcome.value
        expect(faultsInMessages(saidOf(made))).toEqual([])
        expect(Number.isSafeInteger(made['max_tokens']) && Number(made['max_tokens']) >= 1).toBe(true)
        expect(dropped.join()).toMatch(/^[\x20-\x7e]*$/)
      }),
      cases(2),
    )
  })

  test('is one of the Messages API as a chat that providers take, or a refusal that names a field', () => {
    fc.assert(
      fc.property(
        bodiesOf(messages),
        others,
        fc.boolean(),
        fc.constantFrom(null, 'reasoning_content'),
        (body, model, takesFiles, thoughtsIn) => {
          const before = JSON.stringify(body)
          const outcome = translateToChat(body, {
            model,
            limit: { field: 'max_tokens', most: 16_384 },
            takesFiles,
            thoughtsIn,
          })
          expect(JSON.stringify(body)).toBe(before)
          if (!outcome.ok) {
            expect([outcome.refusal.reason, typeof outcome.refusal.param]).toEqual(['bad_request', 'string'])
            return
          }
          const { body: made, dropped } = outcome.value
          expect(faultsInChat(made, model)).toEqual([])
          expect(dropped.join()).toMatch(/^[\x20-\x7e]*$/)
          const tokens = estimateTokens(made)
          expect(Number.isSafeInteger(tokens) && tokens > 0).toBe(true)
        },
      ),
      cases(2),
    )
  })
})
