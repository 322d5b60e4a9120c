import { describe, expect, test } from 'vitest'
import { consumption } from '../../src/usage/consumption.ts'
import type { UsageDialectName } from '../../src/usage/dialect.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import type { Reading, Usage } from '../../src/usage/usage.ts'
import { kept } from './kept.ts'

interface Told {
  body?: string
  contentType?: string
  headers?: Record<string, string>
  request?: Record<string, unknown>
}

function consumed(
  name: UsageDialectName,
  { body = 'bytes', contentType = 'audio/mpeg', headers = {}, request }: Told,
): Reading {
  const dialect = usageDialects[name]
  const asked = request && dialect.request?.(request)
  return consumption(dialect, { asked, headers: new Headers(headers), answer: kept(body, contentType) })
}

function reported(usage: Usage): Reading {
  return { usage, final: true, failed: false }
}

const json = 'application/json'

describe('what an answer’s headers state', () => {
  test.each<[string, UsageDialectName, Told, Usage]>([
    [
      'Bedrock’s tokens, the cache added up',
      'bedrock-invoke',
      {
        body: '{"completion":"hi"}',
        contentType: json,
        headers: {
          'x-amzn-bedrock-input-token-count': '10',
          'x-amzn-bedrock-output-token-count': '5',
          'x-amzn-bedrock-cache-read-input-token-count': '1000',
          'x-amzn-bedrock-cache-write-input-token-count': '200',
        },
      },
      { input: 1210, cacheRead: 1000, cacheWrite: 200, output: 5 },
    ],
    [
      'nothing over what Claude’s own usage says of its cache',
      'bedrock-invoke',
      {
        body: '{"usage":{"input_tokens":10,"cache_read_input_tokens":90,"output_tokens":5}}',
        contentType: json,
        headers: {
          'x-amzn-bedrock-input-token-count': '10',
          'x-amzn-bedrock-output-token-count': '5',
        },
      },
      { input: 100, cacheRead: 90, output: 5 },
    ],
    [
      'the tokens of text generation',
      'text-generation',
      {
        body: '{"generated_text":"hi"}',
        contentType: json,
        headers: { 'x-prompt-tokens': '7', 'x-generated-tokens': '20', 'x-total-tokens': '27' },
      },
      { input: 7, output: 20 },
    ],
    [
      'the neurons of an image',
      'workers-ai-run',
      { contentType: 'image/png', headers: { 'cf-ai-neurons': '57.42' } },
      { statedCost: 631_620 },
    ],
    [
      'neurons over those in the body',
      'workers-ai-run',
      {
        body: '{"result":{"usage":{"prompt_tokens":1,"completion_tokens":2,"neurons":1}},"success":true}',
        contentType: json,
        headers: { 'cf-ai-neurons': '2' },
      },
      { input: 1, output: 2, statedCost: 22_000 },
    ],
    [
      'fal’s units',
      'fal-units',
      { headers: { 'x-fal-billable-units': '1.5' } },
      { units: 1.5, unit: 'unit' },
    ],
    [
      'characters of speech, over those of the request',
      'elevenlabs-speech',
      { headers: { 'character-cost': '5' }, request: { text: 'hi there!!' } },
      { units: 5, unit: 'character' },
    ],
    [
      'characters over seconds',
      'elevenlabs-transcription',
      { body: '{"audio_duration_secs":3}', contentType: json, headers: { 'character-cost': '12' } },
      { units: 12, unit: 'character' },
    ],
    [
      'characters of Deepgram',
      'deepgram-speak',
      { headers: { 'dg-char-count': '9' } },
      { units: 9, unit: 'character' },
    ],
  ])('%s', (_, dialect, told, usage) => {
    expect(consumed(dialect, told)).toStrictEqual(reported(usage))
  })

  test.each(['', '-1', 'many', '1,5', 'Infinity', '1e3', '0x10'])('%j is no measure', (value) => {
    expect(consumed('fal-units', { headers: { 'x-fal-billable-units': value } })).toStrictEqual({
      final: true,
      failed: false,
    })
  })

  test.each(['', '-1', 'many', '1.5', 'NaN'])('%j is no count', (value) => {
    const headers = { 'x-prompt-tokens': value, 'x-amzn-bedrock-input-token-count': value }
    const told = { body: '{}', contentType: json, headers }
    expect(consumed('text-generation', told)).toStrictEqual({ final: false, failed: false })
    expect(consumed('bedrock-invoke', told)).toStrictEqual({ final: false, failed: false })
  })

  test('does not make the running figures of a stream final', () => {
    const body = 'data: {"choices":[{"delta":{"content":"h"}}],"usage":{"prompt_tokens":1}}\n\n'
    const told = { body, contentType: 'text/event-stream', headers: { 'cf-ai-neurons': '1' } }
    expect(consumed('workers-ai-chat', told)).toStrictEqual({
      usage: { input: 1, statedCost: 11_000 },
      final: false,
      failed: false,
    })
  })
})

describe('what the request alone tells', () => {
  test.each<[string, UsageDialectName, Record<string, unknown>, Usage]>([
    ['a text to be spoken', 'elevenlabs-speech', { text: 'héllo 👋' }, { units: 7, unit: 'character' }],
    ['a text for Deepgram', 'deepgram-speak', { text: '' }, { units: 0, unit: 'character' }],
    ['a transcript', 'cartesia-speech', { transcript: 'hi' }, { units: 2, unit: 'character' }],
    ['a search', 'search-request', { query: 'x' }, { units: 1, unit: 'search' }],
    ['a task', 'one-request', { processor: 'core' }, { units: 1, unit: 'request' }],
  ])('of %s', (_, dialect, request, usage) => {
    expect(consumed(dialect, { request })).toStrictEqual(reported(usage))
  })

  test('is nothing where the text is none', () => {
    for (const name of ['elevenlabs-speech', 'deepgram-speak', 'cartesia-speech'] as const) {
      expect(consumed(name, { request: { text: 7, transcript: ['hi'] } })).toStrictEqual({
        final: true,
        failed: false,
      })
    }
  })
})
