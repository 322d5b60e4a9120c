import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/socket/gate.ts'
import { findSocketDoor } from '../../src/socket/door.ts'
import type { Frame } from '../../src/socket/frame.ts'
import { findSocket, findSocketRoute } from '../../src/socket/route.ts'
import { readPath } from '../../src/route/path.ts'
import { callerWith, place } from '../route/journeys.ts'

const bidi = '/ws/google.ai.generativelanguage.v1.GenerativeService.BidiGenerateContent'

function gateAt(target: string, caller: Parameters<typeof callerWith>[0] = {}) {
  const path = readPath(`https://tollgate.test${target}`)
  const door = path.ok ? findSocketDoor(path.value, new Headers(), place) : null
  const socket = path.ok && door && findSocket(door, path.value.query)
  const rules = { defaultProvider: null, mounts: [], configProblem: null }
  const found = path.ok && socket && socket.ok && findSocketRoute(socket.value, path.value.query, rules)
  if (!found || !found.ok) throw new Error(`no socket at ${target}`)
  return createGate(callerWith(caller), found.value)
}

/** What the gate says to a message: the reason and the field of a refusal, or null. */
function verdict(target: string, caller: Parameters<typeof callerWith>[0], message: object | Frame) {
  const isFrame = typeof message === 'string' || message instanceof ArrayBuffer
  const permitted = gateAt(target, caller).permit(isFrame ? message : JSON.stringify(message))
  return permitted.ok ? null : [permitted.refusal.reason, permitted.refusal.param ?? null]
}

const realtime = '/v1/realtime?model=gpt-realtime'
const narrow = { models: ['gpt-realtime', 'gpt-5', 'gemini-live*', 'sonic-*', 'nova-3'] }
const bytes = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text)).buffer
const refused = ['model_not_allowed', 'model']

describe('a message of a key with a list of models', () => {
  test.each<[string, string, object | Frame, unknown]>([
    ['names none', realtime, { type: 'response.create' }, null],
    ['names one of the list', realtime, { type: 'session.update', session: { model: 'gpt-realtime' } }, null],
    ['names another', realtime, { type: 'session.update', session: { model: 'gpt-realtime-max' } }, refused],
    ['names another in bytes', realtime, bytes('{"session":{"model":"gpt-realtime-max"}}'), refused],
    ['names another in escapes', realtime, '{"session":{"\\u006dodel":"gpt-realtime-max"}}', refused],
    [
      'names another for its transcription',
      realtime,
      { type: 'session.update', session: { audio: { input: { transcription: { model: 'whisper-1' } } } } },
      refused,
    ],
    [
      'names another for its transcription, as the beta had it',
      realtime,
      { type: 'session.update', session: { input_audio_transcription: { model: 'whisper-1' } } },
      refused,
    ],
    [
      'talks of another',
      realtime,
      { type: 'conversation.item.create', item: { content: [{ text: '"model": "gpt-realtime-max"' }] } },
      null,
    ],
    [
      'names two at one place',
      realtime,
      '{"session":{"model":"gpt-realtime","model":"gpt-realtime-max"}}',
      ['bad_request', 'model'],
    ],
    ['is no JSON', realtime, 'hello', ['bad_request', null]],
    ['is a list', realtime, '[]', ['bad_request', null]],
    ['asks with one of the list', '/v1/responses', { type: 'response.create', model: 'gpt-5' }, null],
    ['asks with another', '/v1/responses', { type: 'response.create', model: 'gpt-5-pro' }, refused],
    [
      'leaves the choice to the upstream',
      '/v1/responses',
      { type: 'response.create' },
      ['model_not_allowed', null],
    ],
    ['steers', '/v1/responses', { type: 'response.steer', response_id: 'r' }, null],
    ['sets up one of the list', bidi, { setup: { model: 'models/gemini-live-2.5' } }, null],
    ['sets up another', bidi, { setup: { model: 'models/gemini-3-pro' } }, refused],
    ['sets up none', bidi, { setup: {} }, ['model_not_allowed', null]],
    ['speaks with one of the list', '/cartesia', { transcript: 'Hi', model_id: 'sonic-3' }, null],
    ['speaks with another', '/cartesia', { transcript: 'Hi', model_id: 'ink' }, refused],
    ['is sound', '/deepgram/v1/listen?model=nova-3', bytes('\u0000{"model":"x"}'), null],
  ])('that %s', (_, target, message, expected) => {
    expect(verdict(target, narrow, message)).toEqual(expected)
  })
})

describe('a message of a key without a list', () => {
  test.each<[string, object, object | Frame, unknown]>([
    ['may name any model', {}, { type: 'session.update', session: { model: 'gpt-realtime-max' } }, null],
    ['may be anything', {}, 'hello', null],
    [
      'may not name a stored object',
      {},
      { type: 'response.create', tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] },
      ['scope_required', 'vector_store_ids'],
    ],
    [
      'may do so with the scope for it',
      { scopes: ['inference', 'storage'] },
      { type: 'response.create', tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] },
      null,
    ],
  ])('%s', (_, caller, message, expected) => {
    expect(verdict(realtime, caller, message)).toEqual(expected)
  })
})

/** What goes up for a message, or why the socket is closed. */
function sentFor(target: string, message: Frame, caller: Parameters<typeof callerWith>[0] = {}): unknown {
  const permitted = gateAt(target, caller).permit(message)
  if (!permitted.ok) return permitted.refusal.reason
  return typeof permitted.value === 'string' ? permitted.value : Buffer.from(permitted.value).toString()
}

describe('a model with its provider before it', () => {
  const create = (model: string): string =>
    `{"type": "response.create", "model": ${JSON.stringify(model)}, "temperature": 1.0}`

  test('loses it on a neutral door, and nothing else of the message changes', () => {
    expect(sentFor('/v1/responses', create('openai/gpt-5'))).toBe(create('gpt-5'))
    expect(sentFor('/v1/responses', bytes(create('openai/gpt-5')))).toBe(create('gpt-5'))
    expect(sentFor('/v1/responses', create('openai/gpt-5'), { models: ['gpt-5'] })).toBe(create('gpt-5'))
    expect(
      sentFor('/v1/live/sessions', '{"type":"session.start","session":{"model":"openai/gpt-live"}}'),
    ).toBe('{"type":"session.start","session":{"model":"gpt-live"}}')
  })

  test('loses it in each message', () => {
    const gate = gateAt('/v1/responses')
    const sent = ['openai/gpt-5', 'gpt-5', 'openai/gpt-5-mini'].map((model) => gate.permit(create(model)))
    expect([sent, gate.model]).toEqual([
      ['gpt-5', 'gpt-5', 'gpt-5-mini'].map((model) => ({ ok: true, value: create(model) })),
      'openai/gpt-5',
    ])
  })

  test('of another provider, or of none that is known, ends the socket', () => {
    expect(sentFor('/v1/responses', create('groq/llama-4'))).toBe('wrong_door')
    expect(sentFor('/v1/responses', create('nobody/llama-4'))).toBe('model_not_found')
  })

  test('is the upstream’s own name on its own door', () => {
    expect(sentFor('/openai/v1/responses', create('openai/gpt-5'))).toBe(create('openai/gpt-5'))
    expect(sentFor(bidi, '{"setup":{"model":"models/gemini-live"}}')).toBe(
      '{"setup":{"model":"models/gemini-live"}}',
    )
  })

  test('loses it wherever a session names it', () => {
    const update = (model: string, transcription: string): string =>
      `{"type":"session.update","session":{"model":"${model}","n":1.0,"audio":{"input":{"transcription":{"language":"de/at", "model" : "${transcription}"}}}}}`
    const sent = update('gpt-realtime', 'gpt-4o-transcribe')
    const named = update('openai/gpt-realtime', 'openai/gpt-4o-transcribe')
    expect(sentFor(realtime, named)).toBe(sent)
    expect(sentFor(realtime, bytes(named))).toBe(sent)
    expect(sentFor(realtime, sent)).toBe(sent)
    expect(sentFor(realtime, named, { models: ['gpt-realtime', 'gpt-4o-transcribe'] })).toBe(sent)
    expect(sentFor(realtime, update('gpt-realtime', 'groq/whisper-large-v3'))).toBe('wrong_door')
    expect(sentFor('/openai/realtime?model=gpt-realtime', named)).toBe(named)
    const beta = (model: string): string => `{"session":{"input_audio_transcription":{"model":"${model}"}}}`
    expect(sentFor(realtime, beta('openai/whisper-1'))).toBe(beta('whisper-1'))
  })

  test('that is bare goes as it is, known or not', () => {
    expect(sentFor('/v1/responses', create('newest'))).toBe(create('newest'))
  })
})

test('a key that was changed meanwhile is held to its new rules', () => {
  const gate = gateAt('/v1/responses')
  const message = '{"type":"response.create","model":"gpt-5-pro"}'
  const before = gate.permit(message)
  gate.readmit(callerWith(narrow))
  const after = gate.permit(message)
  expect([before, after]).toMatchObject([
    { ok: true, value: message },
    { ok: false, refusal: { reason: 'model_not_allowed' } },
  ])
})

test('the model is the one that a message named first', () => {
  const gate = gateAt(bidi)
  const models = [gate.model]
  for (const message of [{ setup: { model: 'models/a' } }, { setup: { model: 'models/b' } }]) {
    gate.permit(JSON.stringify(message))
    models.push(gate.model)
  }
  expect(models).toEqual([null, 'models/a', 'models/a'])
})
