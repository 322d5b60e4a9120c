import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { gathererOf } from '../../src/usage/gather.ts'
import { nothingRead, type Reading } from '../../src/usage/usage.ts'

const mega = 1024 * 1024

/** What is gathered of bytes that come in these pieces, whose memory is used again. */
function gathered(dialect: keyof typeof usageDialects, pieces: Iterable<Uint8Array>): Reading | undefined {
  const gatherer = gathererOf(usageDialects[dialect])
  for (const piece of pieces) {
    const memory = piece.slice()
    gatherer?.add(memory)
    memory.fill(0x7b)
  }
  return gatherer?.reading()
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const to = from + (sizes[turn % sizes.length] ?? 1)
    yield bytes.subarray(from, to)
    from = to
  }
}

function messageOf(text: string): string {
  const usage = { input_tokens: 10, output_tokens: 5, service_tier: 'batch' }
  const message = { id: 'msg_1', model: 'claude-haiku-4-5', content: [{ type: 'text', text }], usage }
  return JSON.stringify({ custom_id: 'one', result: { type: 'succeeded', message } })
}

const errored = '{"custom_id":"two","result":{"type":"errored","error":{"type":"error"}}}'

function sumOf(lines: number): Reading {
  const details = { service_tier: 'batch', ...(lines > 1 && { longest_input_tokens: 10 }) }
  const usage = { input: 10 * lines, output: 5 * lines, details }
  return { usage, model: 'claude-haiku-4-5', final: true, failed: false }
}

describe('the lines of an answer', () => {
  const text = `${messageOf('Grüße 🎉')}\n${errored}\n\n${messageOf('é'.repeat(40))}\r\n${messageOf('"usage":{}')}`

  test('add up, however they are cut', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 })
    fc.assert(
      fc.property(sizes, (sizes) => {
        expect(gathered('anthropic-batch', cut(bytesOf(text), sizes))).toEqual(sumOf(3))
      }),
    )
  })

  test('add up after a byte order mark, and with a line end at their end', () => {
    expect(gathered('anthropic-batch', [bytesOf(`\uFEFF${text}\n`)])).toEqual(sumOf(3))
  })

  test('add up over 5 MB that are cut at odd places', () => {
    const line = messageOf(`${'Ein langer Text über alles. '.repeat(90)}🎉`)
    const lines = Math.ceil((5 * mega) / line.length)
    const all = bytesOf(`${line}\n`.repeat(lines))
    expect(all.length).toBeGreaterThan(5 * mega)
    expect(gathered('anthropic-batch', cut(all, [65_536, 1, 7, 4_093]))).toEqual(sumOf(lines))
  })

  test('state nothing where one of them is longer than 4 MB, and what is shorter counts', () => {
    const long = (length: number) => bytesOf(messageOf('x'.repeat(length - messageOf('').length)))
    const sum = (length: number) =>
      gathered('anthropic-batch', [bytesOf(`${messageOf('')}\n`), ...cut(long(length), [65_536])])
    expect([sum(4 * mega), sum(4 * mega + 1)]).toEqual([sumOf(2), nothingRead])
    const between = [bytesOf(`${messageOf('')}\n`), long(4 * mega + 1), bytesOf(`\n${messageOf('')}\n`)]
    expect(gathered('anthropic-batch', between)).toEqual(nothingRead)
  })

  test.each(['{"custom_id":', 'no JSON', '\u0000\u0001'])('state nothing beside one that is %j', (broken) => {
    for (const lines of [
      [messageOf(''), broken],
      [broken, messageOf('')],
      [messageOf(''), broken, messageOf('')],
    ]) {
      expect(gathered('anthropic-batch', [bytesOf(lines.join('\n'))])).toEqual(nothingRead)
    }
  })

  test('of bytes of any kind are read without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        expect(gathered('openai-batch-output', pieces)).toEqual(nothingRead)
      }),
    )
  })
})

describe('an answer that is one document', () => {
  const model = 'gemini-3.8-flash'
  const counts = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 }
  const response = (text: string) => ({
    candidates: [{ content: { parts: [{ text }] }, finishReason: 'STOP' }],
    usageMetadata: counts,
    modelVersion: model,
  })
  const batchOf = (texts: readonly string[]): Uint8Array => {
    const inlinedResponses = { inlinedResponses: texts.map((text) => ({ response: response(text) })) }
    const metadata = { state: 'BATCH_STATE_SUCCEEDED', output: { inlinedResponses } }
    const batch = { name: 'batches/b', metadata, done: true, response: { inlinedResponses } }
    return bytesOf(JSON.stringify(batch, null, 2))
  }
  const sum = (lines: number): Reading => ({ ...sumOf(lines), model })

  test('is read when all of it has passed', () => {
    const texts = Array.from({ length: 90 }, () => 'Grüße 🎉 '.repeat(2_000))
    const bytes = batchOf(texts)
    expect(bytes.length).toBeGreaterThan(4 * mega)
    expect(gathered('gemini-batch', cut(bytes, [65_536, 1, 4_093]))).toEqual(sum(90))
  })

  test('states nothing where it is longer than 16 MB, or breaks off', () => {
    const bytes = batchOf(['x'.repeat(9 * mega)])
    expect(gathered('gemini-batch', cut(bytes, [65_536]))).toEqual(nothingRead)
    expect(gathered('gemini-batch', [batchOf(['x']).subarray(0, -1)])).toEqual(nothingRead)
  })
})

test('an answer that says in one place what it consumed is not gathered', () => {
  expect(gathererOf(usageDialects['openai-chat'])).toBeNull()
})
