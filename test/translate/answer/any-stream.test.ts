import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { block, call, chunksOf, context, end, error, ping, sse, start, text, translated } from './streams.ts'

const events = [
  start(),
  ping,
  error('api_error', 'Oh'),
  ...text(0, 'Größe', ''),
  ...call(1, 'toolu_1', 'weather', '{"a":', '1}'),
  ...call(2, 'toolu_2', 'answer', '{"b":2}'),
  ...block(3, { type: 'thinking', thinking: '', signature: 'E' }, { type: 'thinking_delta', thinking: 'Hm' }),
  ...end('tool_use'),
  ...end('refusal'),
]
const named = ['message_start', 'content_block_start', 'content_block_delta', 'message_delta', 'error', 'odd']
const streams = array(
  oneof(
    { weight: 6, arbitrary: constantFrom(...events.map((event) => sse([event]))) },
    {
      weight: 1,
      arbitrary: jsonValue().chain((any) =>
        constantFrom(...named).map((name) => `event: ${name}\ndata: ${JSON.stringify(any)}\n\n`),
      ),
    },
    { weight: 1, arbitrary: constant('event: message_start\ndata: {"type"\n\n') },
  ),
  { maxLength: 30 },
)

describe('any stream of any events', () => {
  test('becomes chunks that are whole, and one end at most', () => {
    assert(
      property(
        streams,
        boolean(),
        boolean(),
        constantFrom(null, 'answer'),
        integer({ min: 1, max: 40 }),
        (parts, includeUsage, legacyFunctions, answerTool, pieceLength) => {
          const how = { ...context, includeUsage, legacyFunctions, answerTool }
          const { text: told, state } = translated(parts.join(''), how)
          const chunks = chunksOf(told.replaceAll(': ping\n\n', ''))
          const kinds = chunks.map((chunk) => {
            if (chunk === '[DONE]') return 'complete'
            return Object.hasOwn(Object(chunk), 'error') ? 'failed' : 'open'
          })
          const ends = state === 'open' ? [] : [state]
          expect(kinds).toEqual([...kinds.slice(ends.length).map(() => 'open'), ...ends])
          expect(translated(parts.join(''), how, pieceLength)).toEqual({ text: told, state })
        },
      ),
    )
  })
})
