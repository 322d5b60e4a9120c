import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fields } from '../../../../src/translate/messages/dropped.ts'
import { estimateTokens } from '../../../../src/translate/messages/estimate.ts'
import { translateToChat } from '../../../../src/translate/messages/request/request.ts'
import { faultsInChat } from './chat-faults.ts'

const models = ['llama-3.3-70b', 'gpt-5.6', 'o3', 'mistral-large-latest', 'gemini-3-pro']
const text = fc.oneof(fc.constantFrom('', ' ', 'a', 'ä\ud800'), fc.string({ maxLength: 8 }))
const anything = fc.jsonValue({ maxDepth: 3 })
/** Mostly what belongs there, sometimes whatever JSON can be. */
function mostly<Value>(proper: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 14, arbitrary: proper }, { weight: 1, arbitrary: anything })
}

const id = fc.constantFrom('a', 'a:0', 'a'.repeat(41), 'abcdefghi')
const source = fc.oneof(
  fc.record({ type: fc.constant('base64'), media_type: text, data: text }),
  fc.record({
    type: fc.constantFrom('url', 'text', 'content', 'file'),
    url: text,
    data: text,
    content: mostly(text),
  }),
)
const plain = fc.oneof(
  fc.record({ type: fc.constant('text'), text: mostly(text) }),
  fc.record({ type: fc.constantFrom('image', 'document'), source: mostly(source) }),
)
const block = fc.oneof(
  plain,
  fc.record({
    type: fc.constant('tool_use'),
    id: mostly(id),
    name: mostly(text),
    input: mostly(fc.object({ maxDepth: 1 })),
  }),
  fc.record({
    type: fc.constant('tool_result'),
    tool_use_id: mostly(id),
    content: mostly(fc.array(plain, { maxLength: 2 })),
  }),
  fc.record({
    type: fc.constantFrom('thinking', 'redacted_thinking', 'server_tool_use', '__proto__'),
    thinking: mostly(text),
  }),
)
const message = fc.record({
  role: mostly(fc.constantFrom('system', 'user', 'assistant')),
  content: mostly(fc.oneof(text, fc.array(mostly(block), { maxLength: 3 }))),
})

/** A round of calls that has its results, in some order, with something said beside them. */
const round = fc
  .record({
    calls: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    beside: fc.array(fc.record({ type: fc.constant('text'), text }), { maxLength: 2 }),
    isReversed: fc.boolean(),
    by: fc.constantFrom('user', 'system'),
  })
  .map(({ calls, beside, isReversed, by }): unknown[] => {
    const results = calls.map((tool_use_id) => ({ type: 'tool_result', tool_use_id, content: 'x' }))
    return [
      { role: 'assistant', content: calls.map((id) => ({ type: 'tool_use', id, name: 'f', input: {} })) },
      { role: 'user', content: isReversed ? results.toReversed() : results },
      { role: by, content: beside },
    ]
  })
const conversation = fc
  .array(round, { maxLength: 4 })
  .map((rounds): unknown[] => [{ role: 'user', content: 'Hi' }, rounds].flat(2))

const others = fc.dictionary(
  fc.constantFrom(...Object.keys(fields)),
  fc.oneof(anything, text, fc.constantFrom(1, true, { type: 'adaptive' }, { effort: 'max' })),
  { maxKeys: 3 },
)

function translated(body: Record<string, unknown>, model: string) {
  const limit = { field: 'max_tokens', most: 16_384 }
  return translateToChat(body, { model, limit, takesFiles: true, thoughtsIn: null })
}

describe('whatever a client of the Messages API sends', () => {
  test('becomes a chat or a refusal, and what it was stays as it was', () => {
    const requests = fc.tuple(
      others,
      fc.oneof(mostly(fc.array(mostly(message), { maxLength: 6 })), conversation),
      fc.constantFrom(...models),
    )
    fc.assert(
      fc.property(requests, ([more, messages, model]) => {
        const body = { messages, ...more }
        const before = JSON.stringify(body)
        const outcome = translated(body, model)
        const found = outcome.ok ? faultsInChat(outcome.value.body, model) : [typeof outcome.refusal.param]
        const tokens = outcome.ok ? estimateTokens(outcome.value.body) : 1
        expect({ found, after: JSON.stringify(body), isCounted: tokens > 0 }).toEqual({
          found: outcome.ok ? [] : ['string'],
          after: before,
          isCounted: true,
        })
      }),
      { numRuns: 600 },
    )
  })

  test('becomes a chat where its rounds of calls have their results', () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom(...models), (messages, model) => {
        const outcome = translated({ messages }, model)
        expect(outcome.ok ? faultsInChat(outcome.value.body, model) : outcome.refusal).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('is refused where it is nested too deeply', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    const messages = [{ role: 'user', content: 'a' }]
    for (const body of [{ messages: deep }, { messages, metadata: { deep } }, { messages, tools: [deep] }]) {
      const outcome = translated(body, 'gpt-4.1')
      expect(outcome).toMatchObject({ ok: false, refusal: { reason: 'bad_request', param: 'messages' } })
    }
  })
})
