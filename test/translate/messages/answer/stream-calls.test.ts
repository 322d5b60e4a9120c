import { describe, expect, test } from 'vitest'
import { chunk, context, done, end, eventsOf, first, piece, sse, told, translated } from './streams.ts'
import { call, ping, start, stop, text, thinking } from './told-events.ts'

describe('tool calls in a chat stream', () => {
  const weather = piece(0, '', { id: 'call_1', name: 'weather' })
  const clock = piece(1, '', { id: 'call_2', name: 'clock' })
  const both = [
    start(),
    ...call(0, 'call_1', 'weather', '{"city":"Bern"}'),
    ...call(1, 'call_2', 'clock', '{"zone":"CET"}'),
    ...stop('tool_use'),
  ]
  const rows: [string, object[]][] = [
    [
      'one after the other',
      [weather, piece(0, '{"city"'), piece(0, ':"Bern"}'), clock, piece(1, '{"zone":"CET"}')],
    ],
    [
      'mixed',
      [weather, clock, piece(1, '{"zone"'), piece(0, '{"city":'), piece(1, ':"CET"}'), piece(0, '"Bern"}')],
    ],
    [
      'whole',
      [
        piece(0, '{"city":"Bern"}', { id: 'call_1', name: 'weather' }),
        piece(1, '{"zone":"CET"}', { id: 'call_2', name: 'clock' }),
      ],
    ],
    [
      'whole, by one index',
      [
        piece(0, '{"city":"Bern"}', { id: 'call_1', name: 'weather' }),
        piece(0, '{"zone":"CET"}', { id: 'call_2', name: 'clock' }),
      ],
    ],
    [
      'with an id in every piece, the name in the first',
      [
        weather,
        piece(0, '{"city"', { id: 'call_9' }),
        piece(0, ':"Bern"}', { id: 'call_8' }),
        clock,
        piece(1, '{"zone":"CET"}', { id: 'call_7' }),
      ],
    ],
    [
      'with id and name in every piece',
      [
        weather,
        piece(0, '{"city"', { id: 'call_1', name: 'weather' }),
        piece(0, ':"Bern"}', { id: 'call_1', name: 'weather' }),
        piece(1, '{"zone":"CET"}', { id: 'call_2', name: 'clock' }),
      ],
    ],
    [
      'with the id after the name',
      [
        piece(0, '', { name: 'weather' }),
        piece(0, '{"city":"Bern"}', { id: 'call_1' }),
        clock,
        piece(1, '{"zone":"CET"}'),
      ],
    ],
    [
      'without index, in one chunk',
      [
        loose(
          { id: 'call_1', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
          { id: 'call_2', function: { name: 'clock', arguments: { zone: 'CET' } } },
        ),
      ],
    ],
    [
      'without index, in pieces',
      [
        loose({ id: 'call_1', function: { name: 'weather', arguments: '{"city"' } }),
        loose({ id: 'call_1', function: { arguments: ':"Be' } }),
        loose({ function: { arguments: 'rn"}' } }),
        loose({ id: 'call_2', function: { name: 'clock', arguments: '{"zone":"CET"}' } }),
      ],
    ],
  ]
  test.each(rows)('%s are blocks one after the other, their arguments whole', (_how, chunks) => {
    expect(told(first, ...chunks, end('tool_calls'), done)).toEqual(both)
  })

  test('whole, by one index and without ids, are as many as they are', () => {
    const chunks = [
      piece(0, '{"city":"Bern"}', { name: 'weather' }),
      piece(0, '{"city":"Rom"}', { name: 'weather' }),
      piece(0, '{"zone"', { name: 'clock' }),
      piece(0, ':"CET"}', { name: 'clock' }),
    ]
    expect(told(first, ...chunks, end('tool_calls'), done)).toEqual([
      start(),
      ...call(0, 'toolu_r1_0', 'weather', '{"city":"Bern"}'),
      ...call(1, 'toolu_r1_1', 'weather', '{"city":"Rom"}'),
      ...call(2, 'toolu_r1_2', 'clock', '{"zone":"CET"}'),
      ...stop('tool_use'),
    ])
  })

  test('come after thoughts and text, white space left out', () => {
    const chunks = [chunk({ reasoning: 'Hm' }), chunk({ content: 'Let me look.' }), chunk({ content: '\n' })]
    expect(
      told(first, ...chunks, weather, chunk({ content: ' See:' }), piece(0, '{}'), end('stop'), done),
    ).toEqual([
      start(),
      ...thinking(0, 'Hm'),
      ...text(1, 'Let me look.', '\n', ' See:'),
      ...call(2, 'call_1', 'weather', '{}'),
      ...stop('tool_use'),
    ])
    expect(told(first, chunk({ content: '\n\n' }), weather, end('tool_calls'), done)).toEqual([
      start(),
      ...call(0, 'call_1', 'weather', '{}'),
      ...stop('tool_use'),
    ])
  })

  test('without arguments have an empty input', () => {
    const none = ['', ' \n', 'null', '{}'].map((args) =>
      told(first, piece(0, args, { id: 'call_1', name: 'now' }), end('tool_calls'), done),
    )
    const empty = [start(), ...call(0, 'call_1', 'now', '{}'), ...stop('tool_use')]
    expect(none).toEqual([empty, empty, empty, empty])
  })

  test.each([
    ['no JSON', '{"city": Bern}'],
    ['cut', '{"city":"Be'],
    ['a list', '[1]'],
    ['a text', '"Bern"'],
    ['a number', '7'],
    ['too deep', `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`],
  ])('whose arguments are %s keep them, for the model to read again', (_what, args) => {
    expect(told(first, piece(0, args, { id: 'call_1', name: 'weather' }), end('tool_calls'), done)).toEqual([
      start(),
      ...call(0, 'call_1', 'weather', JSON.stringify({ invalid_arguments: args })),
      ...stop('tool_use'),
    ])
  })

  test('that are an object too deep to be written say so', () => {
    const deep = `${'['.repeat(99_999)}${']'.repeat(99_999)}`
    const entry = `{"id":"call_1","function":{"name":"f","arguments":${deep}}}`
    const stream = `data: {"model":"model-1","choices":[{"delta":{"tool_calls":[${entry}]}}]}\n\n`
    expect(told(stream, end('tool_calls'), done)).toEqual([
      start(),
      ...call(0, 'call_1', 'f', '{"invalid_arguments":"arguments nested too deep"}'),
      ...stop('tool_use'),
    ])
  })

  test('keep every digit', () => {
    const args = '{ "id": 12345678901234567890 }'
    expect(told(first, piece(0, args, { id: 'call_1', name: 'post' }), end('tool_calls'), done)).toEqual([
      start(),
      ...call(0, 'call_1', 'post', args),
      ...stop('tool_use'),
    ])
  })

  test('have ids of the right form, each its own', () => {
    const ids = ['functions.weather:0', '', 'call_1', 'call_1', 'x'.repeat(65)]
    const calls = loose(...ids.map((id) => ({ id, function: { name: 'f', arguments: '{}' } })))
    const events = told(first, calls, end('tool_calls'), done)
    const starts = events.filter(({ type }) => type === 'content_block_start') as {
      content_block?: { id: string }
    }[]
    expect(starts.map(({ content_block }) => content_block?.id)).toEqual([
      'toolu_r1_0',
      'toolu_r1_1',
      'call_1',
      'toolu_r1_3',
    ])
  })

  test('have the client’s own names', () => {
    const how = { ...context, toolNames: new Map([['mcp_a_b', 'mcp a/b']]) }
    const stream = sse(first, piece(0, '{}', { id: 'call_1', name: 'mcp_a_b' }), end('tool_calls'), done)
    expect(eventsOf(translated(stream, how).text)).toEqual([
      start(),
      ...call(0, 'call_1', 'mcp a/b', '{}'),
      ...stop('tool_use'),
    ])
  })

  test('that the limit cuts say so, and are not lost', () => {
    expect(told(first, weather, piece(0, '{"ci'), end('length'), done)).toEqual([
      start(),
      ...call(0, 'call_1', 'weather', '{"invalid_arguments":"{\\"ci"}'),
      ...stop('max_tokens'),
    ])
  })

  test('are pings while they come', () => {
    const pieces = Array.from({ length: 100 }, () => piece(0, ' '))
    expect(told(first, weather, ...pieces, piece(0, '{}'), end('tool_calls'), done)).toEqual([
      start(),
      ping,
      ping,
      ...call(0, 'call_1', 'weather', `${' '.repeat(100)}{}`),
      ...stop('tool_use'),
    ])
  })

  test('that are more than can be kept fail the stream', () => {
    const long = sse(
      first,
      weather,
      ...Array.from({ length: 9 }, () => piece(0, 'x'.repeat(1024 * 1024))),
      end('tool_calls'),
      done,
    )
    const many = sse(
      first,
      ...Array.from({ length: 600 }, (_none, index) => piece(index, '', { id: `c${index}`, name: 'f' })),
    )
    const failed = {
      type: 'error',
      error: {
        type: 'api_error',
        message: 'the upstream’s tool calls are too long',
        code: null,
        param: null,
      },
      request_id: 'r1',
    }
    const ends = [long, many].map((stream) => {
      const { text: sent, state } = translated(stream)
      return [eventsOf(sent).at(-1), state]
    })
    expect(ends).toEqual([
      [failed, 'failed'],
      [failed, 'failed'],
    ])
  })
})

/** A chunk of calls without index. */
function loose(...calls: object[]): object {
  return { choices: [{ index: 0, delta: { tool_calls: calls }, finish_reason: null }], model: 'model-1' }
}
