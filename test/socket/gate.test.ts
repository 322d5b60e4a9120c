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
  return createGate(callerWith(caller), found.value.route, found.value.endpoint)
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

test('the model is the one that a message named first', () => {
  const gate = gateAt(bidi)
  const models = [gate.model]
  for (const message of [{ setup: { model: 'models/a' } }, { setup: { model: 'models/b' } }]) {
    gate.permit(JSON.stringify(message))
    models.push(gate.model)
  }
  expect(models).toEqual([null, 'models/a', 'models/a'])
})
