import { describe, expect, test } from 'vitest'
import { xaiChat } from '../../../../src/usage/dialects/xai.ts'
import {
  chunk,
  context,
  type Delta,
  done,
  end,
  eventsOf,
  first,
  piece,
  sse,
  told,
  toldCounts,
  toldSoFar,
  translated,
  usage,
} from './streams.ts'
import { ping, start, stop, text, thinking, unstated } from './told-events.ts'

describe('a chat stream of text as a message', () => {
  test('has every event of one, and the counts that come after the finish reason', () => {
    const pieces = ['Hel', 'lo', ' "you"\n', '\\ ', 'こんにちは', '\u0000\u007f\u2028', '😀', '']
    const chunks = pieces.map((content) => chunk({ content }))
    expect(told(first, ...chunks, end('stop'), usage(), done)).toEqual([
      start(),
      ...text(0, ...pieces.filter((words) => words !== '')),
      ...stop('end_turn', toldCounts),
    ])
  })

  test('is told at once, its end when the counts are known', () => {
    const chunks = [first, chunk({ content: 'Hi' }), chunk({ content: '!' }), end('stop'), usage(), done]
    const lengths = chunks.map((_chunk, index) => {
      return toldSoFar(...chunks.slice(0, index + 1)).length
    })
    expect(lengths).toEqual([1, 3, 4, 4, 4, 7])
  })

  test.each([
    ['with the finish reason', [{ ...end('stop'), usage: { prompt_tokens: 7, completion_tokens: 2 } }]],
    ['in an extension', [{ ...end('stop'), x_groq: { usage: { prompt_tokens: 7, completion_tokens: 2 } } }]],
    [
      'in a last chunk with a choice',
      [end('stop'), { ...first, usage: { prompt_tokens: 7, completion_tokens: 2 } }],
    ],
  ])('has the counts that come %s', (_where, chunks) => {
    expect(told(first, chunk({ content: 'Hi' }), ...chunks, done)).toEqual([
      start(),
      ...text(0, 'Hi'),
      ...stop('end_turn', { ...unstated, input_tokens: 7, output_tokens: 2 }),
    ])
  })

  test('has the last of running counts, and the input already at its start', () => {
    const running = (content: string, output: number) => ({
      ...chunk({ content }),
      usage: { prompt_tokens: 5, completion_tokens: output },
    })
    expect(
      told(running('It', 1), running(' is', 2), running('', 2), {
        ...end('stop'),
        usage: { prompt_tokens: 5, completion_tokens: 3 },
      }),
    ).toEqual([
      start('model-1', 5),
      ...text(0, 'It', ' is'),
      ...stop('end_turn', { ...unstated, input_tokens: 5, output_tokens: 3 }),
    ])
  })

  test('has the counts as the provider’s dialect reads them', () => {
    const stated = {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 240,
      completion_tokens_details: { reasoning_tokens: 199 },
    }
    const { text: sent } = translated(sse(first, end('stop'), usage(stated), done), {
      ...context,
      usage: xaiChat,
    })
    expect(eventsOf(sent)).toEqual([
      start(),
      ...stop('end_turn', {
        ...unstated,
        input_tokens: 32,
        output_tokens: 208,
        output_tokens_details: { thinking_tokens: 199 },
      }),
    ])
  })

  test('begins with the first choice, whatever comes before it', () => {
    const prompt = { id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] }
    expect(told(prompt, first, chunk({ content: 'Hi' }), end('stop'), done)).toEqual([
      start(),
      ...text(0, 'Hi'),
      ...stop('end_turn'),
    ])
  })

  test('goes by the model that was asked for when it names none', () => {
    expect(told({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] }, done)).toEqual([
      start('fast'),
      ...text(0, 'Hi'),
      ...stop('end_turn'),
    ])
  })

  test('has no block of white space alone', () => {
    expect(told(first, chunk({ content: '\n' }), chunk({ content: '\n' }), end('stop'), done)).toEqual([
      start(),
      ...stop('end_turn'),
    ])
    expect(told(first, chunk({ content: '\n' }), chunk({ content: ' a' }), end('stop'), done)).toEqual([
      start(),
      ...text(0, '\n a'),
      ...stop('end_turn'),
    ])
  })

  test('does not hold white space without end', () => {
    const spaces = ' '.repeat(5_000)
    expect(told(first, chunk({ content: spaces }))).toEqual([start(), ...text(0, spaces).slice(0, 2)])
  })

  test('that is refused has the words as text and as its explanation', () => {
    expect(told(first, chunk({ refusal: 'Not ' }), chunk({ refusal: 'this.' }), end('stop'), done)).toEqual([
      start(),
      ...text(0, 'Not ', 'this.'),
      ...stop('refusal', unstated, 'Not this.'),
    ])
    expect(told(first, chunk({ content: 'I' }), end('content_filter'), done)).toEqual([
      start(),
      ...text(0, 'I'),
      ...stop('refusal'),
    ])
  })
})

describe('thoughts in a chat stream', () => {
  const ways: [string, (words: string) => Delta][] = [
    ['reasoning_content', (words) => ({ reasoning_content: words, content: null })],
    ['reasoning', (words) => ({ reasoning: words, content: '' })],
    ['both names', (words) => ({ reasoning: words, reasoning_content: words })],
    ['parts', (words) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: words }] }] })],
  ]
  test.each(ways)('that come by %s are a block of their own, without a signature', (_way, delta) => {
    const parts = chunk({ content: [{ type: 'text', text: '4' }] })
    expect(told(first, chunk(delta('Two ')), chunk(delta('and two')), parts, end('stop'), done)).toEqual([
      start(),
      ...thinking(0, 'Two ', 'and two'),
      ...text(1, '4'),
      ...stop('end_turn'),
    ])
  })

  test('that come between texts make blocks of both', () => {
    const chunks = [chunk({ content: 'a' }), chunk({ reasoning: 'b' }), chunk({ content: 'c' })]
    expect(told(...chunks, end('stop'), done)).toEqual([
      start(),
      ...text(0, 'a'),
      ...thinking(1, 'b'),
      ...text(2, 'c'),
      ...stop('end_turn'),
    ])
  })

  test('are not told to a client that did not ask for them, which hears pings instead', () => {
    const thoughts = Array.from({ length: 120 }, () => chunk({ reasoning: 'Hm. ' }))
    const stream = sse(first, ...thoughts, chunk({ content: 'Hi' }), end('stop'), done)
    const { text: sent } = translated(stream, { ...context, showsThinking: false })
    expect(eventsOf(sent)).toEqual([start(), ping, ping, ...text(0, 'Hi'), ...stop('end_turn')])
  })
})

describe('a comment in a chat stream', () => {
  test('is a ping, before the message and in it, and nothing after its end', () => {
    const comment = ': OPENROUTER PROCESSING\n\n'
    expect(told(comment, first, comment, chunk({ content: 'Hi' }), end('stop'), done, comment)).toEqual([
      ping,
      start(),
      ping,
      ...text(0, 'Hi'),
      ...stop('end_turn'),
    ])
  })
})

describe('an error in a chat stream', () => {
  const chunks = [first, chunk({ content: 'Hi' }), piece(0, '{"ci', { id: 'call_1', name: 'f' }), end('stop')]
  const limited = {
    error: { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded', param: null },
  }
  const event = {
    type: 'error',
    error: { type: 'rate_limit_error', message: 'Slow down', code: 'rate_limit_exceeded', param: null },
    request_id: 'r1',
  }

  test('is the event error at every stage, and the last word', () => {
    for (let stage = 0; stage <= chunks.length; stage += 1) {
      const before = chunks.slice(0, stage)
      const { text: sent, ...how } = translated(sse(...before, limited, end('stop'), done))
      expect({ events: eventsOf(sent), ...how }).toEqual({
        events: [...toldSoFar(...before), event],
        whole: true,
        state: 'failed',
      })
    }
  })

  test.each([
    ['a number as its code', { error: { code: 529, message: 'Busy' } }, 'overloaded_error', 'Busy', '529'],
    ['a text', { error: 'Busy' }, 'api_error', 'Busy', null],
    ['an extension', { ...end('stop'), x_groq: { id: 'r', error: 'Busy' } }, 'api_error', 'Busy', null],
    ['an event’s name', 'event: error\ndata: {"message":"Busy"}\n\n', 'api_error', 'Busy', null],
    ['a finish reason', end('error'), 'api_error', 'the upstream failed', 'error'],
    [
      'a finish reason of its own',
      end('insufficient_system_resource'),
      'overloaded_error',
      'the upstream failed',
      'insufficient_system_resource',
    ],
    ['no JSON', 'data: {"choi\n\n', 'api_error', 'an event of the upstream’s stream is no JSON object', null],
    ['a list', 'data: [1]\n\n', 'api_error', 'an event of the upstream’s stream is no JSON object', null],
  ])('can be %s', (_what, failure, type, message, code) => {
    expect(told(first, failure, done)).toEqual([
      start(),
      { type: 'error', error: { type, message, code, param: null }, request_id: 'r1' },
    ])
  })
})

describe('the end of a chat stream', () => {
  const answer = [first, chunk({ content: 'Hi' })]
  const whole = [start(), ...text(0, 'Hi'), ...stop('end_turn')]

  test.each([
    ['the sentinel', sse(...answer, end('stop'), done)],
    ['nothing after its finish reason', sse(...answer, end('stop'))],
    ['half an event after its finish reason', `${sse(...answer, end('stop'))}data: {"choices":[],"usa`],
    ['a sentinel without its blank line', sse(...answer, end('stop'), 'data: [DONE]')],
    ['a finish reason without its blank line', sse(...answer, end('stop')).trimEnd()],
  ])('is that of the message with %s', (_how, stream) => {
    const { text: sent, ...how } = translated(stream)
    expect({ events: eventsOf(sent), ...how }).toEqual({ events: whole, whole: true, state: 'complete' })
  })

  test('brings the counts that lack their blank line', () => {
    expect(told(...answer, end('stop'), sse(usage()).trimEnd())).toEqual([
      start(),
      ...text(0, 'Hi'),
      ...stop('end_turn', toldCounts),
    ])
  })

  test.each([
    ['an empty stream', ''],
    ['comments alone', ': keep-alive\n\n'],
    ['the sentinel alone', done],
    ['a stream without a finish reason', sse(...answer)],
    ['a stream with the sentinel but without a finish reason', sse(...answer, usage(), done)],
    ['half a finish reason', sse(...answer, end('stop')).slice(0, -9)],
    ['a call that goes on', sse(first, piece(0, '{"ci', { id: 'call_1', name: 'f' }))],
  ])('is none: %s is broken', (_what, stream) => {
    const { whole: isWhole, state, text: sent } = translated(stream)
    expect({ isWhole, state, ended: sent.includes('message_stop') }).toEqual({
      isWhole: false,
      state: 'open',
      ended: false,
    })
  })

  test('is the same whatever follows it', () => {
    const stream = sse(...answer, end('stop'), done)
    expect(translated(stream + sse(...answer, { error: 'late' }))).toEqual(translated(stream))
  })

  test.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['model_length', 'max_tokens'],
    ['tool_calls', 'end_turn'],
    ['content_filter', 'refusal'],
    ['eos', 'end_turn'],
  ] as const)('with the finish reason %s is %s', (finishReason, stopReason) => {
    expect(told(first, end(finishReason), done)).toEqual([start(), ...stop(stopReason)])
  })
})
