import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageFault } from './message-order.ts'
import { chunk, context, done, end, eventsOf, first, piece, sse, translated, usage } from './streams.ts'

const known = [
  sse(first),
  sse(chunk({ content: 'Größe' })),
  sse(chunk({ content: ' \n' })),
  sse(chunk({ reasoning: 'Hm' })),
  sse(chunk({ refusal: 'No' })),
  sse(piece(0, '', { id: 'call_1', name: 'weather' })),
  sse(piece(0, '{"a":1}')),
  sse(piece(1, '{"b"', { id: 'call_2', name: 'clock' })),
  sse(piece(1, ':2}')),
  sse(end('stop')),
  sse(end('tool_calls')),
  sse(usage()),
  sse({ error: { message: 'Oh' } }),
  ': keep-alive\n\n',
  'data: \n\n',
  'data: {"choi\n\n',
  done,
]
const delta = record({ content: jsonValue(), reasoning: jsonValue(), tool_calls: jsonValue() })
const call = record({
  index: jsonValue(),
  id: jsonValue(),
  function: record({ name: string(), arguments: jsonValue() }),
})
const streams = array(
  oneof(
    { weight: 8, arbitrary: constantFrom(...known) },
    { weight: 1, arbitrary: jsonValue().map((any) => `data: ${JSON.stringify(any)}\n\n`) },
    { weight: 1, arbitrary: delta.map((any) => sse({ choices: [{ delta: any }] })) },
    { weight: 1, arbitrary: array(call).map((tool_calls) => sse({ choices: [{ delta: { tool_calls } }] })) },
  ),
  { maxLength: 30 },
)

describe('any chat stream of any chunks', () => {
  test('becomes a message whose blocks follow each other, with one end at most', () => {
    assert(
      property(streams, boolean(), integer({ min: 1, max: 40 }), (parts, showsThinking, pieceLength) => {
        const how = { ...context, showsThinking }
        const { text, ...ended } = translated(parts.join(''), how)
        const order = messageFault(eventsOf(text))
        expect(order).toEqual({ fault: null, ended: ended.whole })
        expect(ended.state === 'open').toBe(!ended.whole)
        expect(translated(parts.join(''), how, pieceLength)).toEqual({ text, ...ended })
      }),
      { numRuns: 400 },
    )
  })
})
