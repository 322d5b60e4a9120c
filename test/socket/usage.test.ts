import { describe, expect, test } from 'vitest'
import type { SocketUsageName } from '../../src/endpoints/socket.ts'
import { socketDialects } from '../../src/socket/usage/index.ts'
import { createListener, type Listener } from '../../src/socket/usage/listener.ts'
import type { Reading } from '../../src/usage/usage.ts'

function readingOf(name: SocketUsageName, frames: readonly unknown[]): Reading {
  const listener = createListener(socketDialects[name], true)
  for (const frame of frames) {
    const isFrame = typeof frame === 'string' || frame instanceof ArrayBuffer
    listener.hear(isFrame ? frame : JSON.stringify(frame))
  }
  return listener.reading()
}

/** Of the client, or of the server. */
type Frame = { up: unknown } | { down: unknown }

function listened(name: SocketUsageName, frames: readonly Frame[]): Listener {
  const listener = createListener(socketDialects[name], true)
  const textOf = (frame: unknown): string => (typeof frame === 'string' ? frame : JSON.stringify(frame))
  for (const frame of frames) {
    if ('up' in frame) listener.overhear(textOf(frame.up))
    else listener.hear(textOf(frame.down))
  }
  return listener
}

const create = (event_id?: string) => ({ type: 'response.create', ...(event_id && { event_id }) })
const created = { type: 'response.created' }
const committed = { type: 'input_audio_buffer.committed' }
const refusal = (error: object) => ({ type: 'error', error: { message: 'no', ...error } })
const terms = (turn_detection: object | null, type = 'realtime') => ({
  type: 'session.updated',
  session: { type, audio: { input: { turn_detection } } },
})

const done = (input: number, output: number) => ({
  type: 'response.done',
  response: { usage: { input_tokens: input, output_tokens: output } },
})
const transcribed = 'conversation.item.input_audio_transcription.completed'

describe('a realtime session', () => {
  test('that has told nothing has no usage', () => {
    expect(readingOf('realtime', [{ type: 'session.created' }])).toEqual({ final: false, failed: false })
  })

  test('adds up the answers, each stated once, with all their parts', () => {
    const usage = {
      input_tokens: 100,
      input_token_details: {
        audio_tokens: 60,
        image_tokens: 10,
        cached_tokens: 40,
        cached_tokens_details: { audio_tokens: 30 },
      },
      output_tokens: 50,
      output_token_details: { audio_tokens: 35, reasoning_tokens: 5 },
    }
    const frame = { type: 'response.done', response: { usage } }
    expect(readingOf('realtime', [frame, frame, done(1, 1)])).toEqual({
      usage: {
        input: 201,
        cacheRead: 80,
        output: 101,
        reasoning: 10,
        details: {
          input_audio_tokens: 120,
          input_image_tokens: 20,
          cache_read_audio_tokens: 60,
          output_audio_tokens: 70,
          longest_input_tokens: 100,
        },
      },
      final: true,
      failed: false,
    })
  })

  test('keeps transcriptions, in tokens or seconds, out of the totals', () => {
    const usage = {
      type: 'tokens',
      input_tokens: 14,
      input_token_details: { audio_tokens: 12 },
      output_tokens: 3,
    }
    const frames = [
      { type: transcribed, transcript: 'Hi', usage },
      done(10, 4),
      { type: transcribed, transcript: 'Ho', usage },
      { type: transcribed, transcript: 'Hu', usage: { type: 'duration', seconds: 1.5 } },
    ]
    expect(readingOf('realtime', frames)).toEqual({
      usage: {
        input: 10,
        output: 4,
        details: {
          transcription_input_tokens: 28,
          transcription_input_audio_tokens: 24,
          transcription_output_tokens: 6,
          transcription_seconds: 1.5,
        },
      },
      final: true,
      failed: false,
    })
  })

  test('knows that an answer is under way, and the model that the session has last', () => {
    const frames = [
      { type: 'session.created', session: { model: 'first' } },
      { type: 'session.updated', session: { model: 'second' } },
      done(10, 4),
      { type: 'response.created' },
    ]
    expect(readingOf('realtime', frames)).toEqual({
      usage: { input: 10, output: 4 },
      model: 'second',
      final: false,
      failed: false,
    })
  })

  test.each<[string, Frame[], boolean]>([
    ['asked for', [{ up: create() }], false],
    ['asked for in other letters', [{ up: '{"type":"response\\u002ecreate"}' }], false],
    ['that has begun', [{ up: create() }, { down: created }], false],
    ['that has ended', [{ up: create() }, { down: created }, { down: done(1, 1) }], true],
    ['of two', [{ up: create() }, { up: create() }, { down: created }, { down: done(1, 1) }], false],
    ['that began unseen', [{ up: create() }, { down: done(1, 1) }], true],
    ['refused by its id', [{ up: create('a') }, { down: refusal({ event_id: 'a' }) }], true],
    ['beside one refused', [{ up: create('a') }, { down: refusal({ event_id: 'b' }) }], false],
    ['refused for a field', [{ up: create() }, { down: refusal({ param: 'response.voice' }) }], true],
    ['beside another mistake', [{ up: create() }, { down: refusal({ param: 'session.voice' }) }], false],
    ['to speech', [{ down: terms({ type: 'server_vad' }) }, { down: committed }], false],
    [
      'to speech that has begun and ended',
      [{ down: terms({ type: 'server_vad' }) }, { down: committed }, { down: created }, { down: done(1, 1) }],
      true,
    ],
    [
      'to no speech where none is wanted',
      [{ down: terms({ type: 'semantic_vad', create_response: false }) }, { down: committed }],
      true,
    ],
    ['to no speech where turns are the client’s', [{ down: terms(null) }, { down: committed }], true],
    [
      'to no speech where it is written down',
      [{ down: terms({ type: 'server_vad' }, 'transcription') }, { down: committed }],
      true,
    ],
  ])('is whole or not beside an answer %s', (_, frames, final) => {
    const listener = listened('realtime', [{ down: done(10, 4) }, ...frames])
    expect([listener.reading().final, listener.unfinished()]).toEqual([final, !final])
  })

  test('believes no usage that is none', () => {
    const odd = [null, [], 'x', { input_tokens: -1 }, { input_tokens: '9', output_tokens: 1e300 }]
    const frames = odd.map((usage) => ({ type: 'response.done', response: { usage } }))
    const broken = ['{"type":"response.done"', '"response.done"', Uint8Array.of(255, 0).buffer]
    expect(readingOf('realtime', [...frames, ...broken])).toEqual({ final: false, failed: false })
  })
})

describe('a Responses session', () => {
  test('adds up its answers, however each ended', () => {
    const end = (type: string, input: number) => ({
      type,
      response: { model: 'm', usage: { input_tokens: input, output_tokens: 2 } },
    })
    const frames = [
      { type: 'response.created', response: { usage: null } },
      end('response.completed', 1),
      end('response.incomplete', 10),
      end('response.failed', 100),
    ]
    expect(readingOf('responses', frames)).toEqual({
      usage: { input: 111, output: 6, details: { longest_input_tokens: 100 } },
      model: 'm',
      final: true,
      failed: false,
    })
  })
})

describe('what a Responses session reads', () => {
  const completed = {
    type: 'response.completed',
    response: { usage: { input_tokens: 1, output_tokens: 2 } },
  }
  const error = { type: 'error', status: 400, error: { code: 'previous_response_not_found' } }

  test.each<[string, Frame[], boolean]>([
    ['one was asked for', [{ up: create() }], false],
    ['one has begun', [{ up: create() }, { down: created }], false],
    ['all have ended', [{ up: create() }, { down: created }, { down: completed }], true],
    ['one of two has', [{ up: create() }, { up: create() }, { down: created }, { down: completed }], false],
    ['one was refused', [{ up: create() }, { down: error }], true],
    ['one broke off', [{ up: create() }, { down: created }, { down: error }], false],
  ])('is whole or not when %s', (_, frames, final) => {
    expect(listened('responses', [{ down: completed }, ...frames]).reading().final).toBe(final)
  })
})

describe('a Live session', () => {
  test('has the last of its running seconds, and the sum of what it delegated', () => {
    const delegated = {
      type: 'response.event',
      event: {
        type: 'response.completed',
        response: { model: 'd', usage: { input_tokens: 5, output_tokens: 1 } },
      },
    }
    const frames = [
      { type: 'session.started', session: { model: 'gpt-live-1' } },
      { type: 'session.usage.updated', usage: { seconds: 10 } },
      delegated,
      { type: 'session.usage.updated', usage: { seconds: 20.5 } },
      delegated,
      { type: 'session.closed', usage: { seconds: 21 } },
    ]
    expect(readingOf('live', frames)).toEqual({
      usage: { input: 10, output: 2, units: 21, unit: 'second', details: { longest_input_tokens: 5 } },
      model: 'gpt-live-1',
      final: true,
      failed: false,
    })
  })
})

describe('a bidirectional session', () => {
  const figures = (prompt: number, response: number, more: object = {}) => ({
    usageMetadata: { promptTokenCount: prompt, responseTokenCount: response },
    ...more,
  })
  const turnComplete = { serverContent: { turnComplete: true } }
  const speech = { serverContent: { modelTurn: { parts: [{ inlineData: { data: 'AAAA' } }] } } }

  test.each<[string, unknown[], Reading]>([
    [
      'adds up its turns',
      [figures(143, 19, turnComplete), figures(181, 24, turnComplete)],
      {
        usage: { input: 324, output: 43, details: { longest_input_tokens: 181 } },
        final: true,
        failed: false,
      },
    ],
    [
      'takes the last of figures that grow inside a turn',
      [figures(100, 5), figures(100, 9), figures(100, 9, turnComplete), figures(130, 2, turnComplete)],
      {
        usage: { input: 230, output: 11, details: { longest_input_tokens: 130 } },
        final: true,
        failed: false,
      },
    ],
    [
      'takes what comes before and after a call for two answers',
      [figures(100, 5, { toolCall: { functionCalls: [] } }), figures(130, 7, turnComplete)],
      {
        usage: { input: 230, output: 12, details: { longest_input_tokens: 130 } },
        final: true,
        failed: false,
      },
    ],
    [
      'takes a longer prompt for another answer, also where nothing ended the one before',
      [figures(100, 5), figures(130, 7, turnComplete)],
      {
        usage: { input: 230, output: 12, details: { longest_input_tokens: 130 } },
        final: true,
        failed: false,
      },
    ],
    [
      'takes less output for another answer',
      [figures(100, 9), figures(100, 2, turnComplete)],
      {
        usage: { input: 200, output: 11, details: { longest_input_tokens: 100 } },
        final: true,
        failed: false,
      },
    ],
    [
      'counts figures that come after their turn',
      [speech, turnComplete, figures(100, 5), speech, turnComplete, figures(130, 7)],
      {
        usage: { input: 230, output: 12, details: { longest_input_tokens: 130 } },
        final: true,
        failed: false,
      },
    ],
    [
      'knows that a turn is under way',
      [figures(100, 5, turnComplete), speech],
      { usage: { input: 100, output: 5 }, final: false, failed: false },
    ],
    [
      'counts thoughts as output',
      [
        {
          usageMetadata: {
            promptTokenCount: 10,
            responseTokenCount: 4,
            thoughtsTokenCount: 6,
            totalTokenCount: 20,
          },
        },
      ],
      { usage: { input: 10, output: 10, reasoning: 6 }, final: true, failed: false },
    ],
  ])('%s', (_, frames, reading) => {
    expect(readingOf('bidi', frames)).toEqual(reading)
  })
})

describe('what a bidirectional session reads', () => {
  const speech = { serverContent: { modelTurn: { parts: [] } } }
  const end = {
    usageMetadata: { promptTokenCount: 9, responseTokenCount: 3 },
    serverContent: { turnComplete: true },
  }
  const turn = { clientContent: { turns: [], turnComplete: true } }

  test.each<[string, Frame[], boolean]>([
    ['a turn was asked for', [{ up: turn }], false],
    ['it was, in other letters', [{ up: { client_content: { turn_complete: true } } }], false],
    ['it was, in escapes', [{ up: '{"clientContent":{"turn\\u0043omplete":true}}' }], false],
    ['a turn is not complete', [{ up: { clientContent: { turns: [], turnComplete: false } } }], true],
    ['calls came to something', [{ up: { toolResponse: {} } }, { up: { tool_response: {} } }], false],
    ['a text was typed', [{ up: { realtimeInput: { text: 'Hi' } } }], false],
    ['somebody has spoken', [{ up: { realtimeInput: { activityEnd: {} } } }], false],
    ['somebody speaks', [{ up: { realtimeInput: { audio: { data: 'AAAA' } } } }], true],
    ['the turn has begun', [{ up: turn }, { down: speech }], false],
    ['the turn is over', [{ up: turn }, { down: speech }, { down: end }], true],
    ['it is over, and nothing was said', [{ up: turn }, { down: end }], true],
    ['another began before', [{ down: speech }, { up: turn }, { down: end }], false],
    [
      'several questions have one answer',
      [{ up: { toolResponse: {} } }, { up: { toolResponse: {} } }, { down: speech }, { down: end }],
      true,
    ],
  ])('is whole or not when %s', (_, frames, final) => {
    expect(listened('bidi', [{ down: end }, ...frames]).reading().final).toBe(final)
  })
})

test('a socket for speech states the seconds that it heard, on each channel', () => {
  const frames = [
    { type: 'Results', duration: 1 },
    { type: 'Metadata', duration: 2.5, channels: 2 },
  ]
  expect(readingOf('duration', frames)).toEqual({
    usage: { units: 5, unit: 'second' },
    final: true,
    failed: false,
  })
})

describe('a session of speech made of text', () => {
  function spoken(frames: readonly unknown[], bytes = false): Reading {
    const listener = createListener(socketDialects.characters, bytes)
    for (const frame of frames) {
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
      listener.overhear(bytes ? Uint8Array.from(Buffer.from(text)).buffer : text)
      listener.hear(JSON.stringify({ audio: 'AAAA', text: 'Hello' }))
    }
    return listener.reading()
  }

  const said = (count: number) => ({
    usage: { units: count, unit: 'character' },
    final: true,
    failed: false,
  })

  test.each<[string, unknown[], number]>([
    ['text', [{ text: ' ', voice_settings: {} }, { text: 'Hello ' }, { text: 'you' }, { text: '' }], 9],
    [
      'transcripts',
      [
        { transcript: 'Bonjour', model_id: 'm' },
        { context_id: 'c', cancel: true },
      ],
      7,
    ],
    [
      '`Speak` messages',
      [{ type: 'Speak', text: 'Olá' }, { type: 'Flush' }, { type: 'Close', text: 'x' }],
      3,
    ],
    ['signs of two code units, one each', [{ text: '👋👋' }], 2],
    ['escapes', ['{"\\u0074ext":"Hi"}'], 2],
  ])('counts the characters of %s', (_, frames, count) => {
    expect(spoken(frames)).toEqual(said(count))
  })

  test('counts those of JSON in bytes, where it can be there', () => {
    expect(spoken([{ text: 'Hello' }], true)).toEqual(said(5))
  })

  test('knows nothing where nothing was said', () => {
    const nothing = { final: false, failed: false }
    expect(spoken([{ type: 'Flush' }, 'no JSON', { text: 7 }])).toEqual(nothing)
    expect(readingOf('none', [{ text: 'Hello' }])).toEqual(nothing)
  })
})

test('a sum that no number holds exactly is missing, and what is beside it stays', () => {
  const most = Number.MAX_SAFE_INTEGER
  expect(readingOf('realtime', [done(most, 1), done(1, 1), done(5, 1)])).toEqual({
    usage: { output: 3 },
    final: true,
    failed: false,
  })
  expect(readingOf('realtime', [done(most - 1, most), done(1, 1)])).toEqual({
    usage: { input: most, details: { longest_input_tokens: most - 1 } },
    final: true,
    failed: false,
  })
  const heard = {
    type: transcribed,
    usage: { type: 'tokens', input_tokens: most, output_tokens: 4 },
  }
  expect(readingOf('realtime', [heard, heard])).toEqual({
    usage: { details: { transcription_output_tokens: 8 } },
    final: true,
    failed: false,
  })
})

test('bytes are read only where they are JSON', () => {
  const frame = Uint8Array.from(Buffer.from(JSON.stringify(done(1, 2)))).buffer
  const readings = [true, false].map((bytes) => {
    const listener = createListener(socketDialects.realtime, bytes)
    listener.hear(frame)
    return listener.reading()
  })
  expect(readings).toEqual([
    { usage: { input: 1, output: 2 }, final: true, failed: false },
    { final: false, failed: false },
  ])
})
