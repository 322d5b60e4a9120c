import { describe, expect, test } from 'vitest'
import { readForm } from '../../src/body/form.ts'
import type { Caller } from '../../src/keys/check.ts'
import { upstreamForm } from '../../src/rewrite/form.ts'
import { bodyWanted } from '../../src/route/body-wanted.ts'
import { permitRequest } from '../../src/route/permit.ts'
import { callerWith, destined, firstRoute, routed, rules } from './journeys.ts'

const multipart = new Headers({ 'content-type': 'multipart/form-data; boundary=XX' })
const json = new Headers({ 'content-type': 'application/json' })

function wanted(line: string, headers: Headers, more: Partial<Caller> = {}): unknown {
  const read = bodyWanted(destined(line), callerWith(more), headers)
  return read instanceof Set ? 'json' : read
}

const transcribe = 'POST /v1/audio/transcriptions'
const ownTranscribe = 'POST /groq/audio/transcriptions'
const ownEdit = 'POST /openai/images/edits'
const storage = { scopes: ['inference', 'storage'] } as const
const listed = { models: ['whisper-*'] }

describe('a form is read', () => {
  test.each([
    ['where its model decides the provider', transcribe, storage],
    ['for a key with a list of models', ownTranscribe, { ...storage, ...listed }],
    ['where it can name a stored object, for a key without `storage`', ownEdit, {}],
  ])('%s', (_, line, more) => {
    expect(wanted(line, multipart, more)).toBe('form')
  })

  test.each([
    ['where nothing in it decides anything', ownTranscribe, {}],
    ['where the key may name stored objects', ownEdit, storage],
    ['of an upload', 'POST /v1/files', storage],
    ['of a batch', 'POST /v1/batches', storage],
  ])('never %s', (_, line, more) => {
    expect(wanted(line, multipart, more)).toBeNull()
  })

  test('as JSON where it is sent as JSON, and where JSON is all that the endpoint takes', () => {
    expect(wanted(transcribe, json)).toBe('json')
    expect(wanted(transcribe, new Headers())).toBe('json')
    expect(wanted(ownTranscribe, json)).toBe('json')
    expect(wanted('POST /v1/chat/completions', multipart)).toBe('json')
  })
})

/** A form with these text fields. */
function formOf(fields: Record<string, string>) {
  const parts = Object.entries(fields).map(
    ([name, content]) => `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`,
  )
  const read = readForm(
    new TextEncoder().encode(`${parts.join('')}--XX--`),
    'multipart/form-data; boundary=XX',
  )
  if (!read.ok) throw new Error(read.refusal.message)
  return read.value
}

/** Where a form goes and what goes there, or why not. */
function sent(line: string, fields: Record<string, string>, more: Partial<Caller> = {}): unknown {
  const form = formOf(fields)
  const route = firstRoute(destined(line), form, rules)
  if (!route.ok) return [route.refusal.reason, route.refusal.param]
  const permitted = permitRequest(callerWith(more), route.value, 'POST', form)
  if (!permitted.ok) return [permitted.refusal.reason, permitted.refusal.param]
  const { bytes, streams } = upstreamForm(route.value, form)
  const { provider, path, model } = route.value
  return { to: `${provider.slug}/${path}`, model, streams, text: new TextDecoder().decode(bytes) }
}

test('what is only stored leaves no choice of a model, what is ordered there does', () => {
  const caller = callerWith({ ...storage, ...listed })
  const told = ['/v1/files', '/v1/vector_stores', '/v1/batches', '/v1/fine_tuning/jobs'].map((path) => {
    const permitted = permitRequest(caller, routed(`POST ${path}`), 'POST', null)
    return permitted.ok ? 'allowed' : permitted.refusal.reason
  })
  expect(told).toEqual(['allowed', 'allowed', 'model_not_allowed', 'model_not_allowed'])
})

describe('a form on the OpenAI door', () => {
  const bytesOf = (fields: Record<string, string>) => new TextDecoder().decode(formOf(fields).bytes)

  test('goes to its model’s provider, unchanged', () => {
    const fields = { language: 'en', model: 'whisper-1', stream: 'true' }
    expect(sent(transcribe, fields)).toEqual({
      to: 'openai/audio/transcriptions',
      model: 'whisper-1',
      streams: true,
      text: bytesOf(fields),
    })
  })

  test('goes to the provider before the slash, without what stands before it', () => {
    expect(sent(transcribe, { model: 'groq/whisper-large-v3', language: 'en' })).toEqual({
      to: 'groq/audio/transcriptions',
      model: 'groq/whisper-large-v3',
      streams: false,
      text: bytesOf({ model: 'whisper-large-v3', language: 'en' }),
    })
  })

  test('without a model goes home where a model can be left out, and nowhere else', () => {
    expect(sent('POST /v1/images/variations', { n: '2' })).toMatchObject({
      to: 'openai/images/variations',
      model: null,
    })
    expect(sent(transcribe, { language: 'en' })).toEqual(['bad_request', 'model'])
    expect(sent(transcribe, { model: '' })).toEqual(['bad_request', 'model'])
  })

  test('is held against the key’s list of models', () => {
    expect(sent(transcribe, { model: 'whisper-1' }, listed)).toMatchObject({ model: 'whisper-1' })
    expect(sent(transcribe, { model: 'gpt-4o-transcribe' }, listed)).toEqual(['model_not_allowed', 'model'])
    expect(sent('POST /v1/images/edits', { prompt: 'x' }, listed)).toEqual(['model_not_allowed', 'model'])
  })

  test('names no stored object without the scope for it', () => {
    const fields = { model: 'sora-2', prompt: 'x', 'input_reference[file_id]': 'file-1' }
    expect(sent('POST /v1/videos', fields)).toEqual(['scope_required', 'file_id'])
    expect(sent('POST /v1/videos', fields, storage)).toMatchObject({ model: 'sora-2' })
    expect(sent('POST /v1/videos/edits', { prompt: 'x', 'video[id]': 'video_1' })).toEqual([
      'scope_required',
      'video',
    ])
    // A file's name makes a file of it for some servers only.
    expect(sent('POST /v1/videos/edits', { prompt: 'x', 'video[id]"; filename="x': 'video_1' })).toEqual([
      'scope_required',
      'video',
    ])
    expect(sent('POST /v1/videos/edits', { prompt: 'x', 'video"; filename="x.mp4': 'bytes' })).toMatchObject({
      to: 'openai/videos/edits',
    })
    expect(
      sent('POST /v1/images/edits', { prompt: 'x', 'image[]"; filename="x.png': 'bytes' }),
    ).toMatchObject({
      to: 'openai/images/edits',
    })
    expect(sent('POST /v1/images/edits', { 'images[0][file_id]': 'file-1' })).toEqual([
      'scope_required',
      'file_id',
    ])
    expect(sent('POST /v1/images/edits', { prompt: 'file_id', model: 'gpt-image-2' })).toMatchObject({
      to: 'openai/images/edits',
    })
  })
})
