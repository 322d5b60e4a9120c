import { describe, expect, test } from 'vitest'
import type { UsageDialectName } from '../../../src/usage/dialect.ts'
import { usageDialects } from '../../../src/usage/dialects/index.ts'
import { gathererOf } from '../../../src/usage/gather.ts'
import { nothingRead, type Reading } from '../../../src/usage/usage.ts'

function readingOf(dialect: UsageDialectName, text: string): Reading | undefined {
  const gatherer = gathererOf(usageDialects[dialect])
  gatherer?.add(new TextEncoder().encode(text))
  return gatherer?.reading()
}

function linesOf(...lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** A line of the file of a batch's results, as OpenAI's guide has it and everyone who has its batches. */
function resultOf(body: object, status_code = 200): object {
  return {
    id: 'batch_req_1',
    custom_id: 'one',
    response: { status_code, request_id: 'r', body },
    error: null,
  }
}

const batch = { service_tier: 'batch' }
const batchOf = (longest_input_tokens: number) => ({ ...batch, longest_input_tokens })

describe('the file of a batch’s results', () => {
  test('adds up chats, which name the tier that they were answered in', () => {
    const chat = (prompt_tokens: number) => ({
      object: 'chat.completion',
      model: 'llama-4-scout',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 2 } },
      service_tier: 'default',
    })
    const failed = { ...resultOf({ error: { message: 'no' } }, 400), error: { code: 'x', message: 'no' } }
    const text = linesOf(resultOf(chat(10)), failed, resultOf(chat(30)))
    expect(readingOf('openai-batch-output', text)).toEqual({
      usage: { input: 40, output: 10, cacheRead: 4, details: batchOf(30) },
      model: 'llama-4-scout',
      final: true,
      failed: false,
    })
  })

  test('adds up responses, and embeddings, which have no output', () => {
    const response = { object: 'response', model: 'gpt-5', usage: { input_tokens: 9, output_tokens: 4 } }
    expect(readingOf('openai-batch-output', linesOf(resultOf(response), resultOf(response)))).toEqual({
      usage: { input: 18, output: 8, details: batchOf(9) },
      model: 'gpt-5',
      final: true,
      failed: false,
    })
    const list = { object: 'list', model: 'text-embedding-3-small', data: [], usage: { prompt_tokens: 8 } }
    expect(readingOf('openai-batch-output', linesOf(resultOf(list), resultOf(list)))).toEqual({
      usage: { input: 16, details: batchOf(8) },
      model: 'text-embedding-3-small',
      final: true,
      failed: false,
    })
  })

  test('of several models names none', () => {
    const chat = (model: string) => ({ model, usage: { prompt_tokens: 1, completion_tokens: 1 } })
    expect(readingOf('openai-batch-output', linesOf(resultOf(chat('a')), resultOf(chat('b'))))).toEqual({
      usage: { input: 2, output: 2, details: { ...batchOf(1), models: 'mixed' } },
      final: true,
      failed: false,
    })
  })

  test.each([
    [
      'requests',
      linesOf({ custom_id: 'one', method: 'POST', url: '/v1/responses', body: { model: 'gpt-5' } }),
    ],
    [
      'training examples',
      linesOf({ messages: [{ role: 'user', content: '{"usage":{"prompt_tokens":5}}' }] }),
    ],
    ['text', 'Dear reader,\n'],
    ['nothing', ''],
  ])('is not one with %s in it', (_what, text) => {
    for (const name of ['openai-batch-output', 'mistral-batch-output', 'gemini-batch-output'] as const) {
      expect(readingOf(name, text)).toEqual(nothingRead)
    }
  })

  test('of Mistral adds up chats with their cache, or pages', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 3, num_cached_tokens: 16 }
    const chat = resultOf({ model: 'mistral-small-latest', usage })
    expect(readingOf('mistral-batch-output', linesOf(chat, chat))).toEqual({
      usage: { input: 40, output: 6, cacheRead: 32, details: batchOf(20) },
      model: 'mistral-small-latest',
      final: true,
      failed: false,
    })
    const scan = resultOf({ model: 'mistral-ocr-latest', usage_info: { pages_processed: 3 } })
    expect(readingOf('mistral-batch-output', linesOf(scan, scan))).toEqual({
      usage: { units: 6, unit: 'page', details: batch },
      model: 'mistral-ocr-latest',
      final: true,
      failed: false,
    })
  })

  test('of Gemini adds up answers and embeddings, with a key or without', () => {
    const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 4, totalTokenCount: 13 }
    const response = { candidates: [], usageMetadata, modelVersion: 'gemini-3.8-flash' }
    const failed = { key: 'two', error: { code: 8, message: 'no' } }
    expect(readingOf('gemini-batch-output', linesOf({ key: 'one', response }, failed, response))).toEqual({
      usage: { input: 18, output: 8, details: batchOf(9) },
      model: 'gemini-3.8-flash',
      final: true,
      failed: false,
    })
    const embedding = { key: 'one', response: { embedding: { values: [0.5] }, tokenCount: '7' } }
    expect(readingOf('gemini-batch-output', linesOf(embedding, embedding))).toEqual({
      usage: { input: 14, details: batchOf(7) },
      final: true,
      failed: false,
    })
  })
})

describe('a batch with its results in it', () => {
  test('of Gemini has them twice, and they count once', () => {
    const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 4 }
    const response = { candidates: [], usageMetadata, modelVersion: 'gemini-3.8-flash' }
    const output = { inlinedResponses: { inlinedResponses: [{ response }, { error: { code: 8 } }] } }
    const reading = {
      usage: { input: 9, output: 4, details: batch },
      model: 'gemini-3.8-flash',
      final: true,
      failed: false,
    }
    const told = [{ metadata: { output }, response: output }, { metadata: { output } }, { response: output }]
    for (const batch of told) expect(readingOf('gemini-batch', JSON.stringify(batch))).toEqual(reading)
    expect(readingOf('gemini-batch', JSON.stringify({ done: true, metadata: {} }))).toEqual(nothingRead)
  })

  test('of Mistral adds them up, and is nothing without', () => {
    const chat = resultOf({
      model: 'mistral-small-latest',
      usage: { prompt_tokens: 2, completion_tokens: 1 },
    })
    expect(readingOf('mistral-batch', JSON.stringify({ id: 'b', outputs: [chat, chat] }))).toEqual({
      usage: { input: 4, output: 2, details: batchOf(2) },
      model: 'mistral-small-latest',
      final: true,
      failed: false,
    })
    expect(readingOf('mistral-batch', JSON.stringify({ id: 'b', outputs: null }))).toEqual(nothingRead)
  })
})
