import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fields } from '../../../src/translate/dropped.ts'
import { translateRequest } from '../../../src/translate/request/request.ts'
import { faultsInMessages, saidOf } from './messages-faults.ts'

const models = [
  'claude-opus-4-8',
  'claude-opus-4-6',
  'claude-sonnet-4-5',
  'claude-3-haiku',
  'claude-opus-5-5',
]
const text = fc.oneof(fc.constantFrom('', ' ', 'a', 'data:image/png;base64,AA'), fc.string({ maxLength: 8 }))
const anything = fc.jsonValue({ maxDepth: 3 })
/** Mostly what belongs there, sometimes whatever JSON can be. */
function mostly<Value>(proper: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: proper }, { weight: 1, arbitrary: anything })
}

const part = fc.oneof(
  fc.record({ type: fc.constant('text'), text: mostly(text) }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('image_url'), image_url: mostly(fc.record({ url: text })) }),
  fc.record({ type: mostly(text), file: mostly(fc.record({ file_data: text })) }),
)
const content = mostly(fc.oneof(text, fc.constant(null), fc.array(mostly(part), { maxLength: 3 })))
const id = fc.constantFrom('a', 'a:0', 'a_0', 'b')
const call = fc.record({
  id: mostly(id),
  type: fc.constant('function'),
  function: mostly(
    fc.record({
      name: text,
      arguments: mostly(fc.constantFrom('', '{}', '[', '{"a":12345678901234567890}')),
    }),
  ),
})
const message = fc.record(
  {
    role: mostly(fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'function')),
    content,
    tool_calls: mostly(fc.array(mostly(call), { maxLength: 3 })),
    tool_call_id: mostly(id),
    thinking_blocks: mostly(fc.constantFrom(undefined, [{ type: 'redacted_thinking', data: 'a' }])),
  },
  { requiredKeys: ['role'] },
)

/** A round of calls that has its results, in some order, with something said in between. */
const round = fc
  .record({
    calls: fc.uniqueArray(id, { maxLength: 3 }),
    content: fc.constantFrom(null, 'a', ''),
    between: fc.array(fc.record({ role: fc.constantFrom('user', 'system', 'developer'), content: text }), {
      maxLength: 2,
    }),
    isReversed: fc.boolean(),
  })
  .map(({ calls, content, between, isReversed }): unknown[] => {
    const results = calls.map((tool_call_id) => ({ role: 'tool', tool_call_id, content: 'x' }))
    const tool_calls = calls.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } }))
    const round: unknown[] = [{ role: 'assistant', content, tool_calls }]
    return round.concat(isReversed ? [between, results.toReversed()].flat() : [results, between].flat())
  })
const conversation = fc
  .array(round, { maxLength: 4 })
  .map((rounds): unknown[] => [{ role: 'user', content: 'Hi' }, rounds].flat(2))

const names = fc.constantFrom(...Object.keys(fields))
const others = fc.dictionary(
  names,
  fc.oneof(anything, text, fc.constantFrom('low', 'auto', 'required', 1, true)),
  { maxKeys: 4 },
)

/** Options as people send them. */
const likely = fc.record(
  {
    max_tokens: fc.constantFrom(1, 1_500, 64_000),
    tools: fc.constantFrom([], [{ type: 'function', function: { name: 'f', strict: true } }]),
    tool_choice: fc.constantFrom('auto', 'none', 'required'),
    parallel_tool_calls: fc.boolean(),
    response_format: fc.constantFrom(
      { type: 'json_object' },
      { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object', properties: {} } } },
    ),
    reasoning_effort: fc.constantFrom('none', 'low', 'max'),
    temperature: fc.constantFrom(0, 2),
    stream: fc.boolean(),
  },
  { requiredKeys: [] },
)

function translated(body: Record<string, unknown>, model: string) {
  return translateRequest(body, { model, defaultMaxTokens: () => 64_000, cache: '5m' })
}

describe('whatever a client sends', () => {
  test('becomes a request or a refusal, and what it was stays as it was', () => {
    const requests = fc.tuple(
      fc.oneof(others, likely),
      fc.oneof(mostly(fc.array(mostly(message), { maxLength: 6 })), conversation),
      fc.constantFrom(...models),
    )
    fc.assert(
      fc.property(requests, ([more, messages, model]) => {
        const body = { ...more, messages }
        const before = JSON.stringify(body)
        const outcome = translated(body, model)
        const found = outcome.ok
          ? faultsInMessages(saidOf(outcome.value.body))
          : [typeof outcome.refusal.param]
        expect({ found, after: JSON.stringify(body) }).toEqual({
          found: outcome.ok ? [] : ['string'],
          after: before,
        })
      }),
      { numRuns: 600 },
    )
  })

  test('becomes a request where its rounds of calls have their results', () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom(...models), (messages, model) => {
        const outcome = translated({ messages }, model)
        expect(outcome.ok ? faultsInMessages(saidOf(outcome.value.body)) : outcome.refusal).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('is refused where it is nested too deeply', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    const bodies = [{ messages: deep }, { messages: [{ role: 'user', content: 'a' }], metadata: { deep } }]
    expect(bodies.map((body) => translated(body, 'claude-opus-5').ok)).toEqual([false, false])
  })

  test('may have arguments that are nested too deeply', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'f', arguments: deep } }]
    const messages = [
      { role: 'assistant', tool_calls },
      { role: 'tool', tool_call_id: 'a', content: 'x' },
    ]
    const outcome = translated({ messages }, 'claude-opus-5')
    expect(outcome).toMatchObject({
      value: { body: { messages: [{}, { content: [{ input: { invalid_arguments: deep } }] }, {}] } },
    })
  })
})
