import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import { readSeveredEnd, readSeveredStart } from '../../src/usage/severed.ts'
import { kept } from './kept.ts'

const image = 'iVBORw0KGgo+/'.repeat(30_000)
const usage = { input_tokens: 900, output_tokens: 210 }
const fake = { usage: { input_tokens: 999_999, output_tokens: 999_999 }, model: 'fake', type: 'usage' }
const tool = { type: 'function', name: 'meter', parameters: { type: 'object', properties: fake } }
const right = { usage: { input: 900, output: 210 }, model: 'gpt-5.5', final: true, failed: false }

function sse(...events: object[]): string {
  return events.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

function response(more: object) {
  return {
    id: 'resp_1',
    status: 'completed',
    model: 'gpt-5.5',
    output: [{ result: image }],
    tools: [tool],
    ...more,
  }
}

describe('an answer too large to keep', () => {
  test('gives the usage of a giant terminal event, a tool schema with a property of that name before and after', () => {
    const text = sse(
      { type: 'response.created', response: { status: 'in_progress', model: 'gpt-5.5', usage: null } },
      {
        type: 'response.completed',
        response: response({ usage, metadata: { usage: 'none' }, user: '"usage":{}' }),
      },
    )
    expect(readUsage(kept(text, 'text/event-stream'), usageDialects['openai-responses'])).toStrictEqual(right)
  })

  test('tells a giant failed response from a completed one, where its status was kept', () => {
    const { output, ...rest } = response({ usage })
    const text = sse({ type: 'response.failed', response: { output, ...rest, status: 'failed' } })
    expect(readUsage(kept(text, 'text/event-stream'), usageDialects['openai-responses'])).toStrictEqual({
      ...right,
      failed: true,
    })
  })

  test('gives the model too, where the first event was already too large', () => {
    const instructions = 'Be brief. '.repeat(5000)
    const text = sse(
      { type: 'response.created', response: { instructions, model: 'gpt-5.5', usage: null } },
      {
        type: 'response.completed',
        response: { instructions: image, model: 'gpt-5.5', tools: [tool], usage },
      },
    )
    expect(readUsage(kept(text, 'text/event-stream'), usageDialects['openai-responses'])).toStrictEqual(right)
  })

  test('takes a giant event of another kind for nothing, though it has a status and a model in that place', () => {
    const item = { type: 'image_generation_call', result: image, status: 'failed', model: 'gpt-image-2' }
    const text = sse(
      { type: 'response.created', response: { model: 'gpt-5.5', usage: null } },
      { type: 'response.output_item.done', item },
      { type: 'response.completed', response: { status: 'completed', usage } },
    )
    expect(readUsage(kept(text, 'text/event-stream'), usageDialects['openai-responses'])).toStrictEqual(right)
  })

  test('gives nothing of a giant terminal event that broke off', () => {
    const event = sse({ type: 'response.completed', response: response({ usage, metadata: {} }) })
    const answer = kept(event.trimEnd().slice(0, -1), 'text/event-stream')
    expect(readUsage(answer, usageDialects['openai-responses'])).toStrictEqual({
      final: false,
      failed: false,
    })
  })

  test('gives usage and model of a giant response object', () => {
    const answer = kept(JSON.stringify(response({ usage }), null, 2), 'application/json')
    expect(readUsage(answer, usageDialects['openai-responses'])).toStrictEqual(right)
  })

  test('gives usage and model of many embeddings, both after the vectors', () => {
    const data = Array.from({ length: 20_000 }, (_, index) => index / 7)
    const text = JSON.stringify({
      object: 'list',
      data,
      model: 'text-embedding-3-large',
      usage: { prompt_tokens: 8 },
    })
    expect(readUsage(kept(text, 'application/json'), usageDialects['openai-embeddings'])).toStrictEqual({
      usage: { input: 8 },
      model: 'text-embedding-3-large',
      final: true,
      failed: false,
    })
  })

  test.each([
    { type: 'text/event-stream', wrap: (event: object) => `data: ${JSON.stringify(event)}\r\n\r\n` },
    { type: 'application/json', wrap: (event: object) => `[${JSON.stringify(event, null, 2)}\n]\n` },
    { type: 'application/json', wrap: (event: object) => JSON.stringify(event) },
    { type: 'application/x-ndjson', wrap: (event: object) => `${JSON.stringify(event)}\n` },
  ])('gives usage, model and the reason to stop of a giant image in $type', ({ type, wrap }) => {
    const text = wrap({
      candidates: [{ content: { parts: [{ inlineData: { data: image } }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 1290, totalTokenCount: 1302 },
      modelVersion: 'gemini-3-image',
    })
    expect(readUsage(kept(text, type), usageDialects['gemini-generate'])).toStrictEqual({
      usage: { input: 12, output: 1290 },
      model: 'gemini-3-image',
      final: true,
      failed: false,
    })
  })

  test('gives what follows a giant event too, wherever the kept tail begins', () => {
    const events = [
      { type: 'message_start', message: { model: 'claude', usage: { input_tokens: 5, output_tokens: 1 } } },
      { type: 'content_block_delta', delta: { partial_json: JSON.stringify(fake).repeat(20) } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 77 } },
      { type: 'message_stop' },
    ]
    const text = sse(...events)
    const deltaLength = sse(...events.slice(2)).length
    for (let tail = deltaLength - 40; tail < deltaLength + 200; tail += 1) {
      const answer = kept(text, 'text/event-stream', { head: 120, tail })
      expect([tail, readUsage(answer, usageDialects['anthropic-messages'])]).toStrictEqual([
        tail,
        { usage: { input: 5, output: 77 }, model: 'claude', final: true, failed: false },
      ])
    }
  })
})

describe('readSeveredEnd', () => {
  const anchors = [{ member: 'usage', opening: '{' }]

  test.each([
    ['nested deeper', '…","a":{"usage":{"n":9}}}'],
    ['inside a list', '…","a":[{"usage":{"n":9}}]}'],
    ['inside a string', String.raw`…\"usage\":{\"n\":9}","b":1}`],
    ['the end of a name', String.raw`…","a\"usage":{"n":9}}`],
    ['a value', '…","a":"usage"}'],
    ['followed by more than the end', '…","usage":{"n":9}}]'],
    ['not followed by the end', '…","usage":{"n":9}'],
  ])('does not believe a member that is %s', (_, text) => {
    expect(readSeveredEnd(text, anchors)).toBeUndefined()
  })

  test('goes back past the fakes to the true one', () => {
    const text = `…"},"usage":{"n":1},"tools":[{"usage":{"n":9}},"usage"],"text":"\\"usage\\":{}"}`
    expect(readSeveredEnd(text, anchors)).toStrictEqual({
      usage: { n: 1 },
      tools: [{ usage: { n: 9 } }, 'usage'],
      text: '"usage":{}',
    })
  })

  test('gives up after a bounded number of fakes', () => {
    const text = `…"},"usage":{"n":1},"tools":[${Array(100).fill('{"usage":{}}').join(',')}]}`
    expect(readSeveredEnd(text, anchors)).toBeUndefined()
  })
})

describe('readSeveredStart', () => {
  test('gives a member at the top level, and none from further inside', () => {
    const text =
      '{"id":1,"tools":[{"model":"fake"}],"a":{"model":"fake"},"model" : "gpt-5","output":[{"text":"'
    expect(readSeveredStart(text, 'model')).toMatchObject({ model: 'gpt-5' })
    expect(readSeveredStart('{"a":{"model":"fake"},"output":[', 'model')).toBeUndefined()
  })
})

describe('an answer too large to keep, its usage before everything else', () => {
  const words = Array.from({ length: 8000 }, (_, index) => ({
    word: `"metadata":{"duration":${index}}`,
    start: index,
  }))

  test('gives the usage at its beginning', () => {
    const metadata = { request_id: 'r"}', duration: 12.5, channels: 1, model_info: { m: { arch: 'nova-3' } } }
    const text = JSON.stringify({ metadata, results: { words } })
    expect(readUsage(kept(text, 'application/json'), usageDialects['deepgram-listen'])).toStrictEqual({
      usage: { units: 12.5, unit: 'second' },
      model: 'nova-3',
      final: true,
      failed: false,
    })
  })

  test('gives model and cost there too', () => {
    const stated = { prompt_tokens: 1, completion_tokens: 2, cost: { total_cost: 0.5 } }
    const text = JSON.stringify({ model: 'sonar', note: '"usage":{', usage: stated, search_results: words })
    expect(readUsage(kept(text, 'application/json'), usageDialects['perplexity-chat'])).toStrictEqual({
      usage: { input: 1, output: 2, statedCost: 500_000_000 },
      model: 'sonar',
      final: true,
      failed: false,
    })
  })

  test('takes nothing from a member of that name that stands deeper, or is not whole', () => {
    const metadata = { duration: 12.5 }
    const deeper = JSON.stringify({ results: [{ metadata }], words })
    const open = JSON.stringify({ metadata: { ...metadata, words } })
    const nothing = { final: false, failed: false }
    for (const text of [deeper, open]) {
      expect(readUsage(kept(text, 'application/json'), usageDialects['deepgram-listen'])).toStrictEqual(
        nothing,
      )
    }
  })
})
