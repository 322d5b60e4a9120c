import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { readFileSync } from 'node:fs'
import OpenAI, { toFile } from 'openai'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import type { Handler } from '../support/gateway.ts'
import { ask } from '../support/raw-client.ts'
import { free, pricedBy, wholeRow } from './keys-and-rows.ts'
import { type Guest, type Stage, sharedStage } from './stage.ts'

vi.setConfig({ maxConcurrency: 40 })

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

type Said = Partial<Record<keyof Row, unknown>>

function openaiOf({ token }: Pick<Guest, 'token'>): OpenAI {
  return new OpenAI({ apiKey: token, baseURL: `${stage.url}/v1`, maxRetries: 0 })
}

function anthropicOf({ token }: Pick<Guest, 'token'>): Anthropic {
  return new Anthropic({ apiKey: token, baseURL: stage.url, maxRetries: 0 })
}

function googleOf({ token }: Pick<Guest, 'token'>): GoogleGenAI {
  return new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: stage.url } })
}

function openaiRow(key_id: string, endpoint: string, said: Said): Record<keyof Row, unknown> {
  return wholeRow({ key_id, door: 'openai', provider: 'openai', endpoint, ...said })
}

/** A recorded answer, with the content type of its kind. */
function recorded(name: string): Handler {
  const text = readFileSync(`${import.meta.dirname}/../fixtures/answers/${name}`, 'utf8')
  const type = name.endsWith('.sse') ? 'text/event-stream' : 'application/json'
  return async (reply, { body }) => {
    await body
    reply.answer(200, text, { 'content-type': type })
  }
}

const sound = () =>
  toFile(new Uint8Array([73, 68, 51, 13, 10, 45, 45, 0, 255]), 'talk.mp3', { type: 'audio/mpeg' })
const picture = () =>
  toFile(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), 'pond.png', { type: 'image/png' })
const storage = { scopes: ['inference', 'storage'] }

async function types(events: AsyncIterable<{ type: string }>): Promise<string[]> {
  const found: string[] = []
  for await (const { type } of events) found.push(type)
  return found
}

describe.concurrent('images', () => {
  test('generated: tokens by kind', async () => {
    const guest = await stage.guest('image-generate')
    guest.answerWith(recorded('openai-images/gpt-image.json'))
    const made = await openaiOf(guest).images.generate({ model: 'gpt-image-2', prompt: 'A pond', n: 2 })
    expect(made.data?.length).toBe(2)
    expect(await guest.rows(1)).toEqual([
      openaiRow('image-generate', 'images/generations', {
        model: 'gpt-image-2',
        usage_source: 'reported',
        input_tokens: 50,
        output_tokens: 2112,
        details: JSON.stringify({
          input_image_tokens: 40,
          input_text_tokens: 10,
          output_image_tokens: 2100,
          output_text_tokens: 12,
        }),
        // Text in for 5, pictures in for 8, all that comes out for 30 USD a million tokens.
        ...pricedBy('openai/gpt-image-2', 10 * 5000 + 40 * 8000 + 2112 * 30_000),
      }),
    ])
  })

  test('generated as a stream: its pieces pass, the last has the tokens', async () => {
    const guest = await stage.guest('image-stream')
    guest.answerWith(recorded('openai-images/partials.sse'))
    const asked = { model: 'gpt-image-2', prompt: 'A pond', stream: true as const, partial_images: 2 }
    expect(await types(await openaiOf(guest).images.generate(asked))).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ])
    expect(await guest.rows(1)).toEqual([
      openaiRow('image-stream', 'images/generations', {
        model: 'gpt-image-2',
        stream: 1,
        usage_source: 'reported',
        input_tokens: 54,
        output_tokens: 1056,
        details: '{"input_image_tokens":40,"input_text_tokens":14}',
        ...pricedBy('openai/gpt-image-2', 14 * 5000 + 40 * 8000 + 1056 * 30_000),
      }),
    ])
  })

  test('edited: the form goes up as it came, and its model and stream are in the row', async () => {
    const guest = await stage.guest('image-edit')
    guest.answerWith(recorded('openai-images/edit.sse'))
    const asked = { model: 'gpt-image-2', image: await picture(), prompt: 'Grüner', stream: true as const }
    expect(await types(await openaiOf(guest).images.edit(asked))).toEqual([
      'image_edit.partial_image',
      'image_edit.completed',
    ])
    const [arrival] = guest.arrivals()
    const form = await new Response(Uint8Array.from((await arrival?.body) ?? []), {
      headers: { 'content-type': String(arrival?.headers['content-type']) },
    }).formData()
    expect([form.get('model'), form.get('prompt'), form.get('stream')]).toEqual([
      'gpt-image-2',
      'Grüner',
      'true',
    ])
    const image = form.get('image')
    expect(image instanceof File && [image.name, image.type, image.size]).toEqual([
      'pond.png',
      'image/png',
      8,
    ])
    expect(await guest.rows(1)).toEqual([
      openaiRow('image-edit', 'images/edits', {
        model: 'gpt-image-2',
        stream: 1,
        usage_source: 'reported',
        input_tokens: 328,
        output_tokens: 272,
        details: '{"input_image_tokens":323,"input_text_tokens":5}',
        ...pricedBy('openai/gpt-image-2', 5 * 5000 + 323 * 8000 + 272 * 30_000),
      }),
    ])
  })

  test('varied: counted by the image', async () => {
    const guest = await stage.guest('image-vary')
    guest.answerWith(recorded('openai-images/dall-e.json'))
    await openaiOf(guest).images.createVariation({ image: await picture(), n: 2 })
    expect(await guest.rows(1)).toEqual([
      openaiRow('image-vary', 'images/variations', { usage_source: 'reported', units: 2, unit: 'image' }),
    ])
  })
})

describe.concurrent('sound', () => {
  test('spoken: bytes out, counted by the character', async () => {
    const guest = await stage.guest('speech')
    const bytes = new Uint8Array(100_000).fill(0xf3)
    guest.answerWith((reply) => reply.answer(200, bytes, { 'content-type': 'audio/mpeg' }))
    const asked = { model: 'tts-1', voice: 'alloy', input: 'Grüße 👋🏽' }
    const spoken = await openaiOf(guest).audio.speech.create(asked)
    expect(new Uint8Array(await spoken.arrayBuffer())).toEqual(bytes)
    expect(await guest.rows(1)).toEqual([
      openaiRow('speech', 'audio/speech', {
        model: 'tts-1',
        usage_source: 'reported',
        units: 8,
        unit: 'character',
      }),
    ])
  })

  test('spoken as events: counted by the token', async () => {
    const guest = await stage.guest('speech-events')
    guest.answerWith(recorded('openai-speech/events.sse'))
    const asked = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hi', stream_format: 'sse' as const }
    const spoken = await openaiOf(guest).audio.speech.create(asked)
    expect(await spoken.text()).toContain('speech.audio.done')
    expect(await guest.rows(1)).toEqual([
      openaiRow('speech-events', 'audio/speech', {
        model: 'gpt-4o-mini-tts',
        stream: 1,
        usage_source: 'reported',
        input_tokens: 14,
        output_tokens: 101,
        ...pricedBy('openai/gpt-4o-mini-tts', 14 * 600 + 101 * 12_000),
      }),
    ])
  })

  test('written down: tokens, seconds, or nothing, as the answer has it', async () => {
    const guest = await stage.guest('transcribe')
    const { transcriptions } = openaiOf(guest).audio
    const file = await sound()
    guest.answerWith(recorded('openai-transcription/tokens.json'))
    await transcriptions.create({ model: 'gpt-4o-transcribe', file })
    guest.answerWith(recorded('openai-transcription/verbose.json'))
    await transcriptions.create({ model: 'whisper-1', file, response_format: 'verbose_json' })
    guest.answerWith((reply) => reply.answer(200, '1\n00:00 --> 00:01\nHi\n'))
    expect(await transcriptions.create({ model: 'whisper-1', file, response_format: 'srt' })).toContain('Hi')
    const row = (said: Said) => openaiRow('transcribe', 'audio/transcriptions', said)
    expect(await guest.rows(3)).toEqual([
      row({
        model: 'gpt-4o-transcribe',
        usage_source: 'reported',
        input_tokens: 140,
        output_tokens: 30,
        details: '{"input_audio_tokens":138,"input_text_tokens":2}',
        // Text in for 2.50, sound in for 6, text out for 10 USD a million tokens.
        ...pricedBy('openai/gpt-4o-transcribe', 2 * 2500 + 138 * 6000 + 30 * 10_000),
      }),
      row({
        model: 'whisper-1',
        usage_source: 'reported',
        units: 9,
        unit: 'second',
        // 0.006 USD a minute.
        ...pricedBy('openai/whisper-1', 9 * 100_000),
      }),
      row({ model: 'whisper-1' }),
    ])
  })

  test('written down as a stream', async () => {
    const guest = await stage.guest('transcribe-stream')
    guest.answerWith(recorded('openai-transcription/text.sse'))
    const asked = { model: 'gpt-4o-transcribe', file: await sound(), stream: true as const }
    const events = await types(await openaiOf(guest).audio.transcriptions.create(asked))
    expect(events.at(-1)).toBe('transcript.text.done')
    expect(await guest.rows(1)).toEqual([
      openaiRow('transcribe-stream', 'audio/transcriptions', {
        model: 'gpt-4o-transcribe',
        stream: 1,
        usage_source: 'reported',
        input_tokens: 14,
        output_tokens: 45,
        details: '{"input_audio_tokens":14}',
        ...pricedBy('openai/gpt-4o-transcribe', 14 * 6000 + 45 * 10_000),
      }),
    ])
  })

  test('translated by the provider that the form’s model names, under that provider’s name for it', async () => {
    const guest = await stage.guest('translate')
    guest.answerWith(recorded('openai-transcription/translation.json'))
    await openaiOf(guest).audio.translations.create({ model: 'groq/whisper-large-v3', file: await sound() })
    const [arrival] = guest.arrivals()
    expect(arrival?.url).toBe('/v1/local/default/groq/audio/translations')
    const sent = await arrival?.body
    expect(sent?.includes('\r\n\r\nwhisper-large-v3\r\n')).toBe(true)
    expect(sent?.includes('groq')).toBe(false)
    expect(sent?.includes(Buffer.from([73, 68, 51, 13, 10, 45, 45, 0, 255]))).toBe(true)
    expect(Number(arrival?.headers['content-length'])).toBe(sent?.length)
    expect(await guest.rows(1)).toEqual([
      openaiRow('translate', 'audio/translations', {
        provider: 'groq',
        model: 'groq/whisper-large-v3',
        served_model: 'whisper-large-v3',
        usage_source: 'reported',
        units: 3.5,
        unit: 'second',
        // 0.111 USD an hour, and ten seconds at least.
        ...pricedBy('groq/whisper-large-v3', Math.round((10 * 111_000_000) / 3600)),
      }),
    ])
  })

  test('on a provider’s own door streams through unread', async () => {
    const guest = await stage.guest('transcribe-own')
    guest.answerWith(recorded('openai-transcription/duration.json'))
    const client = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/groq`, maxRetries: 0 })
    const file = await toFile(new Uint8Array(26 * 1024 * 1024), 'long.wav')
    await client.audio.transcriptions.create({ model: 'whisper-large-v3', file })
    expect((await guest.arrivals()[0]?.body)?.length).toBeGreaterThan(26 * 1024 * 1024)
    expect(await guest.rows(1)).toEqual([
      openaiRow('transcribe-own', 'audio/transcriptions', {
        door: 'provider',
        provider: 'groq',
        usage_source: 'reported',
        units: 12,
        unit: 'second',
      }),
    ])
  })

  test('in a form over 25 MB is refused where its model decides', async () => {
    const guest = await stage.guest('transcribe-large')
    // Only its beginning is sent: an SDK in the middle of its upload may find the connection closed before the answer.
    const upload = ask(`${stage.url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${guest.token}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': String(26 * 1024 * 1024),
      },
      body: '--b\r\n',
    })
    const { statusCode } = await upload.answered
    const { error } = JSON.parse((await upload.whole).toString()) as { error: unknown }
    expect([statusCode, error]).toEqual([413, expect.objectContaining({ code: 'request_too_large' })])
    upload.leave()
    expect(guest.arrivals()).toEqual([])
  })

  test('is refused by a model that the key may not use, and goes by one that it may', async () => {
    const guest = await stage.guest('transcribe-listed', { models: ['whisper-1'] })
    guest.answerWith(recorded('openai-transcription/duration.json'))
    const { transcriptions } = openaiOf(guest).audio
    const asked = transcriptions.create({ model: 'gpt-4o-transcribe', file: await sound() })
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'model_not_allowed' })
    await transcriptions.create({ model: 'whisper-1', file: await sound() })
    expect(await guest.rows(1)).toEqual([
      openaiRow('transcribe-listed', 'audio/transcriptions', {
        model: 'whisper-1',
        usage_source: 'reported',
        units: 12,
        unit: 'second',
        ...pricedBy('openai/whisper-1', 12 * 100_000),
      }),
    ])
  })
})

test.concurrent('a video is counted by the seconds of the job, and reading it again is free', async () => {
  const guest = await stage.guest('video')
  guest.answerWith(recorded('openai-videos/queued.json'))
  const { videos } = openaiOf(guest)
  const asked = await videos.create({ model: 'sora-2-pro', prompt: 'A pond', seconds: '8' })
  expect(asked.status).toBe('queued')
  await videos.retrieve('video_1')
  await expect(videos.list()).rejects.toMatchObject({ status: 403, code: 'scope_required' })
  expect(await guest.rows(2)).toEqual([
    openaiRow('video', 'videos', {
      model: 'sora-2-pro',
      served_model: 'sora-2-pro',
      usage_source: 'reported',
      units: 8,
      unit: 'second',
    }),
    openaiRow('video', 'videos/video_1', free),
  ])
})

test.concurrent('a moderation is passed on, counts nothing, and is free', async () => {
  const guest = await stage.guest('moderation')
  const answer = { id: 'modr-1', model: 'omni-moderation-latest', results: [] }
  guest.answerWith((reply) => reply.answer(200, answer))
  expect(await openaiOf(guest).moderations.create({ input: 'Hello' })).toEqual(answer)
  expect(await guest.rows(1)).toEqual([openaiRow('moderation', 'moderations', free)])
})

describe.concurrent('what is stored upstream', () => {
  const refused = { status: 403, code: 'scope_required' }

  test('is closed to a key without the scope, by path and by name', async () => {
    const guest = await stage.guest('no-storage')
    // A refusal leaves an upload unread, and workerd may close its connection for that: the SDKs try again.
    const openai = openaiOf(guest).withOptions({ maxRetries: 2 })
    const anthropic = anthropicOf(guest)
    const asked = [
      openai.files.list(),
      openai.files.create({ file: await sound(), purpose: 'assistants' }),
      openai.files.delete('file-1'),
      openai.batches.retrieve('batch_1'),
      openai.responses.delete('resp_1'),
      openai.chat.completions.retrieve('chatcmpl-1'),
      openai.models.delete('ft:gpt-4o:me::1'),
      openai.responses.create({ model: 'gpt-4o', input: 'x', conversation: 'conv_1' }),
      openai.videos.create({ prompt: 'x', input_reference: { file_id: 'file-1' } }),
    ]
    const others = [
      anthropic.files.list(),
      anthropic.messages.batches.list(),
      googleOf(guest).files.get({ name: 'files/1' }),
    ]
    const answers = await Promise.allSettled([...asked, ...others])
    const reasons = answers.map((one) => (one.status === 'rejected' ? one.reason : one.value))
    expect(reasons).toEqual([
      ...asked.map(() => expect.objectContaining(refused)),
      ...others.map(() => expect.objectContaining({ status: 403 })),
    ])
    expect(guest.arrivals()).toEqual([])
  })

  test('is open to a key with the scope, one row a request, nothing counted, and free but for what begins work', async () => {
    const guest = await stage.guest('storage', storage)
    const file = { id: 'file-1', object: 'file', bytes: 9, purpose: 'batch' }
    const batch = { id: 'batch_1', object: 'batch', status: 'completed', usage: { input_tokens: 900 } }
    const { files, batches } = openaiOf(guest)
    guest.answerWith((reply) => reply.answer(200, file))
    expect(await files.create({ file: await sound(), purpose: 'batch' })).toEqual(file)
    guest.answerWith((reply) => reply.answer(200, { object: 'list', data: [file] }))
    expect((await files.list()).data).toEqual([file])
    guest.answerWith((reply) => reply.answer(200, batch))
    const endpoint = '/v1/chat/completions'
    await batches.create({ endpoint, input_file_id: 'file-1', completion_window: '24h' })
    await batches.retrieve('batch_1')
    await anthropicOf(guest).messages.batches.retrieve('msgbatch_1')
    expect(await guest.rows(5)).toEqual([
      openaiRow('storage', 'files', free),
      openaiRow('storage', 'files', free),
      openaiRow('storage', 'batches', {}),
      openaiRow('storage', 'batches/batch_1', free),
      wholeRow({
        key_id: 'storage',
        door: 'anthropic',
        provider: 'anthropic',
        endpoint: 'messages/batches/msgbatch_1',
        ...free,
      }),
    ])
  })
})

describe.concurrent('Google', () => {
  function googleRow(key_id: string, endpoint: string, said: Said): Record<keyof Row, unknown> {
    return wholeRow({ key_id, door: 'gemini', provider: 'google-ai-studio', endpoint, ...said })
  }

  test('draws: counted by the image', async () => {
    const guest = await stage.guest('imagen')
    guest.answerWith(recorded('gemini-predict/images.json'))
    const model = 'imagen-4.0-generate-001'
    // The SDK has no method for it without Vertex.
    const drawn = await fetch(`${stage.url}/v1beta/models/${model}:predict`, {
      method: 'POST',
      headers: { 'x-goog-api-key': guest.token, 'content-type': 'application/json' },
      body: JSON.stringify({ instances: [{ prompt: 'A pond' }], parameters: { sampleCount: 3 } }),
    })
    expect(drawn.status).toBe(200)
    expect(await guest.rows(1)).toEqual([
      googleRow('imagen', `models/${model}:predict`, {
        model,
        usage_source: 'reported',
        units: 2,
        unit: 'image',
      }),
    ])
  })

  test('interacts: counted by its own sums, and read again for nothing', async () => {
    const guest = await stage.guest('interact')
    guest.answerWith(recorded('gemini-interactions/text.json'))
    const model = 'gemini-3.8-flash'
    const { interactions } = googleOf(guest)
    await interactions.create({ model, input: 'Hi' })
    await interactions.get('v1_abc')
    const counted = {
      model,
      served_model: model,
      usage_source: 'reported',
      input_tokens: 55,
      cache_read_tokens: 32,
      output_tokens: 135,
      reasoning_tokens: 120,
      details: '{"input_audio_tokens":10}',
    }
    expect(await guest.rows(2)).toEqual([
      googleRow('interact', 'interactions', counted),
      googleRow('interact', 'interactions/v1_abc', free),
    ])
  })
})
