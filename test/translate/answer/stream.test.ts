import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { block, call, chunksOf, context, end, error, ping, sse, start, text, translated } from './streams.ts'

type Chunk = OpenAI.ChatCompletionChunk
type Choice = Chunk['choices'][number]
/** What our streams carry beside OpenAI's own members. */
type Delta = Choice['delta'] & { reasoning_content?: string; thinking_blocks?: object[] }

function chunk(delta: Delta, finish_reason: Choice['finish_reason'] = null): Chunk {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'claude-sonnet-5-5',
    service_tier: 'default',
    choices: [{ index: 0, delta, finish_reason }],
  }
}

const first = chunk({ role: 'assistant', content: '' })
const usage: OpenAI.CompletionUsage = {
  prompt_tokens: 18_312,
  completion_tokens: 420,
  total_tokens: 18_732,
  prompt_tokens_details: { cached_tokens: 18_000, cache_write_tokens: 300 },
  completion_tokens_details: { reasoning_tokens: 250 },
}

function told(events: Parameters<typeof sse>[0], how = context): unknown[] {
  return chunksOf(translated(sse(events), how).text)
}

function begun(index: number, id: string, name: string): Chunk {
  return chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] })
}

function piece(index: number, json: string): Chunk {
  return chunk({ tool_calls: [{ index, function: { arguments: json } }] })
}

describe('a stream of text', () => {
  test('is told piece by piece, and ends with the sentinel', () => {
    const pieces = ['Hel', 'lo', ' "you"\n', '\\ ', 'こんにちは', '\u0000\u007f\u2028', '😀', '']
    expect(told([start(), ping, ...text(0, ...pieces), ...end('end_turn')])).toStrictEqual([
      first,
      ...pieces.filter((content) => content !== '').map((content) => chunk({ content })),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })

  test('is told at once, event by event', () => {
    const events = [start(), ...text(0, 'Hi'), ...end('end_turn')]
    const lengths = events.map((_event, index) => told(events.slice(0, index + 1)).length)
    expect(lengths).toEqual([1, 1, 2, 2, 3, 4])
  })

  test('in several blocks is one text, hosted tools and citations left out', () => {
    const hosted = block(
      1,
      {
        type: 'server_tool_use',
        id: 'srvtoolu_1',
        name: 'web_search',
        input: {},
        caller: { type: 'direct' },
      },
      { type: 'input_json_delta', partial_json: '{"query":"news"}' },
    )
    const cited = block(
      2,
      { type: 'text', text: 'is', citations: null },
      { type: 'text_delta', text: ' old' },
      {
        type: 'citations_delta',
        citation: {
          type: 'web_search_result_location',
          cited_text: 'old',
          encrypted_index: 'E',
          title: null,
          url: 'https://example.com',
        },
      },
    )
    expect(told([start(), ...text(0, 'It '), ...hosted, ...cited, ...end('pause_turn')])).toStrictEqual([
      first,
      chunk({ content: 'It ' }),
      chunk({ content: 'is' }),
      chunk({ content: ' old' }),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })

  test('tells the counts in a chunk of their own, to clients that asked', () => {
    const asked = { ...context, includeUsage: true }
    const none = { usage: null }
    expect(told([start(), ...text(0, 'Hi'), ...end('max_tokens')], asked)).toStrictEqual([
      { ...first, ...none },
      { ...chunk({ content: 'Hi' }), ...none },
      { ...chunk({}, 'length'), ...none },
      { ...first, choices: [], usage },
      '[DONE]',
    ])
  })

  test('that is empty has a first and a last chunk', () => {
    expect(told([start(), ...end('end_turn')])).toStrictEqual([first, chunk({}, 'stop'), '[DONE]'])
  })

  test('that is refused says the words of the refusal, if there are any', () => {
    const explanation = 'It would help malware.'
    const details = { type: 'refusal', category: 'cyber' } as const
    const events = [start(), ...text(0, 'I can')]
    const begin = [first, chunk({ content: 'I can' })]
    const close = [chunk({}, 'content_filter'), '[DONE]']
    expect(told([...events, ...end('refusal', { ...details, explanation })])).toStrictEqual([
      ...begin,
      chunk({ refusal: explanation }),
      ...close,
    ])
    expect(told([...events, ...end('refusal', { ...details, explanation: null })])).toStrictEqual([
      ...begin,
      ...close,
    ])
  })
})

describe('tool calls in a stream', () => {
  test('are numbered among themselves, their arguments told as they come', () => {
    const calls = [
      ...call(1, 'toolu_1', 'weather', '{"city":', '"Zürich"}'),
      ...call(2, 'toolu_2', 'clock', '{"zone":12345678901234567890}'),
    ]
    expect(told([start(), ...text(0, 'Hm.'), ...calls, ...end('tool_use')])).toStrictEqual([
      first,
      chunk({ content: 'Hm.' }),
      begun(0, 'toolu_1', 'weather'),
      piece(0, '{"city":'),
      piece(0, '"Zürich"}'),
      begun(1, 'toolu_2', 'clock'),
      piece(1, '{"zone":12345678901234567890}'),
      chunk({}, 'tool_calls'),
      '[DONE]',
    ])
  })

  test('without input have an empty one', () => {
    const expected = [first, begun(0, 'toolu_1', 'now'), piece(0, '{}'), chunk({}, 'tool_calls'), '[DONE]']
    expect(told([start(), ...call(0, 'toolu_1', 'now'), ...end('tool_use')])).toStrictEqual(expected)
    const unended = call(0, 'toolu_1', 'now').slice(0, 1)
    expect(told([start(), ...unended, ...end('tool_use')])).toStrictEqual(expected)
  })

  test('whose input came with their start have that one', () => {
    const [begin, , close] = call(0, 'toolu_1', 'weather')
    if (begin?.type !== 'content_block_start' || !close) throw new Error('no call')
    const content_block = { ...begin.content_block, input: { city: 'Bern' } }
    const events = [start(), { ...begin, content_block } as typeof begin, close, ...end('tool_use')]
    expect(told(events).slice(1, 3)).toStrictEqual([
      begun(0, 'toolu_1', 'weather'),
      piece(0, '{"city":"Bern"}'),
    ])
  })

  test('that max_tokens cuts stay cut, and say so', () => {
    expect(
      told([start(), ...call(0, 'toolu_1', 'weather', '{"ci'), ...end('max_tokens')]).slice(2),
    ).toStrictEqual([piece(0, '{"ci'), chunk({}, 'length'), '[DONE]'])
  })

  test('are one function call to a client that spoke of functions', () => {
    const calls = [...call(0, 'toolu_1', 'weather', '{"city":"Bern"}'), ...call(1, 'toolu_2', 'clock', '{}')]
    expect(
      told([start(), ...calls, ...end('tool_use')], { ...context, legacyFunctions: true }),
    ).toStrictEqual([
      first,
      chunk({ function_call: { name: 'weather', arguments: '' } }),
      chunk({ function_call: { arguments: '{"city":"Bern"}' } }),
      chunk({}, 'function_call'),
      '[DONE]',
    ])
  })
})

describe('an answer that is a tool’s input', () => {
  const how = { ...context, answerTool: 'answer' }
  const answer = call(1, 'toolu_1', 'answer', '{"sum"', ':4}')

  test('is told as content, and text beside it is left out', () => {
    const events = [start(), ...text(0, 'Here:'), ...answer, ...text(2, 'Done.'), ...end('tool_use')]
    expect(told(events, how)).toStrictEqual([
      first,
      chunk({ content: '{"sum"' }),
      chunk({ content: ':4}' }),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })

  test('is the text when the tool is not called', () => {
    expect(told([start(), ...text(0, 'I ', 'cannot.'), ...end('end_turn')], how)).toStrictEqual([
      first,
      chunk({ content: 'I cannot.' }),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })

  test('is the text when there is much of it', () => {
    const long = 'x'.repeat(70_000)
    const events = [start(), ...text(0, long, 'y'), ...end('end_turn')]
    expect(told(events.slice(0, 3), how)).toStrictEqual([first, chunk({ content: long })])
    expect(told(events, how).slice(2, 3)).toStrictEqual([chunk({ content: 'y' })])
  })
})

describe('thinking in a stream', () => {
  const thinking = (index: number, signature: string, ...pieces: string[]) =>
    block(
      index,
      { type: 'thinking', thinking: '', signature: '' },
      ...pieces.map((words) => ({ type: 'thinking_delta', thinking: words }) as const),
      { type: 'signature_delta', signature },
    )

  test('is told as text while it comes, and as blocks once at the end', () => {
    const redacted = block(1, { type: 'redacted_thinking', data: 'Eo8B' })
    const events = [
      start(),
      ...thinking(0, 'EqQB', 'Two ', 'and two'),
      ...redacted,
      ...text(2, '4'),
      ...thinking(3, 'EqQC'),
      ...end('end_turn'),
    ]
    expect(told(events)).toStrictEqual([
      first,
      chunk({ reasoning_content: 'Two ' }),
      chunk({ reasoning_content: 'and two' }),
      chunk({ content: '4' }),
      chunk({
        thinking_blocks: [
          { type: 'thinking', thinking: 'Two and two', signature: 'EqQB' },
          { type: 'redacted_thinking', data: 'Eo8B' },
          { type: 'thinking', thinking: '', signature: 'EqQC' },
        ],
      }),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })

  test('that is longer than what is kept is told as text alone', () => {
    const long = 'x'.repeat(300 * 1024)
    const events = [start(), ...thinking(0, 'EqQB', long, long), ...text(1, '4'), ...end('end_turn')]
    expect(told(events)).toStrictEqual([
      first,
      chunk({ reasoning_content: long }),
      chunk({ reasoning_content: long }),
      chunk({ content: '4' }),
      chunk({}, 'stop'),
      '[DONE]',
    ])
  })
})

describe('an error in a stream', () => {
  const overloaded = {
    error: { message: 'Overloaded', type: 'server_error', param: null, code: 'overloaded' },
  }
  const events = [
    start(),
    ...text(0, 'Hi'),
    ...call(1, 'toolu_1', 'weather', '{"ci', 'ty":"Bern"}'),
    ...end('tool_use').slice(0, 1),
  ]

  test('is told at every stage, is the last word, and never followed by the sentinel', () => {
    for (let stage = 0; stage <= events.length; stage += 1) {
      const before = events.slice(0, stage)
      const stream = sse([...before, error('overloaded_error', 'Overloaded'), ...end('end_turn')])
      const { text: bytes, state } = translated(stream)
      expect({ chunks: chunksOf(bytes), state }).toStrictEqual({
        chunks: [...told(before), overloaded],
        state: 'failed',
      })
    }
  })

  test('is told whatever shape it has', () => {
    const shapes = [
      'event: error\ndata: {"error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      'data: {"error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
    ]
    expect(shapes.map((shape) => chunksOf(translated(shape).text))).toEqual([[overloaded], [overloaded]])
  })

  test('can be an event that is no JSON object', () => {
    const broken = ['{"type":"content_block_delta","ind', '[1]', 'null', '']
    const streams = broken.map((data) => translated(`event: content_block_delta\ndata: ${data}\n\n`))
    const message = 'an event of the upstream’s stream is no JSON object'
    const told = { error: { message, type: 'server_error', param: null, code: null } }
    expect(streams.map(({ text: bytes, state }) => [chunksOf(bytes), state])).toEqual(
      broken.map(() => [[told], 'failed']),
    )
  })
})

describe('what is not in the table', () => {
  test('is nothing: unknown events, blocks, deltas and texts that are no events', () => {
    const unknown = [
      'event: ping\ndata: soon\n\n',
      'event: message_pause\ndata: {"type":"message_pause"}\n\n',
      'data: [DONE]\n\n',
      'data: {"type":"content_block_start","index":0,"content_block":{"type":"hologram"}}\n\n',
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"hologram_delta","text":"x"}}\n\n',
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}\n\n',
      'data: {"type":"content_block_delta","index":9,"delta":{"type":"input_json_delta","partial_json":"{"}}\n\n',
      'data: {"type":"content_block_stop","index":7}\n\n',
    ]
    expect(chunksOf(translated(sse([start()]) + unknown.join('')).text)).toStrictEqual([first])
  })

  test('does not keep an unnamed event from being read', () => {
    const stream = sse([start(), ...text(0, 'Hi'), ...end('end_turn')])
    const unnamed = stream.replaceAll(/^event: .*\n/gm, '')
    expect(translated(unnamed)).toEqual(translated(stream))
  })
})

describe('a ping', () => {
  test('is nothing among other events, and a comment after another ping, so that a silent stream lives on', () => {
    const events = [
      start(),
      ping,
      ...text(0, 'Hi'),
      ping,
      ping,
      ping,
      ...text(1, '!'),
      ping,
      ...end('end_turn'),
    ]
    const without = events.filter(({ type }) => type !== 'ping')
    const { text: told, state } = translated(sse(events))
    expect({ told: told.replace(': ping\n\n: ping\n\n', ''), state }).toEqual({
      told: translated(sse(without)).text,
      state: 'complete',
    })
    expect(told.split(': ping\n\n')).toHaveLength(3)
  })
})

describe('how a stream stands', () => {
  const events = [start(), ...call(0, 'toolu_1', 'weather', '{"ci', 'ty":"Bern"}'), ...end('tool_use')]

  test('is open until message_stop, so that a broken one is seen', () => {
    const states = events.map((_event, index) => translated(sse(events.slice(0, index + 1))).state)
    expect(states).toEqual([...events.slice(1).map(() => 'open'), 'complete'])
  })

  test('stays complete whatever follows', () => {
    const whole = translated(sse(events))
    expect(translated(sse([...events, error('api_error', 'late'), ...events]))).toEqual(whole)
  })
})
