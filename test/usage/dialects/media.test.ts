import { describe, expect, test } from 'vitest'
import { consumption } from '../../../src/usage/consumption.ts'
import { cartesiaSpeech } from '../../../src/usage/dialects/cartesia.ts'
import { deepgramSpeak } from '../../../src/usage/dialects/deepgram.ts'
import { elevenlabsSpeech } from '../../../src/usage/dialects/elevenlabs.ts'
import { geminiPredict } from '../../../src/usage/dialects/gemini-predict.ts'
import { openaiImages } from '../../../src/usage/dialects/openai-images.ts'
import { openaiSpeech } from '../../../src/usage/dialects/openai-speech.ts'
import { openaiTranscription } from '../../../src/usage/dialects/openai-transcription.ts'
import { openaiVideos } from '../../../src/usage/dialects/openai-videos.ts'
import { readUsage } from '../../../src/usage/read.ts'
import { kept } from '../kept.ts'

const nothing = { final: false, failed: false }
const headers = new Headers()

function completed(output: number, image: number): string {
  const usage = { input_tokens: 50, output_tokens: output, input_tokens_details: { image_tokens: image } }
  return `data: ${JSON.stringify({ type: 'image_generation.completed', b64_json: 'AA', usage })}\n\n`
}

describe('images', () => {
  test('that a stream completes one by one are added up', () => {
    const text = completed(1000, 0) + completed(1056, 40) + completed(1100, 2)
    expect(readUsage(kept(text, 'text/event-stream'), openaiImages)).toStrictEqual({
      usage: { input: 150, output: 3156, details: { input_image_tokens: 42 } },
      final: true,
      failed: false,
    })
  })

  test('of a stream whose events are larger than what is kept still have their tokens', () => {
    const b64_json = 'A'.repeat(300_000)
    const partial = `data: ${JSON.stringify({ type: 'image_generation.partial_image', b64_json })}\n\n`
    const last = `data: ${JSON.stringify({
      type: 'image_edit.completed',
      b64_json,
      usage: { input_tokens: 54, output_tokens: 1056 },
    })}\n\n`
    expect(readUsage(kept(partial + last, 'text/event-stream'), openaiImages)).toStrictEqual({
      usage: { input: 54, output: 1056 },
      final: false,
      failed: false,
    })
  })

  test('in an answer larger than what is kept have their tokens, or are taken as asked for', () => {
    const data = [{ b64_json: 'A'.repeat(300_000) }, { b64_json: 'A'.repeat(300_000) }]
    const counted = JSON.stringify({ data, usage: { input_tokens: 9, output_tokens: 2112 } })
    const answerOf = (text: string) => kept(text, 'application/json')
    expect(readUsage(answerOf(counted), openaiImages)).toStrictEqual({
      usage: { input: 9, output: 2112 },
      final: true,
      failed: false,
    })
    const asked = openaiImages.request?.({ model: 'dall-e-2', n: 2 })
    const exchange = { asked, headers, answer: answerOf(JSON.stringify({ data })) }
    expect(consumption(openaiImages, exchange)).toStrictEqual({
      usage: { units: 2, unit: 'image' },
      ...nothing,
    })
  })

  test('are taken as asked for only where they are what is paid', () => {
    const bodies = [
      { model: 'dall-e-3' },
      { model: 'dall-e-2', n: 4 },
      { model: 'dall-e-2', n: '4' },
      { model: 'dall-e-2', n: -1 },
      { model: 'gpt-image-2', n: 4 },
      {},
    ]
    expect(bodies.map((body) => openaiImages.request?.(body))).toStrictEqual([
      { units: 1, unit: 'image' },
      { units: 4, unit: 'image' },
      {},
      {},
      {},
      {},
    ])
  })

  test('of a prediction that is larger than what is kept are those asked for', () => {
    const bytesBase64Encoded = 'A'.repeat(300_000)
    const text = JSON.stringify({ predictions: [{ bytesBase64Encoded }, { bytesBase64Encoded }] })
    const asked = geminiPredict.request?.({ instances: [{ prompt: 'x' }], parameters: { sampleCount: 2 } })
    const exchange = { asked, headers, answer: kept(text, 'application/json') }
    expect(consumption(geminiPredict, exchange)).toStrictEqual({
      usage: { units: 2, unit: 'image' },
      ...nothing,
    })
    expect(geminiPredict.request?.({ instances: [{ content: 'x' }] })).toStrictEqual({})
  })
})

describe('speech', () => {
  const audio = kept(new Uint8Array([255, 243, 68, 196]), 'audio/mpeg')

  test('counts characters that were left out of a large body', () => {
    const asked = { input: 'ab🙂', text: 'ab🙂', transcript: 'ab🙂' }
    const counted = [openaiSpeech, elevenlabsSpeech, deepgramSpeak, cartesiaSpeech].map(({ request }) =>
      request?.(asked, () => 7),
    )
    expect(counted).toEqual(counted.map(() => ({ units: 10, unit: 'character' })))
  })

  test('counts the characters of its text, each once', () => {
    const asked = openaiSpeech.request?.({ model: 'tts-1', input: 'Grüße 👋🏽 日本' })
    expect(consumption(openaiSpeech, { asked, headers, answer: audio })).toStrictEqual({
      usage: { units: 11, unit: 'character' },
      final: true,
      failed: false,
    })
  })

  test('as events counts its tokens alone', () => {
    const asked = openaiSpeech.request?.({ input: 'Hello', stream_format: 'sse' })
    const text = 'data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101}}\n\n'
    const exchange = { asked, headers, answer: kept(text, 'text/event-stream') }
    expect(consumption(openaiSpeech, exchange)).toStrictEqual({
      usage: { input: 14, output: 101 },
      final: true,
      failed: false,
    })
  })

  test.each([{}, { input: 7 }, { input: ['a'] }])('of %j is not known', (body) => {
    expect(openaiSpeech.request?.(body)).toStrictEqual({})
  })
})

describe('a transcription', () => {
  test.each(['text/plain; charset=utf-8', 'text/vtt', 'application/x-subrip'])(
    'as %s tells nothing',
    (type) => {
      expect(readUsage(kept('{"duration":3}', type), openaiTranscription)).toStrictEqual(nothing)
    },
  )

  test.each([-1, '12', null, {}, Number.MAX_VALUE * 2])('does not last %j seconds', (duration) => {
    const json = { text: 'x', duration, usage: { type: 'duration', seconds: duration } }
    expect(openaiTranscription.body(json)).toStrictEqual(nothing)
  })
})

describe('a video', () => {
  test.each([
    ['8', 8],
    [12, 12],
    [4.5, 4.5],
  ])('of %j seconds lasts %d', (seconds, units) => {
    expect(openaiVideos.body({ model: 'sora-2', seconds })).toStrictEqual({
      usage: { units, unit: 'second' },
      model: 'sora-2',
      final: true,
      failed: false,
    })
  })

  test.each(['', '8s', '1e9', '-4', -4, null, [8]])('of %j seconds is not believed', (seconds) => {
    expect(openaiVideos.body({ seconds })).toStrictEqual(nothing)
  })
})
