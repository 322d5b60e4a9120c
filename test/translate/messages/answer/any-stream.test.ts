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
        expect(faultOf(eventsOf(text), ended)).toBeNull()
        expect(translated(parts.join(''), how, pieceLength)).toEqual({ text, ...ended })
      }),
      { numRuns: 400 },
    )
  })
})

/** What is wrong with the order of a message's events; null for nothing. */
function faultOf(events: Record<string, unknown>[], ended: { whole: boolean; state: string }): string | null {
  let state = 'none'
  let next = 0
  let open = false
  for (const { type, index } of events) {
    if (type === 'ping') continue
    if (state === 'complete' || state === 'failed') return `${String(type)} after the end`
    if (type === 'error') state = 'failed'
    else if (type === 'message_start') {
      if (state !== 'none') return 'a second start'
      state = 'open'
    } else if (state === 'none') return `${String(type)} before the start`
    else if (type === 'content_block_start') {
      if (open || index !== next) return 'a block in a block'
      open = true
    } else if (type === 'content_block_delta') {
      if (!open || index !== next) return 'a delta of no block'
    } else if (type === 'content_block_stop') {
      if (!open || index !== next) return 'an end of no block'
      open = false
      next += 1
    } else if (type === 'message_delta') {
      if (open || state !== 'open') return 'an end in a block'
      state = 'ending'
    } else if (type === 'message_stop') {
      if (state !== 'ending') return 'a stop without its reason'
      state = 'complete'
    } else return `the event ${String(type)}`
  }
  const told = state === 'complete' || state === 'failed' ? state : 'open'
  return told === ended.state && ended.whole === (told !== 'open') ? null : `${told} that says ${ended.state}`
}
