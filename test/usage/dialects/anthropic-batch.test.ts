import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { readUsage } from '../../../src/usage/read.ts'
import { nothingRead, type Reading } from '../../../src/usage/usage.ts'

const dialect = usageDialects['anthropic-batch']
const contentType = 'application/x-jsonl'

interface Said {
  model?: string
  usage?: object
  text?: string
}

function succeeded({ model = 'claude-haiku-4-5', usage = {}, text = 'Hi' }: Said = {}): string {
  const counts = { input_tokens: 10, output_tokens: 5, service_tier: 'batch', ...usage }
  const message = { id: 'msg_1', model, content: [{ type: 'text', text }], stop_reason: 'end_turn' }
  return lineOf({ type: 'succeeded', message: { ...message, usage: counts } })
}

function lineOf(result: object): string {
  return `${JSON.stringify({ custom_id: 'one', result })}\n`
}

function readingOf(...lines: readonly string[]): Reading {
  const head = new TextEncoder().encode(lines.join(''))
  return readUsage({ contentType, head, tail: new Uint8Array(), skipped: 0 }, dialect)
}

describe('the results of a batch of messages', () => {
  test('are the sum of the requests that succeeded', () => {
    const cached = { cache_read_input_tokens: 100, cache_creation_input_tokens: 20 }
    const searching = { server_tool_use: { web_search_requests: 2 } }
    const lines = [
      succeeded({ usage: { ...cached, ...searching } }),
      lineOf({ type: 'errored', error: { type: 'error', error: { type: 'api_error', message: 'no' } } }),
      lineOf({ type: 'canceled' }),
      succeeded({ usage: searching, text: '"result":{"type":"succeeded","message":{"usage":{}}}' }),
      lineOf({ type: 'expired' }),
    ]
    expect(readingOf(...lines)).toEqual({
      usage: {
        input: 140,
        cacheRead: 100,
        cacheWrite: 20,
        output: 10,
        details: { service_tier: 'batch', web_search_requests: 4, longest_input_tokens: 130 },
      },
      model: 'claude-haiku-4-5',
      final: true,
      failed: false,
    })
  })

  test('without any that did are nothing', () => {
    expect(readingOf(lineOf({ type: 'expired' }), lineOf({ type: 'canceled' }))).toEqual(nothingRead)
  })

  test('say how long the longest input was, cached or not, where there are several', () => {
    const usages = [{ input_tokens: 50 }, { cache_read_input_tokens: 90 }, { input_tokens: 70 }]
    const lines = usages.map((usage) => succeeded({ usage }))
    expect(readingOf(...lines).usage?.details).toEqual({ service_tier: 'batch', longest_input_tokens: 100 })
    expect(readingOf(...lines.slice(1, 2)).usage?.details).toEqual({ service_tier: 'batch' })
  })

  test('of several models name none', () => {
    const models = ['claude-haiku-4-5', 'claude-opus-5', 'claude-haiku-4-5']
    expect(readingOf(...models.map((model) => succeeded({ model })))).toEqual({
      usage: {
        input: 30,
        output: 15,
        details: { service_tier: 'batch', models: 'mixed', longest_input_tokens: 10 },
      },
      final: true,
      failed: false,
    })
  })

  test('that were not charged alike say so', () => {
    const places = ['us', 'us', 'global', 'us'].map((inference_geo) => ({ usage: { inference_geo } }))
    const alike = { service_tier: 'batch', longest_input_tokens: 10 }
    const us = { input: 20, output: 10, details: { ...alike, inference_geo: 'us' } }
    expect(readingOf(...places.slice(0, 2).map(succeeded)).usage).toEqual(us)
    const all = { input: 40, output: 20, details: { ...alike, inference_geo: 'mixed' } }
    expect(readingOf(...places.map(succeeded)).usage).toEqual(all)
  })
})
